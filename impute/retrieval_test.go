package impute

import (
	"context"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// privates draws records of two modalities that share two numbers, while each
// has six of its own; a third of the records lack the second.
func privates(n int) (truth, seen dataset.Matrix) {
	truth = dataset.NewMatrix(n, 16)
	r := rng.New(5).Rand()
	for i := range n {
		row := truth.Row(i)
		for j := range row {
			row[j] = r.NormFloat64()
		}
		copy(row[8:10], row[:2])
	}
	seen = truth.Clone()
	for i := 0; i < n; i += 3 {
		for j := 8; j < 16; j++ {
			seen.Set(i, j, math.NaN())
		}
	}
	return truth, seen
}

// sharedError is the root mean squared error of the two columns that the first
// modality tells.
func sharedError(t *testing.T, truth, seen dataset.Matrix, method string) float64 {
	t.Helper()
	v := learntest.ViewOf(t, seen, 8, 8)
	imputer := mustMake(t, method, nil)
	if err := imputer.Fit(context.Background(), v, job.Env{Seed: rng.New(1)}); err != nil {
		t.Fatal(err)
	}
	got := sideBySide(mustTransform(t, imputer, v, job.Env{}))
	var square, cells float64
	for i := 0; i < truth.Rows; i += 3 {
		for j := 8; j < 10; j++ {
			d := got.At(i, j) - truth.At(i, j)
			square, cells = square+d*d, cells+1
		}
	}
	return math.Sqrt(square / cells)
}

// TestRetrievalCountsWhatIsShared: records alike in what is their own are no
// help. The mean errs by 1.
func TestRetrievalCountsWhatIsShared(t *testing.T) {
	truth, seen := privates(900)
	learned, raw := sharedError(t, truth, seen, "retrieval"), sharedError(t, truth, seen, "knn")
	if learned > 0.35 || learned > raw/2 {
		t.Errorf("root mean squared error %.3f, that of nearest neighbours %.3f", learned, raw)
	}
}

// TestRetrievalFindsRecordsWithoutACommonModality: records that have both
// modalities teach the space, but only others, which have the second alone, hold
// the numbers that are sought.
func TestRetrievalFindsRecordsWithoutACommonModality(t *testing.T) {
	const n = 330
	r := rng.New(8).Rand()
	x, truth := dataset.NewMissing(n, 2), make([]float64, n)
	for i := range n {
		s := 2*r.Float64() - 1
		if outside := 0.6 * float64(2*(i%2)-1); i < 200 { // pairs lie far from 0
			s = outside + 0.4*s
		} else if i >= 300 {
			s *= 0.15
		}
		truth[i] = 10 * s
		if i < 200 || i >= 300 {
			x.Set(i, 0, s)
		}
		if i < 300 {
			x.Set(i, 1, 10*s)
		}
	}
	v := learntest.ViewOf(t, x, 1, 1)
	worst := map[string]float64{}
	for _, method := range []string{"retrieval", "knn"} {
		imputer := mustMake(t, method, map[string]string{"k": "1"})
		if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
			t.Fatal(err)
		}
		got := mustTransform(t, imputer, v, job.Env{}).Values(1)
		for i := 300; i < n; i++ {
			worst[method] = max(worst[method], math.Abs(got.At(i, 0)-truth[i]))
		}
	}
	if worst["retrieval"] > 1 || worst["knn"] < 1.5 {
		t.Errorf("largest error %.2f, of nearest neighbours %.2f", worst["retrieval"], worst["knn"])
	}
}

// TestRetrievalDrawsRecords: a draw of a modality is what one training record
// has, and draws differ.
func TestRetrievalDrawsRecords(t *testing.T) {
	_, seen := privates(150)
	v := learntest.ViewOf(t, seen, 8, 8)
	imputer := mustMake(t, "retrieval", nil)
	env := job.Env{Seed: rng.New(1), Workers: 2}
	if err := imputer.Fit(context.Background(), v, env); err != nil {
		t.Fatal(err)
	}
	draws := mustDraw(t, imputer, v, env, 3)
	real := map[float64]int{}
	for i := range seen.Rows {
		real[seen.At(i, 8)] = i
	}
	differ := 0
	for i := 0; i < seen.Rows; i += 3 {
		for _, d := range draws {
			row := d.Values(1).Row(i)
			from, ok := real[row[0]]
			for j, x := range row {
				if ok = ok && x == seen.At(from, 8+j); !ok {
					t.Fatalf("record %d is filled with what no record has: %v", i, row)
				}
			}
		}
		if draws[0].Values(1).At(i, 0) != draws[1].Values(1).At(i, 0) {
			differ++
		}
	}
	if differ < 25 {
		t.Errorf("of 50 records two draws differ in %d", differ)
	}
}
