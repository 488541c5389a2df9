package charts

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/experiment/result"
)

// curved is a study of one method, with a run for each list of validation losses;
// training losses are twice as large.
func curved(losses ...[]float64) Input {
	study := result.Study{Modalities: []string{"a"}, Methods: []string{"m"}, Dataset: "d"}
	for seed, list := range losses {
		run := result.Run{Method: "m", Seed: seed, Split: "holdout", ChosenEpoch: map[string]int{"p": len(list)}}
		for k, x := range list {
			run.Curves = append(run.Curves, result.Epoch{Phase: "p", Epoch: k + 1, TrainLoss: 2 * x, ValidationLoss: x, ValidationAccuracy: 0.5})
		}
		study.Runs = append(study.Runs, run)
	}
	return Input{Study: &study}
}

// The standard error of 1, 2 and 6 is √7/√3, as worked out by hand, and the mean ends
// with the first run.
func TestCurvesAreMeansWithStandardErrors(t *testing.T) {
	f := figure(t, "learning", curved([]float64{1, 4}, []float64{2, 4, 3}, []float64{6, 4, 3}))
	m := f.(*learning).curves[0]
	if len(m.mean) != 2 || m.mean[0].validation != 3 || math.Abs(m.mean[0].validationError-math.Sqrt(7.0/3)) > 1e-12 || m.mean[1].validationError != 0 {
		t.Errorf("means %+v", m.mean)
	}
	rows := f.Table().Rows
	if want := []string{"m", "mean", "p", "", "", "1", "3", "6", "3.0550505", "3", "1.5275252", "0.5", "", "epoch"}; !slices.Equal(rows[0], want) {
		t.Errorf("the mean is written as %v, want %v", rows[0], want)
	}
	if got := len(rows); got != 2+8 {
		t.Errorf("%d rows, want 2 of the mean and 8 of the runs", got)
	}
	var said []string
	for _, l := range labelsOf(f, 456, 370) {
		said = append(said, l.text)
	}
	if !slices.Contains(said, "mean ± 1 se, n 3\u00a0runs") {
		t.Errorf("the chart says %q", said)
	}
}

// One run has no standard error, and where methods have unlike numbers of runs each
// says its own.
func TestOneRunHasNoBand(t *testing.T) {
	f := figure(t, "learning", curved([]float64{2, 1}))
	said := f.Title() + f.Description().Long + f.Characters(80)
	for _, l := range labelsOf(f, 456, 370) {
		said += l.text
	}
	if strings.Contains(said, "band") || strings.Contains(said, "NaN") || !strings.Contains(said, "1.000 (1 run)") {
		t.Errorf("%q", said)
	}
	in := curved([]float64{2, 1}, []float64{2, 1}, []float64{3, 1})
	in.Study.Methods = []string{"m", "other"}
	in.Study.Runs[2].Method = "other"
	var labels []string
	for _, l := range labelsOf(figure(t, "learning", in), 456, 370) {
		labels = append(labels, l.text)
	}
	for _, want := range []string{"mean ± 1 se, n 1 to 2 runs", "m, n 2", "other, n 1"} {
		if !slices.Contains(labels, want) {
			t.Errorf("no %q among %q", want, labels)
		}
	}
}
