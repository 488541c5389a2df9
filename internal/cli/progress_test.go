package cli

import (
	"io"
	"testing"

	"lacuna/experiment"
	"lacuna/internal/job"
)

// The bar of a job with a sweep goes half the way while the method is fitted, and
// the other half with the conditions that it is tested in; it never goes back.
func TestBarCountsTheSweep(t *testing.T) {
	p := &barProgress{w: io.Discard}
	j := experiment.Job{Tests: make([]experiment.Test, 4)}
	for _, c := range []struct {
		inner job.Event
		want  int
	}{
		{job.Progress{Phase: "knn", Done: 1, Total: 2}, 125},
		{job.Epoch{Epoch: 49, Epochs: 99}, 245},
		{job.Progress{Phase: experiment.SweepPhase, Done: 0, Total: 4}, 500},
		{job.Progress{Phase: experiment.SweepPhase, Done: 3, Total: 4}, 875},
		{job.Progress{Phase: "knn", Done: 2, Total: 2}, 875}, // filling the test records of a condition
	} {
		p.event(experiment.Event{Job: j, Total: 1, Inner: c.inner})
		if p.done[0] != c.want {
			t.Errorf("%+v: %d thousandths, want %d", c.inner, p.done[0], c.want)
		}
	}
}
