package impute

import (
	"context"
	"math"
	"strings"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/rng"

	"lacuna/dataset"
)

// TestMissForestFillsWords: thresholds tell a category that no line tells.
func TestMissForestFillsWords(t *testing.T) {
	v, colours := coloured(t, 600)
	for _, preset := range []string{"own", "paper"} {
		right, all := rightColours(t, mustFill(t, "missforest", map[string]string{"preset": preset}, v, v), colours)
		if float64(right) < 0.95*float64(all) {
			t.Errorf("%s: %d of %d colours are right", preset, right, all)
		}
	}
}

// TestMissForestBendsTheLine: y = |x| has no line, and trees follow it.
func TestMissForestBendsTheLine(t *testing.T) {
	x, r := dataset.NewMatrix(400, 2), rng.New(4).Rand()
	for i := range x.Rows {
		a := 2*r.Float64() - 1
		if copy(x.Row(i), []float64{a, math.Abs(a)}); i%4 == 0 {
			x.Set(i, 1, math.NaN())
		}
	}
	got := mustFill(t, "missforest", nil, learntest.ViewOf(t, x, 2), learntest.ViewOf(t, x, 2))
	var squares float64
	for i := 0; i < x.Rows; i += 4 {
		squares += math.Pow(got.At(i, 1)-math.Abs(x.At(i, 0)), 2)
	}
	if rmse := math.Sqrt(squares / 100); rmse > 0.05 {
		t.Errorf("error %.3f", rmse)
	}
}

// TestMissForestAssesses: what the trees of the paper's forests expect out of
// bag is near what they do to the hidden cells.
func TestMissForestAssesses(t *testing.T) {
	truth, seen := factors(300, 10)
	v := learntest.ViewOf(t, seen, 10)
	imputer := mustMake(t, "missforest", map[string]string{"preset": "paper", "sweeps": "2"})
	if err := imputer.Fit(context.Background(), v, job.Env{Seed: rng.New(3), Workers: 2}); err != nil {
		t.Fatal(err)
	}
	got := sideBySide(mustTransform(t, imputer, v, job.Env{Seed: rng.New(3)}))
	var squares, spread float64
	for k, y := range seen.Data {
		if math.IsNaN(y) {
			squares, spread = squares+math.Pow(got.Data[k]-truth.Data[k], 2), spread+truth.Data[k]*truth.Data[k]
		}
	}
	said := imputer.(Noter).Notes()
	if len(said) != 1 || !strings.Contains(said[0], "10 columns of numbers") {
		t.Fatalf("said %q", said)
	}
	expected := imputer.(*missForest).state.nrmse()
	if real := math.Sqrt(squares / spread); math.Abs(expected-real) > 0.1 {
		t.Errorf("expected NRMSE %.3f, is %.3f", expected, real)
	}
}
