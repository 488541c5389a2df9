package charts

import (
	"slices"
	"strings"
	"testing"

	"lacuna/experiment/result"
)

// patterned are two runs of three rounds or epochs.
func patterned(round bool) Input {
	study := result.Study{Modalities: []string{"a", "b"}, Methods: []string{"m"}, Dataset: "d"}
	for seed := range 2 {
		run := result.Run{Method: "m", Seed: seed, Split: "holdout", ChosenEpoch: map[string]int{"p": 2}}
		for e, loss := range []float64{4, 2, 3} {
			run.Curves = append(run.Curves, result.Epoch{Phase: "p", Epoch: e + 1, TrainLoss: loss, ValidationLoss: loss, Round: round, Patterns: []result.PatternLoss{
				{Pattern: "11", N: 10, Right: 5, Loss: loss / 2}, {Pattern: "01", N: 10 * (1 + seed), Loss: float64(10*(seed+1) - e)},
			}})
		}
		study.Runs = append(study.Runs, run)
	}
	return Input{Study: &study, Curves: CurveLook{ByPattern: true}}
}

// Runs are weighted by their records; what is lowest at the end still falls.
func TestLearningByPattern(t *testing.T) {
	f := figure(t, "learning", patterned(false))
	want := "Validation loss by pattern: m 1.000 for complete (n 20) to 15.667 for no a (n 30), still falling at the end: no a."
	if got := f.Title(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	rows := f.Table().Rows
	if len(rows) != 12 || !slices.Equal(rows[0], []string{"m", "p", "0", "holdout", "1", "a+b", "10", "2", "0.5", "false", "epoch"}) {
		t.Errorf("%d rows, the first %v", len(rows), rows[0])
	}
	in := patterned(false)
	for i := range in.Study.Runs {
		for k := range in.Study.Runs[i].Curves {
			in.Study.Runs[i].Curves[k].Patterns = nil
		}
	}
	if got := figure(t, "learning", in).Title(); !strings.Contains(got, "earlier version") {
		t.Errorf("without losses by pattern: %q", got)
	}
}

// What goes by rounds is not said to have epochs.
func TestLearningInRounds(t *testing.T) {
	in := patterned(true)
	for _, by := range []bool{true, false} {
		in.Curves.ByPattern = by
		f := figure(t, "learning", in)
		said := f.Title() + f.Description().Long + f.Characters(80)
		for _, l := range labelsOf(f, 456, 370) {
			said += l.text
		}
		if strings.Contains(strings.ToLower(said), "epoch") || !strings.Contains(said, "round") {
			t.Errorf("%q", said)
		}
	}
}

// The networks of an ensemble have losses of one kind, though one alone is drawn;
// those of an imputer before them have another.
func TestLearningOfEnsembles(t *testing.T) {
	in := patterned(false)
	for i := range in.Study.Runs {
		run := &in.Study.Runs[i]
		run.ChosenEpoch = map[string]int{"m 2 of 2": 2}
		var curves []result.Epoch
		for _, phase := range []string{"gain", "m 1 of 2", "m 2 of 2"} {
			for _, e := range run.Curves {
				e.Phase = phase
				curves = append(curves, e)
			}
		}
		run.Curves = curves
	}
	for _, by := range []bool{true, false} {
		in.Curves.ByPattern = by
		words := figure(t, "learning", in).Description()
		if !strings.Contains(words.Short, "Of an ensemble: its last network.") ||
			!strings.Contains(words.Long, "Of an ensemble the last network is shown, and not m 1 of 2 of m. Not shown, since their losses are of another kind: phase gain of m.") {
			t.Errorf("%+v", words)
		}
	}
}
