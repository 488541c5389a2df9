package experiment

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Jobs start in the order that turns say, held ones not at all, and the results
// are those of the plan's order.
func TestTurnsChangeNoNumbers(t *testing.T) {
	d, spec := fixture(t, 60), Spec{Methods: methods("mean+logistic", "knn+logistic"), Seeds: 2}
	plain, err := Runner{Workers: 1}.Run(t.Context(), d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := Plan(d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	turns, started := NewTurns(), []int{}
	var backwards []int
	for i := range jobs {
		backwards = append(backwards, len(jobs)-1-i)
	}
	turned, err := Runner{Workers: 1, Turns: turns}.Run(t.Context(), d, spec, func(ev Event) {
		if !ev.Started {
			return
		}
		if started = append(started, ev.Index); len(started) == 1 {
			turns.Hold(true)
			turns.Arrange(backwards)
			turns.Hold(false)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := append([]int{0}, backwards[:len(jobs)-1]...); !slices.Equal(started, want) {
		t.Errorf("jobs started as %v, want %v", started, want)
	}
	if d := cmp.Diff(plain, turned); d != "" {
		t.Error("the order of jobs changes results: " + d)
	}
}

// What is held can be stopped.
func TestHeldJobsAreStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	turns := NewTurns()
	_, err := Runner{Workers: 2, Turns: turns}.Run(ctx, fixture(t, 60), Spec{Methods: methods("mean+logistic"), Seeds: 2}, func(ev Event) {
		if ev.Finished != nil {
			turns.Hold(true)
			cancel()
		}
	})
	if err == nil {
		t.Error("a comparison that is held and stopped ends well")
	}
}
