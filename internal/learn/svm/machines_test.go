package svm

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// TestMachinesEqualScikit compares with files that testdata/svm/make.py wrote.
func TestMachinesEqualScikit(t *testing.T) {
	for name, classes := range map[string]int{"two": 2, "three": 3} {
		all := learntest.Standardised(learntest.ReadCells(t, "gbt/"+name), 300)
		train, test := all.Pick(learntest.Span(0, 300)), all.Pick(learntest.Span(300, all.Rows))
		m, err := Train(context.Background(), Setting{1, ScaleGamma(train)}, train, classes, job.Env{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		decisions := m.Decisions(test, 1)
		var got []float64
		for _, d := range decisions {
			got = append(got, float64(d))
		}
		if d := cmp.Diff(learntest.ReadCells(t, "svm/"+name+"_decisions").Data, got, cmpopts.EquateApprox(0, 3e-3)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		p := make([]float64, test.Rows*classes)
		Calibration{slope: 2}.Probabilities(p, decisions, m)
		theirs, different := learntest.ReadCells(t, "svm/"+name+"_classes"), 0
		for i := range theirs.Rows {
			if float64(learn.Highest(p[i*classes:(i+1)*classes])) != theirs.At(i, 0) {
				different++
			}
		}
		// Probabilities may outvote votes where each class wins one pair.
		if different > theirs.Rows/50 {
			t.Errorf("%s: %d of %d classes differ from scikit-learn's", name, different, theirs.Rows)
		}
	}
}

// TestDualSatisfiesConditions checks the solution of random problems against
// the optimality conditions: Σ yα = 0, and no pair of variables that could
// still be moved by more than the tolerance allows.
func TestDualSatisfiesConditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 30).Draw(t, "first"), rapid.IntRange(1, 30).Draw(t, "second")
		r := rng.New(rapid.Uint64().Draw(t, "seed")).Rand()
		s := learn.NewSamples(a+b, 3)
		for i := range s.X {
			s.X[i] = float32(math.Round(4*r.NormFloat64()) / 4) // with equal rows among them
		}
		d := &dual{c: rapid.SampledFrom([]float64{0.01, 1, 100}).Draw(t, "c"), n: a + b,
			gram: gaussian(s, s, 0.3, 1), first: [2]int{0, a}, second: [2]int{a, a + b}}
		if err := d.solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		sum, top, bottom := 0.0, math.Inf(-1), math.Inf(1)
		for i, alpha := range d.alpha {
			if alpha < 0 || alpha > d.c {
				t.Fatalf("alpha %g outside 0 to %g", alpha, d.c)
			}
			sum += d.sign(i) * alpha
			slope := -1.0
			for j, other := range d.alpha {
				slope += d.sign(i) * d.sign(j) * other * float64(d.gram[i*d.n+j])
			}
			if v := -d.sign(i) * slope; d.mayRise(i) {
				top = max(top, v)
			}
			if v := -d.sign(i) * slope; d.mayFall(i) {
				bottom = min(bottom, v)
			}
		}
		if math.Abs(sum) > 1e-9*d.c*float64(a+b) || top-bottom > 2*stopping {
			t.Fatalf("the sum is %g, the violation %g", sum, top-bottom)
		}
	})
}
