package metric

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/experiment/result"
)

func TestShared(t *testing.T) {
	cases := []struct {
		scores      []Score
		test, train int
	}{
		{nil, 0, 0},
		{[]Score{{}, {N: 12, NDev: 40}, {N: 12, NDev: 40}}, 12, 40},                  // the first failed
		{[]Score{{N: 5, NDev: 40}, {N: 12, NDev: 38}, {N: 12, NDev: 38}}, 12, 38},    // it lacks runs
		{[]Score{{N: 5, NDev: 40}, {N: 12, NDev: 38}}, 12, 38},                       // as many of either
		{[]Score{{N: 5, NDev: 9}, {N: 5, NDev: 9}, {N: 12, NDev: 38}, {N: 3}}, 5, 9}, // most have less
		{[]Score{{}, {}}, 0, 0},
	}
	for _, c := range cases {
		if test, train := Shared(c.scores); test != c.test || train != c.train {
			t.Errorf("Shared(%+v) = %d, %d; want %d, %d", c.scores, test, train, c.test, c.train)
		}
	}
}

func TestMissingRuns(t *testing.T) {
	study := simulated(1, 3, 10, 0.9, 0.9)
	if got := MissingRuns(study); got != "" {
		t.Errorf("nothing is missing, but: %q", got)
	}
	if got, want := MissingRuns(without(study, "method1", 1)), "Runs are missing: method1 has 1 of 3."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	study.Runs = nil
	if got := MissingRuns(study); got != "" {
		t.Errorf("a study without a run: %q", got)
	}
}

// What all methods warn of is said once, and without their names.
func TestNotesAreSaidOnce(t *testing.T) {
	const unlabelled, flat = "1 record without a label was left out", "one class only"
	study := result.Study{Runs: []result.Run{
		{Method: "a", Warnings: []string{unlabelled, flat}}, {Method: "b", Warnings: []string{unlabelled}},
		{Method: "c", Warnings: []string{unlabelled, flat}}, {Method: "a", Warnings: []string{unlabelled, flat}},
	}}
	if diff := cmp.Diff([]string{unlabelled, "a, c: " + flat}, Notes(study)); diff != "" {
		t.Error(diff)
	}
}
