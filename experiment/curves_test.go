package experiment

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// The losses of the patterns, weighted by their records, are the validation loss;
// so are hits the accuracy. They do not depend on the workers.
func TestCurvesByPattern(t *testing.T) {
	for _, m := range []Method{
		{Name: "attention", Settings: map[string]string{"members": "2", "epochs": "3", "width": "8"}},
		{Name: "mean+mlp", Settings: map[string]string{"mlp.members": "1", "mlp.cross-fit": "false", "mlp.epochs": "3"}},
		{Name: "gbt", Settings: map[string]string{"patience": "3", "refit": "false", "iterations": "6"}},
	} {
		var runs []result.Run
		for _, workers := range []int{1, 8} {
			runs = append(runs, runOne(t, Runner{Workers: workers}, fixture(t, 200), Spec{Methods: []Method{m}}))
		}
		if d := cmp.Diff(runs[0].Curves, runs[1].Curves, cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%s with 1 and with 8 workers: %s", m.Name, d)
		}
		for _, e := range runs[0].Curves {
			loss, right, n := 0.0, 0, 0
			for _, p := range e.Patterns {
				loss, right, n = loss+float64(p.N)*p.Loss, right+p.Right, n+p.N
			}
			if len(e.Patterns) < 2 || math.Abs(loss/float64(n)-e.ValidationLoss) > 1e-5*e.ValidationLoss || math.Abs(float64(right)/float64(n)-e.ValidationAccuracy) > 1e-12 {
				t.Fatalf("%s: patterns %+v do not add up to %+v", m.Name, e.Patterns, e)
			}
			if e.Round != (m.Name == "gbt") {
				t.Fatalf("%s: round is %v", m.Name, e.Round)
			}
		}
	}
}

// Estimators see modalities in the order of their names; what is kept, and what
// is passed on, has them as the dataset does.
func TestCurvesArrangePatterns(t *testing.T) {
	c := curves{order: []int{2, 0, 1}}
	var heard job.Epoch
	c.listen(func(ev job.Event) { heard = ev.(job.Epoch) })(job.Epoch{Groups: []job.Group{{Key: "110", N: 4}, {Key: "", N: 2}}})
	if got := c.epochs[0].Patterns; got[0].Pattern != "101" || got[1].Pattern != "" || heard.Groups[0].Key != "101" {
		t.Errorf("kept %+v, passed on %+v; want 101 and the rest", got, heard.Groups)
	}
}
