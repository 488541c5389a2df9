package metric

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// graded gives the answers of a study probabilities that differ.
func graded(study result.Study) result.Study {
	for i := range study.Runs {
		for k := range study.Runs[i].Rows {
			row := &study.Runs[i].Rows[k]
			p := 0.5 + 0.49*float64(row.Record*7919%97+i)/110
			if row.Predicted() == 0 {
				p = 1 - p
			}
			row.Probabilities = []float64{1 - p, p}
		}
	}
	return study
}

// A table shows the same value and the same interval as everything else that is
// said of a metric, whatever the design; accuracy is of all predictions.
func TestOneNumberEverywhere(t *testing.T) {
	for name, study := range map[string]result.Study{
		"one run":              graded(simulated(1, 1, 45, 0.8, 0.7)),
		"repetitions":          graded(simulated(2, 3, 45, 0.8, 0.7)),
		"folds":                graded(folded(simulated(3, 1, 45, 0.8, 0.7), 4)),
		"folds of repetitions": graded(folded(simulated(4, 2, 45, 0.8, 0.7), 3)),
	} {
		table := Stratify(study, DefaultStrata(study))
		for _, m := range Measures()[1:] {
			with := WithIntervals(study, table, m)
			for s, stratum := range table.Strata {
				for k, method := range table.Methods {
					e, score := MeasureOf(study, method, stratum, m), with.Scores[s][k]
					if !near(e.Value, m.Of(score)) || e.N != score.N {
						t.Errorf("%s, %s of %s in %s: %g in the table, %g beside its interval", name, m.Name, method, stratum.Name, m.Of(score), e.Value)
					}
					if diff := cmp.Diff(e.CI95, score.Interval(m), cmpopts.EquateNaNs()); diff != "" {
						t.Errorf("%s, %s: %s", name, m.Name, diff)
					}
				}
			}
			if table.Scores[0][0].Measured != nil {
				t.Fatal("the table itself has changed")
			}
		}
	}
}

// Fewer than five records have no interval, and that is said.
func TestFewRecordsHaveNoInterval(t *testing.T) {
	study := graded(simulated(1, 1, 60, 0.8, 0.7))
	few := Selection("few", func(record int) bool { return slices.Index(firstRecords(study, 4), record) >= 0 })
	table := Stratify(study, []Stratum{few, everything()})
	if s := table.Scores[0][0]; s.N != 4 || !math.IsNaN(s.CI95.Low) || math.IsNaN(table.Scores[1][0].CI95.Low) {
		t.Errorf("n = %d: %v", s.N, s.CI95)
	}
	if !strings.Contains(table.Intervals, "fewer than 5 test records are too few") {
		t.Errorf("%q", table.Intervals)
	}
	if e := MeasureOf(study, "method0", few, Accuracy()); !math.IsNaN(e.CI95.Low) || math.IsNaN(e.Value) {
		t.Errorf("%+v", e)
	}
	list, err := Pairs(study, "method0", "method1", []Stratum{few})
	if err != nil || !math.IsNaN(list[0].CI95.Low) {
		t.Errorf("%+v, %v", list, err)
	}
}

func firstRecords(study result.Study, n int) []int {
	var list []int
	for _, row := range study.Runs[0].Rows[:n] {
		list = append(list, row.Record)
	}
	return list
}

