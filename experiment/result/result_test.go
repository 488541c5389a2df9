package result

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPredicted(t *testing.T) {
	cases := []struct {
		probabilities []float64
		want          int
	}{
		{[]float64{0.2, 0.5, 0.3}, 1},
		{[]float64{0.4, 0.4, 0.2}, 0}, // the first of equals
		{[]float64{1}, 0},
	}
	for _, c := range cases {
		row := Row{Label: 1, Probabilities: c.probabilities}
		if got := row.Predicted(); got != c.want || row.Correct() != (c.want == 1) {
			t.Errorf("%v: predicted %d, correct %v; want %d", c.probabilities, got, row.Correct(), c.want)
		}
	}
}

func TestRunsOf(t *testing.T) {
	study := Study{Runs: []Run{{Method: "a", Seed: 0}, {Method: "b", Seed: 0}, {Method: "a", Seed: 1}}}
	if diff := cmp.Diff([]Run{{Method: "a", Seed: 0}, {Method: "a", Seed: 1}}, study.RunsOf("a")); diff != "" {
		t.Error(diff)
	}
	if got := study.RunsOf("c"); got != nil {
		t.Errorf("runs of an unknown method: %v", got)
	}
}
