package impute

import (
	"context"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func normal(rows, cols int, seed rng.Seed) dataset.Matrix {
	x, r := dataset.NewMatrix(rows, cols), seed.Rand()
	for k := range x.Data {
		x.Data[k] = r.NormFloat64()
	}
	return x
}

// TestRidgeRecoversModality has a second modality that is linear in the first:
// with a weak penalty it comes back, whether columns or rows are more.
func TestRidgeRecoversModality(t *testing.T) {
	for _, width := range []int{4, 90} {
		truth := linearTable(width)
		seen := truth.Clone()
		for i := 40; i < seen.Rows; i++ {
			for j := width; j < seen.Cols; j++ {
				seen.Set(i, j, math.NaN())
			}
		}
		v := learntest.ViewOf(t, seen, width, 3)
		imputer := mustMake(t, "ridge", map[string]string{"alpha": "0.0001"})
		if err := imputer.Fit(context.Background(), v.Select(learn.AllRows(40)), job.Env{}); err != nil {
			t.Fatal(err)
		}
		got := sideBySide(mustTransform(t, imputer, v, job.Env{Workers: 2}))
		for i := 40; i < seen.Rows; i++ {
			for j := width; j < seen.Cols; j++ {
				if d := math.Abs(got.At(i, j) - truth.At(i, j)); d > 0.02 {
					t.Errorf("%d columns: cell %d, %d is off by %g", width, i, j, d)
				}
			}
		}
	}
}

// linearTable has a factor in every column of its first modality, and three
// multiples of it in the second. Later rows lie within the range of the first.
func linearTable(width int) dataset.Matrix {
	x := dataset.NewMatrix(60, width+3)
	for i := range x.Rows {
		factor := math.Sin(float64(i % 40))
		for j := range x.Cols {
			x.Set(i, j, factor*float64(1+j%5)-float64(j))
		}
	}
	return x
}

// TestRidgeFillsSingleCells takes the missing cell of a modality that is
// present from the other modality.
func TestRidgeFillsSingleCells(t *testing.T) {
	truth := linearTable(4)
	seen := truth.Clone()
	for i := 1; i < 40; i += 7 {
		seen.Set(i, 5, math.NaN())
	}
	v := learntest.ViewOf(t, seen, 4, 3)
	imputer := mustMake(t, "ridge", map[string]string{"alpha": "0.001"})
	if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	got := sideBySide(mustTransform(t, imputer, v, job.Env{}))
	for i := 1; i < 40; i += 7 {
		if d := math.Abs(got.At(i, 5) - truth.At(i, 5)); d > 0.5 {
			t.Errorf("cell %d is off by %g", i, d)
		}
	}
}

// TestRidgeStaysInRange gives a record that lies far out.
func TestRidgeStaysInRange(t *testing.T) {
	x := linearTable(4)
	for j := range x.Cols {
		x.Set(59, j, math.NaN())
	}
	x.Set(59, 0, 1e6)
	v := learntest.ViewOf(t, x, 4, 3)
	imputer := mustMake(t, "ridge", map[string]string{"alpha": "0.001"})
	if err := imputer.Fit(context.Background(), v.Select(learn.AllRows(59)), job.Env{}); err != nil {
		t.Fatal(err)
	}
	got := sideBySide(mustTransform(t, imputer, v, job.Env{}))
	for j := 1; j < x.Cols; j++ {
		low, high := math.Inf(1), math.Inf(-1)
		for i := range 59 {
			low, high = min(low, x.At(i, j)), max(high, x.At(i, j))
		}
		if y := got.At(59, j); y < low || y > high {
			t.Errorf("column %d: %g outside %g to %g", j, y, low, high)
		}
	}
}

// TestRidgeSeesTheCellsBeside: of y = 3x beside a modality of noise, y comes
// back from x, beyond the range that training has of it, too.
func TestRidgeSeesTheCellsBeside(t *testing.T) {
	noise := rng.New(3).Rand()
	seen := dataset.NewMatrix(30, 4)
	for i := range 30 {
		copy(seen.Row(i), []float64{float64(i), 2 * float64(i), 3 * float64(i), noise.NormFloat64()})
	}
	truth := seen.Clone()
	for _, i := range []int{0, 13, 29} {
		seen.Set(i, 2, math.NaN())
	}
	seen.Set(20, 0, math.NaN())
	seen.Set(20, 1, math.NaN())
	v := learntest.ViewOf(t, seen, 3, 1)
	imputer := mustMake(t, "ridge", nil)
	if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	got := sideBySide(mustTransform(t, imputer, v, job.Env{}))
	if d := cmp.Diff(truth.Data, got.Data, cmpopts.EquateApprox(0, 0.05)); d != "" {
		t.Error(d)
	}
	off := mustMake(t, "ridge", map[string]string{"within": "false"})
	if err := off.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	if x := sideBySide(mustTransform(t, off, v, job.Env{})).At(0, 2); x < 20 {
		t.Errorf("switched off, the cells beside still tell %g", x)
	}
}

// TestRidgeIgnoresNoiseBeside: where the cells beside tell nothing, the
// estimates are what they are without them.
func TestRidgeIgnoresNoiseBeside(t *testing.T) {
	x := normal(60, 5, rng.New(8))
	for i := 0; i < 60; i += 4 {
		x.Set(i, i%4, math.NaN())
	}
	v := learntest.ViewOf(t, x, 4, 1)
	var got [2]dataset.Matrix
	for k, on := range []string{"true", "false"} {
		imputer := mustMake(t, "ridge", map[string]string{"within": on})
		if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
			t.Fatal(err)
		}
		got[k] = sideBySide(mustTransform(t, imputer, v, job.Env{}))
	}
	for k := range got[0].Data {
		if d := math.Abs(got[0].Data[k] - got[1].Data[k]); d > 0.35 {
			t.Errorf("cell %d: %g beside %g", k, got[0].Data[k], got[1].Data[k])
		}
	}
}

// TestRidgeWithinKnownAnswer: of two columns with the covariance 1, 0.5 the
// mean of one given the other is half of it.
func TestRidgeWithinKnownAnswer(t *testing.T) {
	x := dataset.Matrix{Rows: 4, Cols: 2, Data: []float64{1, 1, 1, 0, -1, -1, -1, 0}}
	w, err := precisionOf(x, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	estimates, gaps := w.estimate([]float64{3, math.NaN()})
	if len(gaps) != 1 || gaps[0] != 1 || math.Abs(estimates[0]-1.5) > 1e-12 {
		t.Errorf("column %v is %v", gaps, estimates)
	}
}
