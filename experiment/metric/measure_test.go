package metric

import (
	"math"
	"testing"

	"lacuna/experiment/result"
)

// ten are ten predictions of three classes, and how often each counts.
func ten() (rows []result.Row, weights []float64) {
	labels := []int{0, 1, 2, 2, 1, 0, 1, 2, 0, 1}
	probabilities := [][]float64{
		{0.6, 0.3, 0.1}, {0.2, 0.5, 0.3}, {0.1, 0.3, 0.6}, {0.4, 0.4, 0.2}, {0.3, 0.3, 0.4},
		{0.5, 0.2, 0.3}, {0.2, 0.7, 0.1}, {0.2, 0.2, 0.6}, {0.3, 0.6, 0.1}, {0.1, 0.8, 0.1},
	}
	for i, label := range labels {
		rows = append(rows, result.Row{Record: i, Label: label, Series: result.Observed, Pattern: "11", Probabilities: probabilities[i]})
	}
	return rows, []float64{2, 0, 1, 3, 1, 1, 2, 0, 1, 1}
}

// Computed apart with scikit-learn 1.4 and sample_weight: accuracy_score,
// balanced_accuracy_score, f1_score (average macro and weighted), the mean over
// classes of roc_auc_score(y == c, P[:, c]), log_loss; Brier with
// numpy.average(((P - eye(3)[y])**2).sum(1), weights=w).
func TestMeasuresWeighted(t *testing.T) {
	want := map[string]float64{
		"accuracy": 0.5833333333333334, "balanced_accuracy": 0.5833333333333334, "macro_f1": 0.5611111111111111,
		"weighted_f1": 0.5611111111111111, "auroc": 0.84375, "log_loss": 0.866531403083647, "brier": 0.4983333333333333,
	}
	rows, weights := ten()
	for _, m := range Measures() {
		if w, ok := want[m.Name]; ok {
			if got := m.prepare(rows, 3)()(weights); math.Abs(got-w) > 1e-12 {
				t.Errorf("%s = %.15g, want %.15g", m.Name, got, w)
			}
		}
	}
}

// A prediction that counts twice is one that is there twice, and the metrics of
// a table are those with weights of one.
func TestWeightsAreCopies(t *testing.T) {
	rows, weights := ten()
	var copies []result.Row
	for i, row := range rows {
		for range int(weights[i]) {
			copies = append(copies, row)
		}
	}
	ones := make([]float64, len(copies))
	for i := range ones {
		ones[i] = 1
	}
	table := scoreOf(copies, 3)
	for _, m := range Measures() {
		weighted, whole := m.prepare(rows, 3)()(weights), m.prepare(copies, 3)()(ones)
		if !near(weighted, whole) || !near(whole, m.Of(table)) {
			t.Errorf("%s: %g by weights, %g by copies, %g in the table", m.Name, weighted, whole, m.Of(table))
		}
	}
}

// Of accuracy in one run the bootstrap agrees with the binomial standard error,
// and of a paired difference with that of the discordant records.
func TestBootstrapOfAccuracy(t *testing.T) {
	m := Accuracy()
	study := duel(400, 40, 16)
	all := ByMissing(study)[0]
	e := MeasureOf(study, "a", all, m) // 384 of 400
	half := z95 * math.Sqrt(0.96*0.04/400)
	if !near(e.Value, 0.96) || math.Abs(e.CI95.Low-0.96+half) > 0.004 || math.Abs(e.CI95.High-0.96-half) > 0.004 {
		t.Errorf("%+v, want 0.96 ± %.4f", e, half)
	}
	d := MeasureDifference(study, "a", "b", all, m)
	half = z95 * math.Sqrt((56-24*24/400.0)/400/400)
	if !near(d.Value, 0.06) || math.Abs(d.CI95.Low-0.06+half) > 0.005 || d.P > 0.006 || d.N != 400 {
		t.Errorf("%+v, want 0.06 ± %.4f", d, half)
	}
	if same := MeasureDifference(study, "a", "a", all, m); same.Value != 0 || same.P != 1 {
		t.Errorf("a method against itself: %+v", same)
	}
}

// Over repetitions the interval of a metric is about that of differences of
// accuracy, which is made without a bootstrap.
func TestMeasureOverRepetitions(t *testing.T) {
	m := Accuracy()
	study := simulated(7, 4, 300, 0.9, 0.7)
	all := ByMissing(study)[:1]
	d, p := MeasureDifference(study, "method0", "method1", all[0], m), compare(t, study)
	if !near(d.Value, p.Difference) || d.Units != 4 || math.Abs(d.CI95.Low-p.CI95.Low) > 0.01 || math.Abs(d.CI95.High-p.CI95.High) > 0.01 {
		t.Errorf("%+v by the bootstrap, %v by components", d, p.CI95)
	}
}

// An interval ends where the metric does.
func TestMeasureWithinItsBounds(t *testing.T) {
	study := simulated(3, 2, 40, 0.9, 0.2)
	for _, m := range Measures() {
		if ci := MeasureOf(study, "method0", ByMissing(study)[0], m).CI95; ci.Low < 0 || ci.High > m.Most {
			t.Errorf("%s: %v", m.Name, ci)
		}
	}
}

func TestMeasureUnknown(t *testing.T) {
	if _, err := MeasureNamed("f2"); err == nil {
		t.Error("an unknown metric has no error")
	}
}
