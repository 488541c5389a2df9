package lowrank

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// made draws a table of a few hidden numbers; the columns of the second view are
// noise alone.
func made(rows, cols, noise, rank int, deviation float64, seed rng.Seed) dataset.Matrix {
	r := seed.Rand()
	loads := dataset.NewMatrix(cols, rank)
	for k := range loads.Data {
		loads.Data[k] = r.NormFloat64()
	}
	x := dataset.NewMatrix(rows, cols+noise)
	z := make([]float64, rank)
	for i := range rows {
		for a := range z {
			z[a] = r.NormFloat64()
		}
		for j := range x.Cols {
			v := deviation * r.NormFloat64()
			for a := range z {
				if j < cols {
					v += z[a] * loads.At(j, a)
				}
			}
			x.Set(i, j, v)
		}
	}
	return x
}

func tableOf(t *testing.T, x dataset.Matrix, widths ...int) *learn.Table {
	t.Helper()
	v := learntest.ViewOf(t, x, widths...)
	return learn.NewTable(v, learn.AllRows(v.Len()))
}

// Where no cell is missing, SoftImpute is the singular value decomposition with
// every singular value less by lambda.
func TestSoftShrinksSingularValues(t *testing.T) {
	x := made(20, 6, 0, 6, 0.1, rng.New(1))
	s := NewSoft(tableOf(t, x, 6), 6, 1, rng.New(2))
	var svd mat.SVD
	svd.Factorize(mat.NewDense(20, 6, x.Data), mat.SVDThin)
	values := svd.Values(nil)
	if got := s.Largest(); math.Abs(got-values[0]) > 1e-3*values[0] {
		t.Errorf("the largest singular value is %g, found %g", values[0], got)
	}
	lambda := values[3]
	for range 20 { // each ends where little changes
		if err := s.Fit(context.Background(), lambda); err != nil {
			t.Fatal(err)
		}
	}
	var u, v, want mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	shrunk := mat.NewDiagDense(6, nil)
	for k, value := range values {
		shrunk.SetDiag(k, max(0, value-lambda))
	}
	want.Mul(&u, shrunk)
	want.Mul(&want, v.T())
	got := learn.Product(s.left, false, s.right, true)
	if d := cmp.Diff(want.RawMatrix().Data, got.Data, cmpopts.EquateApprox(0, 0.01*values[0]/math.Sqrt(120))); d != "" {
		t.Error(d)
	}
}

// A row is filled by E[z|x] = Σ w·τ·x / (prior + Σ w²·τ), here by hand.
func TestHiddenKnownAnswer(t *testing.T) {
	m := &Model{Loadings: dataset.Matrix{Rows: 3, Cols: 1, Data: []float64{2, 1, 5}}, Mean: []float64{1, 0, 3}, Precision: []float64{1, 4, 1}, Prior: 2}
	z := m.NewSolver().Hidden([]float64{3, 0.5, 0}, []uint64{0b011})
	if want := (2*2 + 1*4*0.5) / (2 + 4 + 4.0); math.Abs(z[0]-want) > 1e-12 {
		t.Errorf("%g, want %g", z[0], want)
	}
	if got := m.Cell(z, 2); math.Abs(got-(3+5*z[0])) > 1e-12 {
		t.Errorf("the cell is %g", got)
	}
}

// Of three hidden numbers with noise 0.3, a third of the cells missing, hidden
// cells come back next to the noise (with the true loadings, about 0.33); the view of noise has no loadings.
func TestFactorsFindTheModel(t *testing.T) {
	x := made(400, 20, 10, 3, 0.3, rng.New(3))
	whole := x.Clone()
	r := rng.New(4).Rand()
	for k := range x.Data {
		if r.Float64() < 0.33 {
			x.Data[k] = math.NaN()
		}
	}
	shown, held := tableOf(t, x, 20, 10), tableOf(t, whole, 20, 10)
	for w, word := range shown.Seen {
		held.Seen[w] &^= word
	}
	m, err := NewFactors(shown, 8, 2, rng.New(5)).Fit(context.Background(), 200, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	first := held.WithCells(append([]uint64(nil), held.Seen...))
	for i := range first.Rows {
		for j := 20; j < 30; j++ {
			first.Hide(i, j)
		}
	}
	sum, cells := m.Errors(shown, first)
	if rmse := math.Sqrt(sum / float64(cells)); rmse > 0.37 {
		t.Errorf("root of the mean squared error %.3f over %d cells, the noise is 0.3", rmse, cells)
	}
	largest := 0.0
	for j := 20; j < 30; j++ {
		for _, w := range m.Loadings.Row(j) {
			largest = max(largest, math.Abs(w))
		}
	}
	if largest > 0.1 {
		t.Errorf("noise has loadings up to %.3f", largest)
	}
}

// A column that no row has tells nothing of what a view has use for: beside it the
// others are explained as without it.
func TestFactorsPassOverUnseenColumns(t *testing.T) {
	x := made(60, 6, 0, 2, 0.3, rng.New(5))
	wide := dataset.NewMatrix(x.Rows, x.Cols+1)
	for i := range x.Rows {
		copy(wide.Row(i), x.Row(i))
		wide.Set(i, x.Cols, math.NaN())
	}
	var models []*Model
	for _, table := range []*learn.Table{tableOf(t, x, x.Cols), tableOf(t, wide, wide.Cols)} {
		m, err := NewFactors(table, 3, 1, rng.New(6)).Fit(t.Context(), 20, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	if diff := cmp.Diff(models[0].Loadings.Data, models[1].Loadings.Data[:len(models[0].Loadings.Data)], cmpopts.EquateApprox(1e-9, 1e-12)); diff != "" {
		t.Error(diff)
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	table := tableOf(t, made(20, 6, 0, 2, 0.1, rng.New(1)), 6)
	if err := NewSoft(table, 2, 1, rng.New(2)).Fit(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := NewFactors(table, 2, 1, rng.New(2)).Fit(ctx, 9, func(int) {}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
