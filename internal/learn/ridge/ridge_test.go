package ridge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

func normal(rows, cols int, seed rng.Seed) dataset.Matrix {
	x, r := dataset.NewMatrix(rows, cols), seed.Rand()
	for k := range x.Data {
		x.Data[k] = r.NormFloat64()
	}
	return x
}

// TestRidgeKnownAnswer: of x = −1, 0, 1 and y = −2, 1, 4 the slope with penalty
// 2 is Σxy/(Σx²+2) = 6/4, the intercept 1.
func TestRidgeKnownAnswer(t *testing.T) {
	x := dataset.Matrix{Rows: 3, Cols: 1, Data: []float64{-1, 0, 1}}
	y := dataset.Matrix{Rows: 3, Cols: 1, Data: []float64{-2, 1, 4}}
	r, err := Fit(x, y, 2, learn.AllRows(3), 3)
	if err != nil {
		t.Fatal(err)
	}
	got := r.Predict(dataset.Matrix{Rows: 2, Cols: 1, Data: []float64{0, 2}}, dataset.Matrix{}).Data
	if d := cmp.Diff([]float64{1, 4}, got, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Error(d)
	}
}

// TestRidgeSolvesNormalEquations compares both closed forms, on either side of
// the border between them, with gonum's solution of the equations with an
// unpenalised column of ones. Some training rows lie outside the fit.
func TestRidgeSolvesNormalEquations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rng.New(rapid.Uint64().Draw(t, "seed"))
		rows, cols, targets := rapid.IntRange(1, 12).Draw(t, "rows"), rapid.IntRange(1, 12).Draw(t, "cols"), rapid.IntRange(1, 4).Draw(t, "targets")
		alpha := rapid.SampledFrom([]float64{0.1, 1, 100}).Draw(t, "alpha")
		train := normal(rows+3, cols, seed.Child("x"))
		x, y := dataset.NewMatrix(rows, cols), normal(rows, targets, seed.Child("y"))
		var which []int
		for k := range rows {
			which = append(which, k+2)
			copy(x.Row(k), train.Row(k+2))
		}
		test := normal(5, cols, seed.Child("test"))
		want := normalEquations(x, y, alpha, test)
		r, err := Fit(x, y, alpha, which, train.Rows)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want.Data, r.Predict(test, train).Data, cmpopts.EquateApprox(1e-8, 1e-8)); d != "" {
			t.Fatal(d)
		}
	})
}

func normalEquations(x, y dataset.Matrix, alpha float64, test dataset.Matrix) dataset.Matrix {
	ones := func(m dataset.Matrix) *mat.Dense {
		out := mat.NewDense(m.Rows, m.Cols+1, nil)
		for i := range m.Rows {
			out.SetRow(i, append([]float64{1}, m.Row(i)...))
		}
		return out
	}
	a := ones(x)
	var gram, right, w, p mat.Dense
	gram.Mul(a.T(), a)
	for j := 1; j <= x.Cols; j++ {
		gram.Set(j, j, gram.At(j, j)+alpha)
	}
	right.Mul(a.T(), mat.NewDense(y.Rows, y.Cols, y.Data))
	if err := w.Solve(&gram, &right); err != nil {
		panic(err)
	}
	p.Mul(ones(test), &w)
	return dataset.Matrix{Rows: test.Rows, Cols: y.Cols, Data: p.RawMatrix().Data}
}
