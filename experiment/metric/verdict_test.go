package metric

import (
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
		{"alike", simulated(1, 1, 80, 0.8, 0.8), []string{"Nothing can be told apart", "to confirm"}, []string{"ahead"}},
		{"clear", simulated(1, 3, 400, 0.95, 0.7, 0.6), []string{"method0 has the highest accuracy", "ahead of every other method", "p < 0.0"}, []string{"Nothing"}},
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
	study := simulated(3, 2, 400, 0.6, 0.6, 0.4)
	study.Methods = []string{"knn+mlp", "pattern", "majority"}
	study.Baselines = study.Methods[1:]
	for i := range study.Runs {
		study.Runs[i].Method = study.Methods[i%3]
	}
	got := Verdict(study)
	for _, want := range []string{"knn+mlp has the highest accuracy", "No method is shown to be better than the baseline pattern", "What is missing tells the class by itself"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// Where a baseline is ahead, the best method is not said to be.
func TestVerdictBelowTheBaseline(t *testing.T) {
	study := simulated(3, 1, 400, 0.4, 0.7)
	study.Baselines = study.Methods[1:]
	got := Verdict(study)
	for _, want := range []string{"Baselines aside, method0", "No method is shown to be better than the baseline method1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestAbout(t *testing.T) {
	for n, want := range map[int]string{7: "7", 99: "99", 100: "100", 12808: "13000", 995: "1000"} {
		if got := about(n); got != want {
			t.Errorf("about(%d) = %s, want %s", n, got, want)
		}
	}
}
