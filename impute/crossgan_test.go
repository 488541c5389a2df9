package impute

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/learntest"
	"lacuna/internal/nn"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// small are settings for networks that train within a second.
func small(more map[string]string) map[string]string {
	set := map[string]string{"hidden": "24", "width": "8", "noise": "4", "steps": "300", "batch": "32", "rate": "0.01", "decay": "0.01", "dropout": "0"}
	for name, value := range more {
		set[name] = value
	}
	return set
}

func fitted(t *testing.T, v dataset.View, set map[string]string, env job.Env) *crossgan {
	t.Helper()
	imputer := mustMake(t, "crossgan", set).(*crossgan)
	if err := imputer.Fit(context.Background(), v, env); err != nil {
		t.Fatal(err)
	}
	return imputer
}

// TestCrossGANMakesAModalityFromAnother learns what the twins have in common,
// and tells the losses of all networks.
func TestCrossGANMakesAModalityFromAnother(t *testing.T) {
	truth, seen := twins(400)
	var phases []string
	env := job.Env{Seed: rng.New(1), Workers: 2, Report: func(ev job.Event) {
		if e, ok := ev.(job.Epoch); ok && e.Epoch == 1 {
			phases = append(phases, e.Phase)
		}
	}}
	v := learntest.ViewOf(t, seen, 3, 4)
	gan, mean := fitted(t, v, small(nil), env), mustMake(t, "mean", nil)
	if err := mean.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	got := rangeRMSE(truth, seen, sideBySide(mustTransform(t, gan, v, env)))
	if worst := rangeRMSE(truth, seen, sideBySide(mustTransform(t, mean, v, env))); got > worst/3 {
		t.Errorf("root mean squared error %.4f; that of the mean is %.4f", got, worst)
	}
	want := []string{"crossgan m0, plain", "crossgan m0, adversarial, discriminator", "crossgan m0, adversarial",
		"crossgan m1, plain", "crossgan m1, adversarial, discriminator", "crossgan m1, adversarial"}
	if d := cmp.Diff(want, phases); d != "" {
		t.Error(d)
	}
	for m, note := range gan.Notes() {
		if !strings.HasPrefix(note, fmt.Sprintf("modality %q: energy score of held-out records", []string{"m0", "m1"}[m])) || !strings.Contains(note, "(n = ") {
			t.Errorf("note %q", note)
		}
	}
}

// TestCrossGANStartsAtALinearMap: of features that are a linear map of others a
// single short step leaves what ridge regression says.
func TestCrossGANStartsAtALinearMap(t *testing.T) {
	const n = 200
	r := rng.New(6).Rand()
	truth := dataset.NewMatrix(n, 5)
	for i := range n {
		a, b := r.NormFloat64(), r.NormFloat64()
		copy(truth.Row(i), []float64{a, b, a + b, a - b, 2 * a})
	}
	seen := truth.Clone()
	for i := 0; i < n; i += 4 {
		for j := 2; j < 5; j++ {
			seen.Set(i, j, math.NaN())
		}
	}
	v := learntest.ViewOf(t, seen, 2, 3)
	gan := fitted(t, v, small(map[string]string{"steps": "1", "rate": "0.000001", "adversarial": "never"}), job.Env{Seed: rng.New(1)})
	mean := mustMake(t, "mean", nil)
	if err := mean.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	got, worst := rangeRMSE(truth, seen, sideBySide(mustTransform(t, gan, v, job.Env{}))), rangeRMSE(truth, seen, sideBySide(mustTransform(t, mean, v, job.Env{})))
	if got > 0.6*worst {
		t.Errorf("root mean squared error %.4f; that of the mean is %.4f", got, worst)
	}
}

// TestCrossGANMatchesFeatures: the term is there only where it is asked for, and
// what is made with it is another.
func TestCrossGANMatchesFeatures(t *testing.T) {
	_, seen := twins(60)
	v := learntest.ViewOf(t, seen, 3, 4)
	var made []dataset.Matrix
	for _, weight := range []string{"0", "5"} {
		gan := fitted(t, v, small(map[string]string{"steps": "5", "adversarial": "always", "matching": weight}), job.Env{Seed: rng.New(1)})
		made = append(made, sideBySide(mustTransform(t, gan, v, job.Env{})))
	}
	if cmp.Equal(made[0], made[1]) {
		t.Error("feature matching changes nothing")
	}
}

