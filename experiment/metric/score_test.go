package metric

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// sure is a prediction of class got for a record of class label.
func sure(record, label, got, classes int) result.Row {
	p := make([]float64, classes)
	p[got] = 1
	return result.Row{Record: record, Label: label, Series: result.Observed, Pattern: "11", Probabilities: p}
}

func everything() Stratum {
	return observed(AllRecords, "all", "all records", func(dataset.Pattern) bool { return true })
}

func TestScoreKnown(t *testing.T) {
	// True 0: 3 of 4 right, one taken for 1. True 1: 1 of 2. True 2: never.
	truth := []int{0, 0, 0, 0, 1, 1, 2}
	got := []int{0, 0, 0, 1, 1, 0, 1}
	run := result.Run{DevPatterns: map[dataset.Pattern]int{"11": 40, "10": 2}}
	for i := range truth {
		run.Rows = append(run.Rows, sure(i, truth[i], got[i], 4))
	}
	s := Stratify(result.Study{Methods: []string{""}, Classes: make([]string, 4), Runs: []result.Run{run}}, []Stratum{everything()}).Scores[0][0]
	want := Score{
		N: 7, NDev: 42, Runs: 1, Scored: 7, Correct: 4, Accuracy: 4. / 7, PerRun: []float64{4. / 7},
		Balanced: (0.75 + 0.5 + 0) / 3,
		MacroF1:  (2*3./8 + 2*1./5 + 0) / 3, // class 3 neither occurs nor is predicted
		Weighted: (4*2*3./8 + 2*2*1./5 + 0) / 7,
	}
	ignored := cmpopts.IgnoreFields(Score{}, "AUROC", "LogLoss", "Brier", "ECE", "CI95")
	if diff := cmp.Diff(want, s, ignored, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Error(diff)
	}
}

func TestScoreOfNothing(t *testing.T) {
	none := observed(WithoutOne, "without:x", "", func(dataset.Pattern) bool { return false })
	study := simulated(1, 3, 20, 0.8)
	table := Stratify(study, []Stratum{none})
	s := table.Scores[0][0]
	if s.N != 0 || s.Runs != 0 || s.NDev != 0 {
		t.Errorf("an empty stratum has N %d, runs %d, n_dev %d", s.N, s.Runs, s.NDev)
	}
	for _, x := range []float64{s.Accuracy, s.CI95.Low, s.CI95.High, s.Balanced, s.MacroF1, s.AUROC, s.LogLoss, s.Brier, s.ECE, s.PerRun[0]} {
		if x == x {
			t.Errorf("an empty stratum has the number %g, want NaN: %+v", x, s)
		}
	}
}

// A group that is left out of training was not trained on: the runs that test
// other groups do not count.
func TestTrainedWhereTested(t *testing.T) {
	site := []string{"a", "a", "a", "b", "b", "c"}
	study := result.Study{Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"m"}}
	for _, out := range []string{"a", "b", "c"} {
		run := result.Run{Method: "m", Split: "site=" + out}
		for i, s := range site {
			if s == out {
				run.Rows = append(run.Rows, answer(i, true))
			} else {
				run.DevRecords = append(run.DevRecords, i)
			}
		}
		run.DevPatterns = map[dataset.Pattern]int{"11": len(run.DevRecords)}
		study.Runs = append(study.Runs, run)
	}
	table := Stratify(study, append(ByMissing(study)[:1], ByGroup(study, "site", site)...))
	for i, want := range [][2]int{{6, 4}, {3, 0}, {2, 0}, {1, 0}} {
		if s := table.Scores[i][0]; s.N != want[0] || s.NDev != want[1] {
			t.Errorf("%s: n %d trained on %d, want %v", table.Strata[i].Name, s.N, s.NDev, want)
		}
	}
}

// Records that are tested in several runs are counted once.
func TestDistinctRecords(t *testing.T) {
	runs := []result.Run{
		{Seed: 0, Rows: []result.Row{answer(1, true), answer(2, false)}},
		{Seed: 1, Rows: []result.Row{answer(2, true), answer(3, true)}},
	}
	s := Stratify(result.Study{Methods: []string{""}, Classes: make([]string, 2), Runs: runs}, []Stratum{everything()}).Scores[0][0]
	if s.N != 3 || s.Scored != 4 || s.Correct != 3 || s.Runs != 2 {
		t.Errorf("N %d, scored %d, correct %d, runs %d; want 3, 4, 3, 2", s.N, s.Scored, s.Correct, s.Runs)
	}
	if diff := cmp.Diff([]float64{0.5, 1}, s.PerRun); diff != "" {
		t.Error(diff)
	}
}
