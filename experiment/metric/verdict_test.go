package metric

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lacuna/experiment/result"
)

func TestVerdict(t *testing.T) {
	cases := []struct {
		name  string
		study result.Study
		says  []string
		not   []string
	}{
		{"nothing yet", result.Study{Methods: []string{"a"}}, []string{"No result yet"}, nil},
		{"alike", simulated(1, 4, 80, 0.8, 0.8), []string{"The methods cannot be told apart"}, []string{"ahead", "this run", "takes about"}},
		{"alike in folds", folded(simulated(1, 1, 80, 0.8, 0.8), 5), []string{"The methods cannot be told apart", "to tell a difference of 2.0 points apart takes about"}, []string{"ahead"}},
		{"one run", simulated(1, 1, 400, 0.95, 0.7), []string{"has the highest accuracy in this run", "not which method is better"}, []string{"ahead of", "told apart from"}},
		{"two runs", simulated(1, 2, 400, 0.95, 0.7), []string{"2 repetitions are too few to say"}, []string{"ahead of", "this run"}},
		{"others to come", without(simulated(1, 3, 100, 0.9, 0.8), "method1", 0), []string{"So far, 1 of 2 methods has results."}, []string{"ahead", "best of"}},
		{"clear", simulated(1, 3, 400, 0.95, 0.7, 0.6), []string{"method0 has the highest accuracy", "ahead of every other method", "p < 0.0"}, []string{"cannot be told"}},
		{"some alike", simulated(2, 3, 400, 0.9, 0.895, 0.5), []string{"cannot be told apart from", "ahead of the other methods"}, nil},
		{"missing", simulated(1, 1, 200, 0.8), []string{"With nothing missing method0 reaches", "other records"}, []string{"told apart"}},
	}
	for _, c := range cases {
		got := Verdict(c.study)
		for _, want := range c.says {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", c.name, got, want)
			}
		}
		for _, unwanted := range c.not {
			if strings.Contains(got, unwanted) {
				t.Errorf("%s: %q says %q", c.name, got, unwanted)
			}
		}
	}
}

