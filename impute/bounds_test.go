package impute

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// censored is y = x and noise of variance 0.25, of which what lies below a limit is
// only known to do so, and every ninth other one not at all.
func censored(t *testing.T, rows int, limit float64) (truth dataset.Matrix, v dataset.View, below []int) {
	r := rng.New(8).Rand()
	truth = dataset.NewMatrix(rows, 2)
	bounds := map[int][]dataset.Bound{}
	seen := dataset.NewMatrix(rows, 2)
	for i := range rows {
		x := r.NormFloat64()
		copy(truth.Row(i), []float64{x, x + 0.5*r.NormFloat64()})
		copy(seen.Row(i), truth.Row(i))
		switch {
		case truth.At(i, 1) < limit:
			seen.Set(i, 1, math.NaN())
			bounds[i] = []dataset.Bound{{Column: 1, Low: math.Inf(-1), High: limit}}
			below = append(below, i)
		case i%9 == 0:
			seen.Set(i, 1, math.NaN())
		}
	}
	v, err := learntest.ViewOf(t, seen, 2).WithBounds(0, bounds)
	if err != nil {
		t.Fatal(err)
	}
	return truth, v, below
}

// TestMICEDrawsWithinLimits: what lies below a limit of detection is drawn there as
// it is distributed, though nobody has seen it, and the regression is that of all
// rows and not of those above the limit: also where two thirds lie below.
func TestMICEDrawsWithinLimits(t *testing.T) {
	for _, c := range []struct {
		by    string
		limit float64
	}{{"matching", -0.5}, {"normal", -0.5}, {"matching", 0.5}} {
		truth, v, below := censored(t, 1200, c.limit)
		imputer := mustMake(t, "mice", map[string]string{"by": c.by, "draws": "4"})
		env := job.Env{Seed: rng.New(5), Workers: 2}
		if err := imputer.Fit(t.Context(), v, env); err != nil {
			t.Fatal(err)
		}
		var drawn, real []float64
		for _, d := range mustDraw(t, imputer, v, env, 4) {
			for _, i := range below {
				if drawn, real = append(drawn, d.Values(0).At(i, 1)), append(real, truth.At(i, 1)); drawn[len(drawn)-1] > c.limit {
					t.Fatalf("%+v: %g lies above the limit", c, drawn[len(drawn)-1])
				}
			}
		}
		mean, spread := stat.MeanStdDev(drawn, nil)
		if want, wide := stat.MeanStdDev(real, nil); math.Abs(mean-want) > 0.08 || math.Abs(spread-wide) > 0.08 {
			t.Errorf("%+v: draws have mean %.3f and deviation %.3f, the truth %.3f and %.3f", c, mean, spread, want, wide)
		}
	}
}

// TestMICEWarnsOfLimits: where hardly anything is measured it says so, and sweeps
// no longer than it must.
func TestMICEWarnsOfLimits(t *testing.T) {
	for _, c := range []struct {
		limit  float64
		warned bool
		sweeps int
	}{{-3, false, 5}, {0.5, false, 38}, {1.8, true, mostSweeps}} {
		_, v, _ := censored(t, 300, c.limit)
		imputer := mustMake(t, "mice", map[string]string{"draws": "1"}).(*mice)
		if err := imputer.Fit(t.Context(), v, job.Env{Seed: rng.New(5)}); err != nil {
			t.Fatal(err)
		}
		if words := strings.Join(imputer.Warnings(), ""); strings.Contains(words, "beyond limits of detection") != c.warned || imputer.chains[0].made < c.sweeps || imputer.chains[0].made > c.sweeps+10 {
			t.Errorf("%+v: %q after %d sweeps", c, words, imputer.chains[0].made)
		}
	}
}

// TestICEWithinLimits: rows of training are filled as they were in training, where
// what limits of detection leave open tells other gaps as well.
func TestICEWithinLimits(t *testing.T) {
	r := rng.New(9).Rand()
	const rows = 200
	seen, bounds := dataset.NewMatrix(rows, 3), map[int][]dataset.Bound{}
	for i := range rows {
		x := r.NormFloat64()
		copy(seen.Row(i), []float64{x + r.NormFloat64(), x, 2*x + 0.1*r.NormFloat64()})
		if x < -0.5 {
			seen.Set(i, 1, math.NaN())
			bounds[i] = []dataset.Bound{{Column: 1, Low: math.Inf(-1), High: -0.5}}
		}
		if i%3 == 0 {
			seen.Set(i, 2, math.NaN())
		}
	}
	v, err := learntest.ViewOf(t, seen, 3).WithBounds(0, bounds)
	if err != nil {
		t.Fatal(err)
	}
	imputer := mustMake(t, "ice", nil).(*ice)
	if err := imputer.Fit(t.Context(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	v = learn.Canonical(v)
	got := mustTransform(t, imputer, v, job.Env{}).Values(0)
	for i := range rows {
		for j := range got.Cols {
			if want := imputer.design.up(j, imputer.state.table.X.At(i, j)); math.Abs(got.At(i, j)-want) > 1e-9 {
				t.Fatalf("row %d, column %d: %g, in training %g", i, j, got.At(i, j), want)
			}
		}
	}
}

// TestWithin: what a method fills in without knowing of limits is brought to them,
// and nothing else is moved.
func TestWithin(t *testing.T) {
	_, v, below := censored(t, 90, -0.5)
	mean := mustMake(t, "mean", nil)
	if err := mean.Fit(t.Context(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	got := mustTransform(t, mean, v, job.Env{})
	within, bounded, moved, err := Within(got)
	if err != nil || bounded != len(below) || moved != len(below) {
		t.Fatalf("%d bounded and %d moved of %d, %v", bounded, moved, len(below), err)
	}
	for i := range v.Len() {
		want := got.Values(0).At(i, 1)
		if len(v.Bounds(i, 0)) > 0 {
			want = -0.5
		}
		if x := within.Values(0).At(i, 1); x != want {
			t.Errorf("row %d: %g, want %g", i, x, want)
		}
	}
}

// TestTruncated: quantiles of a normal distribution between two ends, also far out.
func TestTruncated(t *testing.T) {
	for _, c := range []struct{ mean, deviation, low, high, u, want float64 }{
		{0, 1, math.Inf(-1), math.Inf(1), 0.5, 0},
		{0, 1, 0, math.Inf(1), 0.5, 0.674490}, // the upper quartile
		{0, 1, math.Inf(-1), 0, 0.5, -0.674490},
		{3, 2, 3, math.Inf(1), 0.5, 3 + 2*0.674490},
		{0, 1, 8, math.Inf(1), 0.5, 8.08491}, // 8 + ln 2 / 8.12, less a little: the hazard at 8 is 8.12
		{0, 1, -1, 1, 0.5, 0},
		{100, 1, 0, 5, 0.3, 5}, // nothing of it lies there
		{2, 0, 3, 4, 0.5, 3},   // no spread
	} {
		if got := truncated(c.mean, c.deviation, dataset.Bound{Low: c.low, High: c.high}, c.u); math.Abs(got-c.want) > 1e-5 {
			t.Errorf("%+v: %g", c, got)
		}
	}
}