// TestCrossGANDrawsADistribution: where the second modality is 1 or −1 whatever
// the first one is, draws are near one or the other, each about as often, while
// what is filled in lies between them.
func TestCrossGANDrawsADistribution(t *testing.T) {
	const n = 300
	r := rng.New(4).Rand()
	x := dataset.NewMatrix(n, 3)
	for i := range n {
		side := float64(2*r.IntN(2) - 1)
		copy(x.Row(i), []float64{r.NormFloat64(), side, side})
		if i < 60 {
			x.Set(i, 1, math.NaN())
			x.Set(i, 2, math.NaN())
		}
	}
	v := learntest.ViewOf(t, x, 1, 2)
	env := job.Env{Seed: rng.New(1)}
	gan := fitted(t, v, small(map[string]string{"adversarial": "always", "steps": "1500", "patience": "1500"}), env)
	draws := mustDraw(t, gan, v, env, 2)
	draw := draws[0]
	if cmp.Equal(draws[1].Values(1), draw.Values(1)) {
		t.Error("two draws are alike")
	}
	far, above := 0, 0
	for i := range 60 {
		if a := draw.Values(1).At(i, 0); math.Abs(a) > 0.6 {
			far++
			if a > 0 {
				above++
			}
		}
		if mean := mustTransform(t, gan, v, env).Values(1).At(i, 0); i < 3 && math.Abs(mean) > 0.75 {
			t.Errorf("the mean of twenty draws is %g", mean)
		}
	}
	if far < 45 || above < 15 || far-above < 15 {
		t.Errorf("of 60 draws %d are near 1 or −1, %d of them above 0", far, above)
	}
}

// bars are records of a word, which tells whether a bar of a height of 3 lies in
// the third row or stands in the third column of an image, each of so many pixels
// width.
func bars(t *testing.T, side, width int) (*dataset.Dataset, dataset.Matrix) {
	t.Helper()
	const n = 160
	d := dataset.Dataset{Name: "bars"}
	word := dataset.Block{Modality: dataset.Modality{Name: "word", Kind: dataset.Table, Columns: []string{"stands"}}, Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
	bar := dataset.Block{Modality: dataset.Modality{Name: "bar", Kind: dataset.Image, Shape: []int{side, side}}, Numbers: dataset.NewMatrix(n, side*side), Causes: make([]dataset.Cause, n)}
	for j := range side * side {
		bar.Modality.Columns = append(bar.Modality.Columns, fmt.Sprint("p", j))
	}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprint(i))
		word.Numbers.Set(i, 0, float64(i%2))
		for k := range side * width {
			along, across := k/width, 2*width+k%width
			bar.Numbers.Set(i, []int{across*side + along, along*side + across}[i%2], 3)
		}
	}
	d.Blocks = []dataset.Block{word, bar}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made, bar.Numbers
}

// TestCrossGANDrawsImages: bars come out where the word says, and of larger
// images, which are drawn at half their size, with soft edges.
func TestCrossGANDrawsImages(t *testing.T) {
	for _, c := range []struct {
		side, width int
		tolerance   float64
		adversarial string
	}{{8, 1, 0.75, "auto"}, {16, 2, 1.5, "never"}} {
		made, truth := bars(t, c.side, c.width)
		rows := []int{0, 1, 2, 3}
		mask := dataset.NewMask("hidden", truth.Rows, 2, func(i, m int) bool { return m == 1 && i < 4 })
		gan := mustMake(t, "crossgan", small(map[string]string{"steps": "100", "size": "8", "adversarial": c.adversarial})).(*crossgan)
		gan.FillOnly([]string{"bar"})
		if err := gan.Fit(context.Background(), made.All(), job.Env{Seed: rng.New(1)}); err != nil {
			t.Fatal(err)
		}
		got := mustTransform(t, gan, made.View(rows, mask), job.Env{})
		for i := range rows {
			for j, x := range got.Values(1).Row(i) {
				if want := truth.At(i, j); math.Abs(x-want) > c.tolerance {
					t.Errorf("image %d of %d pixels, pixel %d: %.2f, want %g", i, c.side, j, x, want)
				}
			}
		}
	}
}

// TestCrossGANFillsOnly: of two modalities that lack records one is to be filled;
// it is filled as ever, and gaps of the other are an error.
func TestCrossGANFillsOnly(t *testing.T) {
	_, seen := twins(90)
	v := learntest.ViewOf(t, seen, 3, 4)
	set := small(map[string]string{"steps": "20"})
	whole, part := fitted(t, v, set, job.Env{}), mustMake(t, "crossgan", set).(*crossgan)
	part.FillOnly([]string{"m1"})
	if err := part.Fit(context.Background(), v, job.Env{}); err != nil {
		t.Fatal(err)
	}
	want, got := mustTransform(t, whole, v, job.Env{}), mustTransform(t, part, v, job.Env{})
	if diff := cmp.Diff(want.Values(1), got.Values(1)); diff != "" || len(part.Notes()) != 1 {
		t.Errorf("notes %q; %s", part.Notes(), diff)
	}
	seen.Set(1, 0, math.NaN())
	if _, err := part.Transform(context.Background(), learntest.ViewOf(t, seen, 3, 4), job.Env{}); err == nil || !strings.Contains(err.Error(), `modality "m0" has gaps`) {
		t.Errorf("a gap in what was not to be filled: %v", err)
	}
}