// Where groups are left out, an interval is about further groups: a pattern
// that one group has tells nothing of others, however many its records.
func TestIntervalsOverGroups(t *testing.T) {
	study := result.Study{Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"m"}}
	for g, site := range []string{"a", "b", "c", "d"} {
		run := result.Run{Method: "m", Split: "site=" + site}
		for i := range 100 {
			row := answer(100*g+i, i%10 > g)
			if g == 0 && i < 50 {
				row.Pattern = "10"
			}
			run.Rows = append(run.Rows, row)
		}
		study.Runs = append(study.Runs, run)
	}
	table := Stratify(study, append(ByMissing(study), ByPattern(study)...))
	for i, s := range table.Strata {
		ci := table.Scores[i][0].CI95
		switch s.Pattern {
		case dataset.Pattern("10"):
			if !math.IsNaN(ci.Low) {
				t.Errorf("one group gives the interval %v", ci)
			}
		case dataset.Pattern("11"):
			if wilson := Wilson(table.Scores[i][0].Correct, table.Scores[i][0].N); ci.High-ci.Low < 1.5*(wilson.High-wilson.Low) {
				t.Errorf("%v of four groups is hardly wider than %v of their records", ci, wilson)
			}
		}
	}
	if !strings.Contains(table.Intervals, "over 4 groups") || !strings.Contains(table.Intervals, "one group has none") {
		t.Errorf("%q", table.Intervals)
	}
}

// A verdict speaks of the metric that was asked for. Method 1 is right as often
// but too sure of itself.
func TestVerdictInAnotherMetric(t *testing.T) {
	study := simulated(5, 3, 300, 0.8, 0.8)
	for i := range study.Runs {
		for k := range study.Runs[i].Rows {
			row := &study.Runs[i].Rows[k]
			sure := map[string]float64{"method0": 0.8, "method1": 0.99}[study.Runs[i].Method]
			row.Probabilities = []float64{1 - sure, sure}
			if answer(row.Record, true).Label == 0 == (simulatedRight(study, i, k)) {
				row.Probabilities = []float64{sure, 1 - sure}
			}
		}
	}
	m, err := MeasureNamed("log_loss")
	if err != nil {
		t.Fatal(err)
	}
	got := VerdictIn(study, m)
	for _, want := range []string{"method0 has the lowest log-loss: 0.", "It is ahead of every other method.", "method1 is 0."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	for _, not := range []string{"accuracy", "points", " %)"} {
		if strings.Contains(got, not) {
			t.Errorf("%q says %q", got, not)
		}
	}
}

// simulatedRight is an answer that is right for four in five records.
func simulatedRight(study result.Study, run, k int) bool {
	return (study.Runs[run].Rows[k].Record*31+study.Runs[run].Seed)%5 > 0
}

// Ten records of which all are answered rightly do not show that all others will
// be: a bootstrap of them has no spread, and so no interval. Predictions that are
// the same for all records have one: what they score is known.
func TestPerfectValuesHaveNoBootstrapInterval(t *testing.T) {
	study := result.Study{Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"right", "same"}}
	for seed := range 3 {
		right, same := result.Run{Method: "right", Seed: seed, Split: "holdout"}, result.Run{Method: "same", Seed: seed, Split: "holdout"}
		for i := range 10 {
			right.Rows, same.Rows = append(right.Rows, answer(i, true)), append(same.Rows, binary(i, i%2, 0.5))
		}
		study.Runs = append(study.Runs, right, same)
	}
	for _, m := range Measures() {
		best := m.Most
		if m.Falling {
			best = 0
		}
		e := MeasureOf(study, "right", allRecords, m)
		if none := math.IsNaN(e.CI95.Low) && math.IsNaN(e.CI95.High); math.Abs(e.Value-best) > 1e-12 || none == m.perRun {
			t.Errorf("%s: %v with interval %v", m.Name, e.Value, e.CI95)
		}
	}
	brier, err := MeasureNamed("brier")
	if err != nil {
		t.Fatal(err)
	}
	if e := MeasureOf(study, "same", allRecords, brier); e.Value != 0.5 || e.CI95 != (Interval{0.5, 0.5}) {
		t.Errorf("Brier score of one prediction for all: %v %v", e.Value, e.CI95)
	}
	mix, err := NewMixture(study, map[string]float64{"image+audio": 1})
	if err != nil {
		t.Fatal(err)
	}
	if e := mix.Expect(study, "right", Accuracy()); e.Value != 1 || !math.IsNaN(e.CI95.Low) {
		t.Errorf("in a mixture: %v with interval %v", e.Value, e.CI95)
	}
}