func TestVerdictOnBaselines(t *testing.T) {
	study := simulated(3, 4, 400, 0.6, 0.6, 0.4)
	study.Methods = []string{"knn+mlp", "pattern", "majority"}
	study.Baselines = study.Methods[1:]
	for i := range study.Runs {
		study.Runs[i].Method = study.Methods[i%3]
	}
	got := Verdict(study)
	for _, want := range []string{"knn+mlp has the highest accuracy", "knn+mlp is not shown to be better than pattern"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// Where a method that every comparison carries is ahead, the best method is not said to be.
func TestVerdictBelowTheBaseline(t *testing.T) {
	study := simulated(3, 3, 400, 0.4, 0.7)
	study.Baselines = study.Methods[1:]
	got := Verdict(study)
	for _, want := range []string{"Method1 aside, method0", "method0 is not shown to be better than method1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// The baseline that is named is one that the best method is not shown to be better
// than, which need not be the best of them: one that varies from run to run is
// harder to tell from.
func TestVerdictNamesTheBaselineThatIsNotCleared(t *testing.T) {
	study := result.Study{Modalities: []string{"image", "audio"}, Classes: []string{"no", "yes"}, Methods: []string{"mean+knn", "majority", "pattern"}, Baselines: []string{"majority", "pattern"}}
	right := map[string][]int{"mean+knn": {76, 80, 64, 76}, "majority": {50, 50, 50, 50}, "pattern": {40, 56, 48, 8}}
	for _, method := range study.Methods {
		for seed, n := range right[method] {
			run := result.Run{Method: method, Seed: seed, Split: "holdout"}
			for i := range 100 {
				run.Rows = append(run.Rows, answer(100*seed+i, i < n))
			}
			study.Runs = append(study.Runs, run)
		}
	}
	for _, p := range Against(study, "mean+knn", []Stratum{allRecords}) {
		if told := p.B == "majority"; p.Told() != told {
			t.Fatalf("told from %s: %v, p %.3f; the example needs %v", p.B, p.Told(), p.PHolm, told)
		}
	}
	if got, want := Verdict(study), "mean+knn is not shown to be better than pattern (38.0 %)"; !strings.Contains(got, want) {
		t.Errorf("%q does not say %q", got, want)
	}
}

// Of methods with the very same value none is called best alone, and none is behind.
func TestVerdictOnEqualMethods(t *testing.T) {
	study := simulated(1, 3, 80, 0.8, 0.8, 0.4)
	var runs []result.Run
	for _, run := range study.Runs {
		if run.Method == "method0" {
			twin := run
			twin.Method = "method1"
			runs = append(runs, run, twin)
		} else if run.Method == "method2" {
			runs = append(runs, run)
		}
	}
	study.Runs = runs
	got := Verdict(study)
	for _, want := range []string{"method0 has the highest accuracy, and so has method1: ", "method1 is level with it ("} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// without drops the runs of a method from a seed on.
func without(study result.Study, method string, seed int) result.Study {
	study.Runs = slices.DeleteFunc(slices.Clone(study.Runs), func(r result.Run) bool { return r.Method == method && r.Seed >= seed })
	return study
}

// Methods are ranked on runs that they share, and that is said.
func TestVerdictOnMissingRuns(t *testing.T) {
	whole := simulated(1, 4, 300, 0.9, 0.8, 0.7)
	cases := []struct {
		name  string
		study result.Study
		says  []string
		not   string
	}{
		{"complete", whole, []string{"method0 has the highest accuracy", "4 runs)"}, "missing:"},
		{"one lacks most", without(whole, "method1", 1), []string{
			"Runs are missing: method1 has 1 of 4.", "Of the methods with most runs, method0 has", "4 runs)",
		}, "that they share"},
		{"the next lacks most", without(without(whole, "method1", 1), "method2", 0), []string{
			"method1 has 1 of 4, method2 has none.", "method1 is", "on the 1 run that both have",
		}, "method2 is"},
		{"one lacks one", without(whole, "method1", 3), []string{
			"Runs are missing: method1 has 3 of 4.", "On the 3 runs that they share, method0 has", "3 runs)", "on the 3 runs that both have",
		}, "most runs"},
		{"all of one failed", without(whole, "method0", 0), []string{"Runs are missing: method0 has none.", " method1 has the highest accuracy"}, "share"},
	}
	for _, c := range cases {
		got := Verdict(c.study)
		for _, want := range c.says {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", c.name, got, want)
			}
		}
		if strings.Contains(got, c.not) {
			t.Errorf("%s: %q says %q", c.name, got, c.not)
		}
	}
}

// A run on easy records alone does not put a method first.
func TestVerdictRanksOnTheSameRecords(t *testing.T) {
	study := without(simulated(1, 2, 300, 0.8, 0.7), "method1", 1)
	for i := range study.Runs {
		if study.Runs[i].Seed == 0 { // easy for all
			study.Runs[i].Rows = nil
			for k := range 300 {
				study.Runs[i].Rows = append(study.Runs[i].Rows, answer(k, study.Runs[i].Method == "method0" || k < 290))
			}
		}
	}
	if got := Verdict(study); !strings.Contains(got, "On the 1 run that they share, method0 has the highest accuracy: 100.0 %") {
		t.Errorf("%q", got)
	}
}

func TestMethodsWithoutACommonRun(t *testing.T) {
	study := simulated(1, 2, 100, 0.8, 0.9)
	study.Runs = slices.DeleteFunc(study.Runs, func(r result.Run) bool { return (r.Method == "method0") == (r.Seed == 0) })
	got := Verdict(study)
	for _, want := range []string{"method0 has 1 of 2, method1 has 1 of 2", "method1 has no run in common with it"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestAbout(t *testing.T) {
	for n, want := range map[int]string{7: "7", 99: "99", 100: "100", 12808: "13\u00a0000", 995: "1\u00a0000"} {
		if got := about(n); got != want {
			t.Errorf("about(%d) = %s, want %s", n, got, want)
		}
	}
}

// A method of which a metric is not defined leads nothing, whichever end of the
// metric is the best.
func TestMethodsWithoutValueComeLast(t *testing.T) {
	scores := map[string]Score{"a": {AUROC: math.NaN(), LogLoss: math.NaN()}, "b": {AUROC: 0.6, LogLoss: 0.6}, "c": {AUROC: math.NaN(), LogLoss: math.NaN()}, "d": {AUROC: 0.9, LogLoss: 0.9}}
	for name, want := range map[string][]string{"auroc": {"d", "b", "a", "c"}, "log_loss": {"b", "d", "a", "c"}} {
		m, err := MeasureNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		methods := []string{"a", "b", "c", "d"}
		verdict{m: m, all: scores}.byValue(methods)
		if !slices.Equal(methods, want) {
			t.Errorf("%s: %v, want %v", name, methods, want)
		}
	}
}

// The parts of a verdict are its sentences, none lost and none empty.
func TestFindingsAreTheVerdict(t *testing.T) {
	for _, study := range []result.Study{{Methods: []string{"a"}}, simulated(1, 4, 80, 0.9, 0.6)} {
		parts := Findings(study, Accuracy())
		if strings.Join(parts, " ") != Verdict(study) || len(parts) == 0 || slices.Contains(parts, "") {
			t.Errorf("%q", parts)
		}
	}
}
