package experiment

import (
	"errors"
	"testing"

	"lacuna/dataset"
)

// One reason of many jobs is said once.
func TestReasonsOnce(t *testing.T) {
	failed := func(label, why string) Failure {
		return Failure{Job: Job{Label: label, Split: dataset.Split{Name: "holdout"}}, Err: errors.New(label + ": " + why)}
	}
	f := &FailedJobs{Total: 4, Failures: []Failure{failed("mean+svm", "too large"), failed("gbt", "no rows"), failed("knn+mlp", "too large")}}
	want := "3 of 4 jobs failed\nmean+svm, holdout, seed 0 and 1 more: too large\ngbt, holdout, seed 0: no rows"
	if got := f.Error(); got != want {
		t.Errorf("the error says %q, want %q", got, want)
	}
}
