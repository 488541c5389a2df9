package pls

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

func normal(rows, cols int, seed uint64) dataset.Matrix {
	x, r := dataset.NewMatrix(rows, cols), rng.New(seed).Rand()
	for k := range x.Data {
		x.Data[k] = r.NormFloat64()
	}
	return x
}

func mustFit(t *testing.T, x, y dataset.Matrix, components int) *Regression {
	t.Helper()
	r, err := Fit(context.Background(), x, y, components)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// One direction is that of Xᵀy: the slope along t = Xw is tᵀy/tᵀt.
func TestOneComponent(t *testing.T) {
	x, y := normal(12, 3, 1), normal(12, 1, 2)
	got := mustFit(t, x, y, 1).Predict(x, dataset.Matrix{})
	cx, cy := x.Clone(), y.Clone()
	learn.Centre(cx)
	mean := learn.Centre(cy)[0]
	w := learn.Product(cx, true, cy, false)
	floats.Scale(1/floats.Norm(w.Data, 2), w.Data)
	score := learn.Product(cx, false, w, false)
	slope := floats.Dot(score.Data, cy.Data) / floats.Dot(score.Data, score.Data)
	for i := range got.Rows {
		if want := mean + slope*score.Data[i]; !cmp.Equal(want, got.Data[i], cmpopts.EquateApprox(0, 1e-9)) {
			t.Errorf("row %d: %g, want %g", i, got.Data[i], want)
		}
	}
}

// With all directions of the features it is least squares.
func TestAllComponentsAreLeastSquares(t *testing.T) {
	x, y := normal(30, 4, 3), normal(30, 3, 4)
	design := mat.NewDense(30, 5, nil)
	for i := range 30 {
		design.SetRow(i, append([]float64{1}, x.Row(i)...))
	}
	var weights, want mat.Dense
	if err := weights.Solve(design, mat.NewDense(30, 3, y.Data)); err != nil {
		t.Fatal(err)
	}
	want.Mul(design, &weights)
	got := mustFit(t, x, y, 4).Predict(x, dataset.Matrix{})
	if d := cmp.Diff(want.RawMatrix().Data, got.Data, cmpopts.EquateApprox(0, 1e-7)); d != "" {
		t.Error(d)
	}
}

// Of forty columns with two hidden causes, a few directions are chosen, and what
// is learned from noise does next to no harm.
func TestComponentsAreChosen(t *testing.T) {
	causes, noise := normal(80, 2, 5), normal(80, 40, 6)
	loads := normal(2, 40, 7)
	x := learn.Product(causes, false, loads, false)
	floats.AddScaled(x.Data, 0.5, noise.Data)
	r, err := Choose(context.Background(), x, causes, 20, rng.New(8))
	if err != nil {
		t.Fatal(err)
	}
	if r.Components < 2 || r.Components > 8 {
		t.Errorf("%d directions chosen for two causes", r.Components)
	}
	if r, err = Choose(context.Background(), normal(600, 40, 6), normal(600, 1, 9), 20, rng.New(8)); err != nil {
		t.Fatal(err)
	}
	fresh, truth := normal(600, 40, 11), normal(600, 1, 12)
	said := r.Predict(fresh, dataset.Matrix{})
	if ratio := floats.Distance(said.Data, truth.Data, 2) / floats.Norm(truth.Data, 2); ratio > 1.05 {
		t.Errorf("noise is foretold %.3f times as badly as by 0", ratio)
	}
}

// Features that say nothing leave the mean.
func TestConstantFeatures(t *testing.T) {
	x, y := dataset.NewMatrix(6, 2), normal(6, 1, 10)
	got := mustFit(t, x, y, 2).Predict(x, dataset.Matrix{})
	want := floats.Sum(y.Data) / 6
	if !cmp.Equal(want, got.Data[0], cmpopts.EquateApprox(0, 1e-12)) {
		t.Errorf("%g, the mean is %g", got.Data[0], want)
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Fit(ctx, normal(9, 3, 1), normal(9, 1, 2), 2); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
