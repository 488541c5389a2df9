package impute

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// drawn fits mice and draws m completed tables.
func drawn(t *testing.T, set map[string]string, v dataset.View, m int) []dataset.Matrix {
	t.Helper()
	imputer := mustMake(t, "mice", set)
	env := job.Env{Seed: rng.New(5), Workers: 2}
	if err := imputer.Fit(context.Background(), v, env); err != nil {
		t.Fatal(err)
	}
	out := make([]dataset.Matrix, m)
	for k, d := range mustDraw(t, imputer, v, env, m) {
		out[k] = sideBySide(d)
	}
	return out
}

// mustDraw returns the first m draws.
func mustDraw(t *testing.T, imputer Imputer, v dataset.View, env job.Env, m int) []*dataset.Filled {
	t.Helper()
	out := make([]*dataset.Filled, m)
	for k := range out {
		var err error
		if out[k], err = imputer.(Drawer).Draw(t.Context(), v, env, k); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// line is y = x + noise of variance 0.25, with every third y missing.
func line(rows int) (truth, seen dataset.Matrix) {
	r := rng.New(4).Rand()
	truth = dataset.NewMatrix(rows, 2)
	for i := range rows {
		x := r.NormFloat64()
		copy(truth.Row(i), []float64{x, x + 0.5*r.NormFloat64()})
	}
	seen = truth.Clone()
	for i := 0; i < rows; i += 3 {
		seen.Set(i, 1, math.NaN())
	}
	return truth, seen
}

// TestMICESpreads: draws of y = x + noise spread about x as the noise does, of
// variance 0.25, whichever way they are drawn.
func TestMICESpreads(t *testing.T) {
	_, seen := line(600)
	for _, by := range []string{"matching", "normal"} {
		var sum, squares, n float64
		for _, x := range drawn(t, map[string]string{"by": by, "draws": "10"}, learntest.ViewOf(t, seen, 2), 10) {
			for i := 0; i < x.Rows; i += 3 {
				d := x.At(i, 1) - x.At(i, 0)
				sum, squares, n = sum+d, squares+d*d, n+1
			}
		}
		if variance := squares/n - sum*sum/n/n; math.Abs(variance-0.25) > 0.04 || math.Abs(sum/n) > 0.06 {
			t.Errorf("%s: the draws are %.3f off and have variance %.3f", by, sum/n, variance)
		}
	}
}

// TestMICEMatchesObserved: predictive mean matching fills with numbers that
// training records have.
func TestMICEMatchesObserved(t *testing.T) {
	_, seen := line(300)
	var observed []float64
	for i := range seen.Rows {
		if y := seen.At(i, 1); !math.IsNaN(y) {
			observed = append(observed, y)
		}
	}
	slices.Sort(observed)
	for _, x := range drawn(t, nil, learntest.ViewOf(t, seen, 2), 2) {
		for i := 0; i < x.Rows; i += 3 {
			y := x.At(i, 1)
			if at, found := slices.BinarySearch(observed, y); !found && (at == len(observed) || observed[at]-y > 1e-9) && (at == 0 || y-observed[at-1] > 1e-9) {
				t.Errorf("record %d is filled with %g, which nobody has", i, y)
			}
		}
	}
}

// TestMICETransformsToTheMean of its draws.
func TestMICETransformsToTheMean(t *testing.T) {
	_, seen := line(90)
	v := learntest.ViewOf(t, seen, 2)
	imputer := mustMake(t, "mice", map[string]string{"draws": "4"})
	env := job.Env{Seed: rng.New(5)}
	got, err := fitAndFill(imputer, v, v, env)
	if err != nil {
		t.Fatal(err)
	}
	draws := mustDraw(t, imputer, v, env, 4)
	for k, y := range got.Data {
		var mean float64
		for _, d := range draws {
			mean += sideBySide(d).Data[k] / 4
		}
		if math.Abs(mean-y) > 1e-9 {
			t.Errorf("cell %d: %g, the mean of the draws is %g", k, y, mean)
		}
	}
	if _, err := imputer.(Drawer).Draw(t.Context(), v, env, 4); err == nil || !strings.Contains(err.Error(), "draws=5") {
		t.Errorf("five of four draws: %v", err)
	}
}

// TestMICEFillsWords: every draw, and what they are pooled to, has whole words.
func TestMICEFillsWords(t *testing.T) {
	v, colours := coloured(t, 600)
	right, all := rightColours(t, mustFill(t, "mice", nil, v, v), colours)
	if float64(right) < 0.8*float64(all) {
		t.Errorf("%d of %d colours are right", right, all)
	}
	for _, x := range drawn(t, nil, v, 2) {
		rightColours(t, x, colours)
	}
}

// TestMICETakesAModalityFromOneDonor: columns of an absent modality stay
// together as some record has them. Here the second is the square of the first,
// which no column alone tells.
func TestMICETakesAModalityFromOneDonor(t *testing.T) {
	x, r := dataset.NewMatrix(300, 3), rng.New(4).Rand()
	for i := range x.Rows {
		a, b := r.NormFloat64(), r.NormFloat64()
		if copy(x.Row(i), []float64{a, a + b, (a + b) * (a + b)}); i%3 == 0 {
			x.Set(i, 1, math.NaN())
			x.Set(i, 2, math.NaN())
		}
	}
	for _, y := range drawn(t, nil, learntest.ViewOf(t, x, 1, 2), 2) {
		for i := range y.Rows {
			if b := y.At(i, 1); math.Abs(y.At(i, 2)-b*b) > 1e-6 {
				t.Errorf("record %d: %.3f is not the square of %.3f", i, y.At(i, 2), b)
			}
		}
	}
}

// TestViewsAreFilledAtOnce: what no training record lacked is learned when it is
// first needed, once, whoever asks first.
func TestViewsAreFilledAtOnce(t *testing.T) {
	truth, second := line(60)
	first := truth.Clone()
	for i := range 20 {
		first.Set(i, 0, math.NaN())
	}
	for method, set := range map[string]map[string]string{"mice": {"draws": "2", "sweeps": "1"}, "missforest": {"trees": "3"}, "ice": nil} {
		imputer := mustMake(t, method, set)
		env := job.Env{Seed: rng.New(5), Workers: 1}
		if err := imputer.Fit(t.Context(), learntest.ViewOf(t, truth, 2), env); err != nil {
			t.Fatal(err)
		}
		found := make([]dataset.Matrix, 4)
		var work sync.WaitGroup
		for k := range found {
			v := learntest.ViewOf(t, []dataset.Matrix{first, second}[k%2], 2)
			work.Go(func() {
				filled, err := imputer.Transform(t.Context(), v, env)
				if err != nil {
					t.Error(err)
					return
				}
				found[k] = sideBySide(filled)
			})
		}
		work.Wait()
		for k, x := range found[2:] {
			if !slices.Equal(x.Data, found[k].Data) {
				t.Errorf("%s fills the same view in two ways", method)
			}
		}
	}
}
