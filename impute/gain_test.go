package impute

import (
	"context"
	"errors"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
)

// twins returns records of two modalities that tell the same two numbers in
// different ways; a third of the records lack the second.
func twins(n int) (truth, seen dataset.Matrix) {
	truth = dataset.NewMatrix(n, 7)
	r := rng.New(3).Rand()
	for i := range n {
		a, b := r.Float64(), r.Float64()
		copy(truth.Row(i), []float64{a, b, a - b, 1 - a, a + b, b, a * b})
	}
	seen = truth.Clone()
	for i := 0; i < n; i += 3 {
		for j := 3; j < 7; j++ {
			seen.Set(i, j, math.NaN())
		}
	}
	return truth, seen
}

// TestGAINMakesAModalityFromAnother learns what the twins have in common.
func TestGAINMakesAModalityFromAnother(t *testing.T) {
	truth, seen := twins(600)
	var phases []string
	env := job.Env{Seed: rng.New(1), Workers: 2, Report: func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok && e.Epoch == 1 {
			phases = append(phases, e.Phase)
		}
	}}
	rmse := map[string]float64{}
	for _, method := range []string{"mean", "gain"} {
		imputer, v := mustMake(t, method, map[string]map[string]string{"gain": {"steps": "1000"}}[method]), learntest.ViewOf(t, seen, 3, 4)
		if err := imputer.Fit(context.Background(), v, env); err != nil {
			t.Fatal(err)
		}
		rmse[method] = rangeRMSE(truth, seen, sideBySide(mustTransform(t, imputer, v, env)))
	}
	if rmse["gain"] > rmse["mean"]/4 {
		t.Errorf("root mean squared error %.4f; that of the mean is %.4f", rmse["gain"], rmse["mean"])
	}
	if d := cmp.Diff([]string{"gain discriminator", "gain"}, phases); d != "" {
		t.Error(d)
	}
}

// TestGAINDraws: other seeds draw other fillings, within the training range.
func TestGAINDraws(t *testing.T) {
	_, seen := twins(60)
	v := learntest.ViewOf(t, seen, 3, 4)
	imputer := mustMake(t, "gain", map[string]string{"steps": "50"})
	if err := imputer.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	first := sideBySide(mustTransform(t, imputer, v, job.Env{Seed: rng.New(1)}))
	second := sideBySide(mustTransform(t, imputer, v, job.Env{Seed: rng.New(2)}))
	if cmp.Equal(first, second) {
		t.Error("two seeds give the same filling")
	}
	for i := range first.Rows {
		if x := first.At(i, 6); x < 0 || x > 1 {
			t.Errorf("row %d is filled with %g, outside the range of the training rows", i, x)
		}
	}
}

// TestGAINStopsInTime cancels in the middle of the training.
func TestGAINStopsInTime(t *testing.T) {
	_, seen := twins(300)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	env := job.Env{Report: func(job.Event) { stop() }}
	err := mustMake(t, "gain", nil).Fit(ctx, learntest.ViewOf(t, seen, 3, 4), env)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled training returned %v", err)
	}
}

// TestGAINCurve joins seven epochs to points of three.
func TestGAINCurve(t *testing.T) {
	var got []job.Epoch
	c := gainCurve{env: job.Env{Report: func(ev job.Event) { got = append(got, ev.(job.Epoch)) }}, every: 3, look: func() float64 { return 0.5 }}
	for i := 1; i <= 7; i++ {
		c.report(job.Epoch{Epoch: i, Epochs: 7, TrainLoss: float64(i), ValidationLoss: 1 / float64(i*i), Best: i == 4})
	}
	var want []job.Epoch
	for k, p := range []struct {
		loss, error float64
		best        bool
	}{{2, 1.0 / 3, false}, {5, 1.0 / 6, true}, {7, 1.0 / 7, false}} {
		judge := job.Epoch{Phase: "gain discriminator", Epoch: k + 1, Epochs: 3, TrainLoss: p.loss, ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()}
		maker := job.Epoch{Phase: "gain", Epoch: k + 1, Epochs: 3, TrainLoss: 0.5, ValidationLoss: p.error, ValidationAccuracy: math.NaN(), Best: p.best}
		want = append(want, judge, maker)
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b) })
	if d := cmp.Diff(want, got, near); d != "" {
		t.Error(d)
	}
}

// TestGAINIsAdversarial fills a coin that nothing predicts. An autoencoder says
// one half; the discriminator knows that no coin shows one half. (Early stopping
// would prefer one half, too, so it is left out.)
func TestGAINIsAdversarial(t *testing.T) {
	x := dataset.NewMatrix(1000, 3)
	r := rng.New(9).Rand()
	for i := range x.Rows {
		copy(x.Row(i), []float64{r.Float64(), r.Float64(), float64(r.IntN(2))})
		if i%2 == 0 {
			x.Set(i, 2, math.NaN())
		}
	}
	v := learntest.ViewOf(t, x, 2, 1)
	published := decidedness(t, v, map[string]string{"width": "32", "hint": "0.5", "hide": "0"})
	reconstructing := decidedness(t, v, map[string]string{"width": "32", "hint": "0.5", "alpha": "10000"})
	if published < 0.4 || reconstructing > 0.1 {
		t.Errorf("mean distance from one half: %.3f as published, %.3f when held to hidden coins", published, reconstructing)
	}
}

// decidedness returns the mean distance from one half of what fills modality 1.
func decidedness(t *testing.T, v dataset.View, set map[string]string) float64 {
	t.Helper()
	n := trainToTheEnd(t, learn.NewTable(v, learn.AllRows(v.Len())), set)
	values := []dataset.Matrix{v.Dense(0), v.Dense(1)}
	if err := n.fill(context.Background(), v, learn.AllRows(v.Len()), values, job.Env{}); err != nil {
		t.Fatal(err)
	}
	var sum, filled float64
	for i := range v.Len() {
		if !v.Has(i, 1) {
			sum, filled = sum+math.Abs(values[1].At(i, 0)-0.5), filled+1
		}
	}
	return sum / filled
}

// trainToTheEnd trains without early stopping.
func trainToTheEnd(t *testing.T, rows *learn.Table, set map[string]string) *gainNetwork {
	t.Helper()
	info, err := Lookup("gain")
	if err != nil {
		t.Fatal(err)
	}
	p, err := param.Resolve(info.Params, set)
	if err != nil {
		t.Fatal(err)
	}
	n := &gainNetwork{adversary: newAdversary(p, rows.Width()), scale: newUnitScale(rows)}
	n.addModalities(rows.Layout, rows.Whole, p.Float("hide_cells"))
	n.targets, n.held = share(rows, rows.Rows), 1
	if n.net, err = nn.New(rng.New(4), n.build); err != nil {
		t.Fatal(err)
	}
	if _, err := n.net.Fit(context.Background(), n.data(rows, rows, learn.AllRows(rows.Rows)), nil, gainOptions(p, rows.Rows), job.Env{}); err != nil {
		t.Fatal(err)
	}
	return n
}
