package metric

import (
	"math"
	"testing"
)

// Computed apart with numpy: confidences .6 .5 .6 .4 .4 .5 .7 .6 .6 .8 of the
// ten predictions in bins of 1/15 (upper ends belong to the bin), accuracy in
// each by counting; ECE = Σ|Σ(confidence − right)|/10 with
// numpy.digitize(c, numpy.arange(1, 15)/15, right=True). Of the ten, .4 for
// classes 0 (a tie, label 2) and 2 (label 1) are wrong, both .5 are right, three
// of the four .6 are right (the wrong one: label 0, taken for 1), .7 and .8 are.
func TestReliabilityKnown(t *testing.T) {
	rows, _ := ten()
	study := simulated(1, 1, 10, 1)
	study.Classes = []string{"a", "b", "c"}
	study.Runs[0].Rows = rows
	r, err := ReliabilityOf(t.Context(), study, "method0", everything())
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		n                    int
		confidence, accuracy float64
	}{{2, 0.4, 0}, {2, 0.5, 1}, {4, 0.6, 0.75}, {1, 0.7, 1}, {1, 0.8, 1}}
	if len(r.Bins) != len(want) {
		t.Fatalf("%+v", r.Bins)
	}
	ece := 0.0
	for i, w := range want {
		b := r.Bins[i]
		if b.N != w.n || !near(b.Confidence, w.confidence) || !near(b.Accuracy, w.accuracy) || !math.IsNaN(b.CI95.Low) {
			t.Errorf("bin %d: %+v, want %+v without an interval", i, b, w)
		}
		ece += float64(w.n) * math.Abs(w.confidence-w.accuracy) / 10
	}
	if !near(r.ECE.Value, ece) || !near(r.ECE.Value, 0.29) || math.IsNaN(r.ECE.CI95.Low) {
		t.Errorf("ECE %+v, want %g", r.ECE, ece)
	}
}
