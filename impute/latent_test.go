package impute

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"
)

// oneFactor draws records of a hidden standard normal number z: three columns
// and, in another modality, two more, each z and noise with the deviation 1/2. A
// third of the records lack the second modality. Given the first the columns of
// the second are normal with the deviation √(1/13 + 1/4), around 12/13 of the
// mean of the three.
func oneFactor(n int) (truth, seen dataset.Matrix) {
	truth = dataset.NewMatrix(n, 5)
	r := rng.New(6).Rand()
	for i := range n {
		z := r.NormFloat64()
		for j := range truth.Row(i) {
			truth.Row(i)[j] = z + 0.5*r.NormFloat64()
		}
	}
	seen = truth.Clone()
	for i := 0; i < n; i += 3 {
		seen.Set(i, 3, math.NaN())
		seen.Set(i, 4, math.NaN())
	}
	return truth, seen
}

// checkOneFactor holds a method against the best that can be known of such
// records: what is filled in is near the conditional mean, and draws have the
// conditional spread.
func checkOneFactor(t *testing.T, method string, set map[string]string) {
	t.Helper()
	const n, draws = 600, 12
	_, seen := oneFactor(n)
	v := learntest.ViewOf(t, seen, 3, 2)
	imputer := mustMake(t, method, set)
	env := job.Env{Seed: rng.New(1), Workers: 2}
	if err := imputer.Fit(context.Background(), v, env); err != nil {
		t.Fatal(err)
	}
	drawn := mustDraw(t, imputer, v, env, draws)
	got := mustTransform(t, imputer, v, env).Values(1)
	var off, spread, together, cells float64
	for i := 0; i < n; i += 3 {
		best := 12.0 / 13 * (seen.At(i, 0) + seen.At(i, 1) + seen.At(i, 2)) / 3
		for j := range 2 {
			off, cells = off+math.Pow(got.At(i, j)-best, 2), cells+1
		}
		for _, d := range drawn {
			a, b := d.Values(1).At(i, 0)-best, d.Values(1).At(i, 1)-best
			spread += (a*a + b*b) / draws
			together += 2 * a * b / draws
		}
	}
	if rms := math.Sqrt(off / cells); rms > 0.25 {
		t.Errorf("%s: %.3f from the conditional mean, whose own deviation is 0.96", method, rms)
	}
	if s, want := math.Sqrt(spread/cells), math.Sqrt(1.0/13+0.25); s < 0.8*want || s > 1.3*want {
		t.Errorf("%s: draws scatter by %.3f around the conditional mean, want %.3f", method, s, want)
	}
	if c := together / spread; c < 0.05 || c > 0.6 {
		t.Errorf("%s: the two columns of a draw correlate by %.2f, want about 0.24", method, c)
	}
}

// checkGoesOn: a training that is stopped and gone on with fills in the same
// values and tells the same curves.
func checkGoesOn(t *testing.T, method string, set map[string]string, stops ...int) {
	t.Helper()
	want, events, err := goingOn(t, method, set, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	keeper := &shelf{data: map[string][]byte{}}
	for _, keeper.last = range stops {
		if _, _, err := goingOn(t, method, set, keeper, 1+keeper.last%2); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after keeping %d times: %v", keeper.last, err)
		}
	}
	got, told, err := goingOn(t, method, set, keeper, 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(events, told, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("other curves: %s", diff)
	}
}

// checkStops cancels in the middle of a training.
func checkStops(t *testing.T, method string) {
	t.Helper()
	_, seen := twins(300)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	err := mustMake(t, method, nil).Fit(ctx, learntest.ViewOf(t, seen, 3, 4), job.Env{Report: func(job.Event) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%s: the cancelled training returned %v", method, err)
	}
}
