package experiment

import (
	"math"
	"testing"

	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// By hand: three jobs of 1 s and three of 9 s are 30 s of work.
func TestPaceGoesByCost(t *testing.T) {
	jobs := []Job{{Label: "fast"}, {Label: "slow"}, {Label: "fast"}, {Label: "slow"}, {Label: "fast"}, {Label: "slow"}}
	p := NewPace(jobs)
	finish := func(i int, seconds float64, earlier bool) {
		p.Event(Event{Job: jobs[i], Index: i, Finished: &result.Run{Seconds: seconds}, Skipped: earlier})
	}
	said := func(what string, share, own float64) {
		t.Helper()
		if math.Abs(p.Share()-share) > 1e-12 || math.Abs(p.Own()-own) > 1e-12 {
			t.Errorf("%s: share %g and own %g, want %g and %g", what, p.Share(), p.Own(), share, own)
		}
	}
	said("nothing begun", 0, 0)
	finish(0, 1, true)
	said("one of six, nothing known of the slow ones", 1./6, 0)
	finish(2, 1, false)
	finish(4, 1, false)
	said("half of the jobs, nothing known of the slow ones", 0.5, 2./5)
	finish(1, 9, false)
	said("four of six jobs, 12 of 30 seconds", 12./30, 11./29)
	p.Event(Event{Job: jobs[3], Index: 3, Inner: job.Epoch{Epoch: 5, Epochs: 9}})
	said("half of another slow one", 16.5/30, 15.5/29)
	p.Event(Event{Job: jobs[3], Index: 3, Failed: ErrDrained})
	finish(5, 9, false)
	said("all over", 1, 1)
}

// The part of a job with a sweep goes half the way while the method is fitted, and
// the other half with the conditions that it is tested in; it never goes back.
func TestPaceCountsTheSweep(t *testing.T) {
	j := Job{Tests: make([]Test, 4)}
	p := NewPace([]Job{j})
	for _, c := range []struct {
		inner job.Event
		want  float64
	}{
		{job.Progress{Phase: "knn", Done: 1, Total: 2}, 0.125},
		{job.Epoch{Epoch: 49, Epochs: 99}, 0.245},
		{job.Progress{Phase: SweepPhase, Done: 0, Total: 4}, 0.5},
		{job.Progress{Phase: SweepPhase, Done: 3, Total: 4}, 0.875},
		{job.Progress{Phase: "knn", Done: 2, Total: 2}, 0.875}, // filling the test records of a condition
	} {
		if p.Event(Event{Job: j, Total: 1, Inner: c.inner}); math.Abs(p.Share()-c.want) > 1e-12 {
			t.Errorf("%+v: %g, want %g", c.inner, p.Share(), c.want)
		}
	}
}
