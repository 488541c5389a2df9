package chain

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

func mustTable(t interface {
	Helper()
	Fatal(...any)
}, x dataset.Matrix) *Table {
	t.Helper()
	table, err := NewTable(context.Background(), x, 1)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestEvidence: scikit-learn 1.2.1's BayesianRidge(alpha_1=0, alpha_2=0,
// lambda_1=0, lambda_2=0, n_iter=500, tol=1e-14) on the same numbers.
func TestEvidence(t *testing.T) {
	x := dataset.NewMatrix(24, 5)
	for i := range x.Rows {
		f := float64(i)
		row := x.Row(i)
		copy(row, []float64{math.Sin(f), math.Cos(2 * f), float64(i%5) / 2, math.Sin(3*f + 1)})
		row[4] = 1.5*row[0] - 0.7*row[1] + 0.2*row[2] + 0.3*math.Cos(5*f) + 2
	}
	table := mustTable(t, x)
	s := &System{Targets: []int{4}, Train: learn.AllRows(24), Predictors: []int{0, 1, 2, 3}, Penalty: 1}
	var got *Solution
	for range 500 {
		if err := table.Solve(t.Context(), []*System{s}, 1, func(_ int, o *Solution) error { got = o; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	near := cmpopts.EquateApprox(1e-6, 0)
	want := []float64{2.095628905661671, 1.5066454190493752, -0.6876750046014156, 0.09498440777742195, 0.0223449921321357}
	if d := cmp.Diff(want, got.Weights.Data, near); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]float64{0.06936593388349627, 0.04801187843673924}, []float64{s.Penalty, got.Noise}, near); d != "" {
		t.Error(d)
	}
}

// plain solves the normal equations of one target as textbooks do.
func plain(x dataset.Matrix, s *System) []float64 {
	p := len(s.Predictors) + 1
	a, b := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	for _, i := range s.Train {
		row := make([]float64, p)
		row[0] = 1
		for k, j := range s.Predictors {
			row[1+k] = x.At(i, j)
		}
		v := mat.NewVecDense(p, row)
		a.SymRankOne(a, 1, v)
		b.AddScaledVec(b, x.At(i, s.Targets[0]), v)
	}
	for k := 1; k < p; k++ {
		a.SetSym(k, k, a.At(k, k)+s.Penalty)
		if s.Spread != nil {
			a.SetSym(k, k, a.At(k, k)+s.Spread[k-1])
		}
	}
	var factor mat.Cholesky
	factor.Factorize(a)
	var w mat.VecDense
	_ = factor.SolveVecTo(&w, b)
	return w.RawVector().Data
}

// TestBatchIsInTurn: a batch in which every system changes its target gives
// what the equations of each give when it is its turn, with any number of
// threads, whether few rows are missing or most.
func TestBatchIsInTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rng.New(rapid.Uint64().Draw(t, "seed")).Rand()
		x := dataset.NewMatrix(rapid.IntRange(3, 80).Draw(t, "rows"), rapid.IntRange(2, 45).Draw(t, "columns"))
		for k := range x.Data {
			x.Data[k] = r.NormFloat64() + 0.3
		}
		missing := rapid.SampledFrom([]float64{0.1, 0.8}).Draw(t, "missing")
		table := mustTable(t, x)
		var batch []*System
		for j := range min(x.Cols, rapid.IntRange(1, 8).Draw(t, "systems")) {
			s := &System{Targets: []int{j}, Penalty: 0.5 + r.Float64()}
			for i := range x.Rows {
				if i > 0 && r.Float64() < missing {
					s.Rest = append(s.Rest, i)
				} else {
					s.Train = append(s.Train, i)
				}
			}
			for k := range x.Cols {
				if k != j && r.Float64() < 0.9 {
					s.Predictors, s.Spread = append(s.Predictors, k), append(s.Spread, r.Float64())
				}
			}
			batch = append(batch, s)
		}
		err := table.Solve(context.Background(), batch, rapid.IntRange(1, 3).Draw(t, "threads"), func(k int, s *Solution) error {
			before := *batch[k]
			before.Penalty = s.penalty
			if d := cmp.Diff(plain(x, &before), s.Weights.Data, cmpopts.EquateApprox(1e-7, 1e-7)); d != "" {
				t.Fatal(d)
			}
			values := make([]float64, len(batch[k].Rest))
			for i := range values {
				values[i] = r.NormFloat64()
			}
			table.Set(batch[k].Targets[0], batch[k].Rest, values)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestDrawsSpread: drawn weights of one predictor have the variance
// noise/(Σx²+penalty) about the estimate; here 0.25/(10+2.5).
func TestDrawsSpread(t *testing.T) {
	x := dataset.Matrix{Rows: 4, Cols: 2, Data: []float64{-2, -4, 2, 3, -1, -2, 1, 3}}
	table := mustTable(t, x)
	s := &System{Targets: []int{1}, Train: learn.AllRows(4), Predictors: []int{0}, Penalty: 2.5}
	var got *Solution
	if err := table.Solve(t.Context(), []*System{s}, 1, func(_ int, o *Solution) error { got = o; return nil }); err != nil {
		t.Fatal(err)
	}
	r, sum, n := rng.New(1).Rand(), 0.0, 20000.0
	for range int(n) {
		w := got.Draw([]float64{r.NormFloat64(), r.NormFloat64()}, 0.25)
		sum += math.Pow(w.At(0, 1)-got.Weights.At(0, 1), 2)
	}
	if want := 0.25 / 12.5; math.Abs(sum/n-want) > 0.03*want {
		t.Errorf("variance %g, want %g", sum/n, want)
	}
}

func TestStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := NewTable(ctx, dataset.NewMatrix(3, 3), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
}

// TestNearest: column 2 is column 0 with noise, column 1 is nothing.
func TestNearest(t *testing.T) {
	x := dataset.Matrix{Rows: 4, Cols: 4, Data: []float64{1, 1, 1.1, -1, 1, -1, 0.9, -0.8, -1, 1, -1, 1, -1, -1, -1, 1}}
	if d := cmp.Diff([]int{2, 3}, mustTable(t, x).Nearest([]int{1, 2, 3}, []int{0}, 2)); d != "" {
		t.Error(d)
	}
}
