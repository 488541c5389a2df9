package charts

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/charts/canvas"
)

// With light smoothing a value counts half as much as the next one. Gaps stay gaps.
func TestSmoothing(t *testing.T) {
	got := LightSmooth.smooth([]float64{4, 1, 1, math.NaN(), 2})
	want := []float64{4, (2 + 1) / 1.5, (1 + 0.5 + 1) / 1.75, math.NaN(), (0.25 + 0.125 + 0.25 + 2) / 1.4375}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-12 || math.IsNaN(got[k]) != math.IsNaN(want[k]) {
			t.Errorf("value %d is %g, want %g", k, got[k], want[k])
		}
	}
	for _, s := range Smoothings() {
		for _, x := range s.smooth(slices.Repeat([]float64{0.3}, 30)) {
			if math.Abs(x-0.3) > 1e-12 {
				t.Fatalf("%s smoothing turns 0.3 into %g", s.Name(), x)
			}
		}
		if found, err := SmoothingNamed(s.Name()); err != nil || found != s {
			t.Errorf("%q is found as %q, %v", s.Name(), found, err)
		}
	}
	if _, err := SmoothingNamed("heavy"); err == nil || !strings.Contains(err.Error(), "off, light, medium, strong") {
		t.Errorf("an unknown smoothing gives %v", err)
	}
}

// Raw and smoothed losses stand side by side in files, and marks stay those of the raw
// ones. The band is that of the smoothed runs: of 4, 2 and 8, 6 here.
func TestSmoothedCurvesKeepRawValues(t *testing.T) {
	in := curved([]float64{4, 1}, []float64{8, 5})
	in.Curves.Smoothing = LightSmooth
	f := figure(t, "learning", in)
	table := f.Table()
	column := func(row int, name string) string { return table.Rows[row][slices.Index(table.Header, name)] }
	for name, want := range map[string]string{"validation_loss": "3", "validation_se": "2", "validation_smoothed": "4", "validation_smoothed_se": "2", "train_smoothed": "8"} {
		if got := column(1, name); got != want {
			t.Errorf("%s of the mean at epoch 2 is %s, want %s", name, got, want)
		}
	}
	if got := column(3, "validation_smoothed"); got != "2" {
		t.Errorf("the first run is smoothed to %s, want 2", got)
	}
	var said []string
	for _, l := range labelsOf(f, 456, 370) {
		said = append(said, l.text)
	}
	for _, want := range []string{"validation, smoothed", "training, smoothed", "raw values"} {
		if !slices.Contains(said, want) {
			t.Errorf("no %q among %q", want, said)
		}
	}
	if got := f.Title(); !strings.Contains(got, "3.000 ± 2.000 (mean ± 1 se, 2\u00a0runs)") {
		t.Errorf("the finding is of smoothed values: %q", got)
	}
	in = patterned(false)
	in.Curves.Smoothing = LightSmooth
	f = figure(t, "learning", in)
	table = f.Table()
	if raw, smoothed := column(2, "validation_loss"), column(2, "validation_smoothed"); raw != "1" || smoothed != "1.3333333" { // of 2 and 1
		t.Errorf("by pattern 1 after 2 is written as %s and smoothed to %s", raw, smoothed)
	}
	if got := f.Description().Short; !strings.Contains(got, "have light smoothing") {
		t.Errorf("by pattern: %q", got)
	}
}

// Every line can be pointed at and says what it is: the mean, and of a method that is
// unfolded each run.
func TestCurvesArePointedAt(t *testing.T) {
	in := curved([]float64{4, 1}, []float64{8, 5})
	in.Study.Runs[0].Job, in.Study.Runs[1].Job = "a", "b"
	lines := func() (runs []string) {
		_, regions := canvas.Render(figure(t, "learning", in), 456, 370, 1, canvas.Light(), nil)
		for _, r := range regions {
			if r.Kind == canvas.CurveLine && !slices.Contains(runs, r.Sub) {
				runs = append(runs, r.Sub)
			}
			if r.Kind == canvas.CurveLine && (r.Key != "m" || r.Rect.Width() <= 0 || r.Rect.Height() <= 0) {
				t.Fatalf("nobody can point at %+v", r)
			}
		}
		return runs
	}
	if got := lines(); !slices.Equal(got, []string{""}) {
		t.Errorf("folded: %q", got)
	}
	in.Unfolded = map[string]bool{"m": true}
	if got := lines(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("unfolded: %q", got)
	}
	f := figure(t, "learning", in).(Curved)
	for run, want := range map[string]string{
		"":  "m: validation loss 3.000 ± 2.000 (mean ± 1 se, 2\u00a0runs) at epoch 2, which was used",
		"b": "m, seed 1, holdout: validation loss 5.000 at epoch 2, which was used",
		"c": "",
	} {
		if got := f.CurveWords("m", run); got != want {
			t.Errorf("run %q: %q, want %q", run, got, want)
		}
	}
	in.Study.Runs[1].ChosenEpoch = map[string]int{"p": 1}
	in.Unfolded = nil
	if got := figure(t, "learning", in).(Curved).CurveWords("m", ""); !strings.HasSuffix(got, "at epochs 1 to 2, which were used") {
		t.Errorf("%q", got)
	}
	if got := f.Description().Short; !strings.Contains(got, "a line for each run") || strings.Contains(got, "band") {
		t.Errorf("%q", got)
	}
}