// TestCrossGANFillsCellsFromTheirNeighbours: in a single modality y = 3x.
func TestCrossGANFillsCellsFromTheirNeighbours(t *testing.T) {
	const n = 300
	r := rng.New(4).Rand()
	truth := dataset.NewMatrix(n, 3)
	for i := range n {
		x := r.Float64()
		copy(truth.Row(i), []float64{x, 3 * x, r.Float64()})
	}
	seen := truth.Clone()
	for i := 0; i < n; i += 4 {
		seen.Set(i, 1, math.NaN())
	}
	v := learntest.ViewOf(t, seen, 3)
	gan := fitted(t, v, small(nil), job.Env{Seed: rng.New(1)})
	if got := rangeRMSE(truth, seen, sideBySide(mustTransform(t, gan, v, job.Env{}))); got > 0.1 {
		t.Errorf("root mean squared error %.4f of a column that its neighbour tells; that of the mean is 0.29", got)
	}
}

// TestCrossGANFallsBack: what is too rare to train on is filled with the mean,
// and said.
func TestCrossGANFallsBack(t *testing.T) {
	_, seen := twins(60)
	for i := 5; i < 60; i++ {
		for j := 3; j < 7; j++ {
			seen.Set(i, j, math.NaN())
		}
	}
	v := learntest.ViewOf(t, seen, 3, 4)
	gan := fitted(t, v, small(map[string]string{"steps": "5"}), job.Env{Seed: rng.New(1)})
	if notes := strings.Join(gan.Notes(), "\n"); !strings.Contains(notes, `modality "m1": 3 training records have it together with another one, too few to train on`) {
		t.Errorf("notes %q", notes)
	}
	got, want := mustTransform(t, gan, v, job.Env{}).Values(1).At(59, 0), (seen.At(1, 3)+seen.At(2, 3)+seen.At(4, 3))/3
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("filled with %g, want the mean %g", got, want)
	}
}

// TestCrossGANKeepsWhatIsBetter: the choice between two generators of the same
// modality follows the scores of held-out records.
func TestCrossGANKeepsWhatIsBetter(t *testing.T) {
	for _, c := range []struct {
		with, without []float64
		always        bool
		both          bool
		says          string
	}{
		{[]float64{1, 1.1, 1, 1.1}, []float64{2, 2, 2.1, 2.1}, false, true, "difference -1.0000 ± 0.1299 (n = 4): the adversarial term helped"},
		{[]float64{2, 2, 2.1, 2.1}, []float64{1, 1.1, 1, 1.1}, false, false, "did not help; the generator trained without it is used"},
		{[]float64{2, 2, 2.1, 2.1}, []float64{1, 1.1, 1, 1.1}, true, true, "did not help; kept as asked for"},
		{[]float64{1, 2, 1, 2}, []float64{2, 1, 2, 1}, false, true, "no difference can be told"},
		{[]float64{2}, []float64{1}, false, false, "did not help"},
	} {
		both, said := verdict(c.with, c.without, c.always)
		if both != c.both || !strings.Contains(said, c.says) {
			t.Errorf("with %v, without %v: %v, %q", c.with, c.without, both, said)
		}
	}
}

// Of draws 0 and 2 of a cell that is 1, both are 1 away and 2 apart: 1 − 2/2 = 0.
// A generator that always says 0 scores 1.
func TestEnergyOfDraws(t *testing.T) {
	if got := energyOf([][]float32{{0}, {2}}, []float32{1}, nil); got != 0 {
		t.Errorf("%g, want 0", got)
	}
	if got := energyOf([][]float32{{0, 9}, {0, 5}}, []float32{1, 1}, []bool{true, false}); got != 1 {
		t.Errorf("%g, want 1", got)
	}
}

// A training whose loss is no number ends in the fallback, any other error does
// not.
func TestCrossGANKnowsDivergence(t *testing.T) {
	if !diverged(fmt.Errorf("training: %w", &nn.DivergedError{Loss: math.NaN(), Epoch: 3, Minibatch: 1})) || diverged(context.Canceled) || diverged(nil) {
		t.Error("divergence is not told from other ends")
	}
}

// TestCrossGANStopsInTime cancels in the middle of the training.
func TestCrossGANStopsInTime(t *testing.T) {
	_, seen := twins(300)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	err := mustMake(t, "crossgan", nil).Fit(ctx, learntest.ViewOf(t, seen, 3, 4), job.Env{Report: func(job.Event) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled training returned %v", err)
	}
}

// TestCrossGANGoesOn: stopped and gone on, it fills in the same values and tells
// the same curves.
func TestCrossGANGoesOn(t *testing.T) {
	set := small(map[string]string{"steps": "20"})
	want, events, err := goingOn(t, "crossgan", set, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	keeper := &shelf{data: map[string][]byte{}}
	for _, keeper.last = range []int{1, 9, 30} {
		if _, _, err := goingOn(t, "crossgan", set, keeper, 1+keeper.last%2); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after keeping %d times: %v", keeper.last, err)
		}
	}
	got, told, err := goingOn(t, "crossgan", set, keeper, 1)
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
