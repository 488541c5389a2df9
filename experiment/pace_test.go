package experiment

import (
	"math"
	"testing"
	"time"

	"lacuna/experiment/result"
	"lacuna/internal/job"
)

// stopped is a clock that stands still: then jobs tell their shares themselves.
func stopped() time.Time { return time.Time{} }

// By hand: three jobs of 1 s and three of 9 s are 30 s of work.
func TestPaceGoesByCost(t *testing.T) {
	jobs := []Job{{Label: "fast"}, {Label: "slow"}, {Label: "fast"}, {Label: "slow"}, {Label: "fast"}, {Label: "slow"}}
	p := NewPace(jobs, stopped)
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
	p := NewPace([]Job{j}, stopped)
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

// By hand: of ten networks of 99 epochs the first is half trained after 50 s, what
// filled the gaps before took 2 s, and the job will take 1002 s. What it is said to
// cost is taken of the others of its method, too.
func TestPaceCountsMembersByTheClock(t *testing.T) {
	jobs := []Job{{Label: "slow"}, {Label: "slow"}}
	now := time.Unix(0, 0)
	p := NewPace(jobs, func() time.Time { return now })
	tell := func(at float64, ev Event) {
		now = time.Unix(0, 0).Add(time.Duration(at * float64(time.Second)))
		ev.Job = jobs[0]
		p.Event(ev)
	}
	near := func(what string, want float64) {
		t.Helper()
		if math.Abs(p.Own()-want) > 1e-9 {
			t.Errorf("%s: %g of the work, want %g", what, p.Own(), want)
		}
	}
	tell(0, Event{Started: true})
	tell(1, Event{Inner: job.Epoch{Epoch: 1, Epochs: 1}}) // the imputer, half trained
	near("filling", 1./2/2)
	tell(2, Event{Inner: job.Epoch{Epoch: 2, Epochs: 2}})
	tell(52, Event{Inner: job.Epoch{Epoch: 50, Epochs: 99, Part: 1, Parts: 10}})
	near("the first member half trained", 52./1002/2)
	tell(52, Event{Inner: job.Progress{Done: 1, Total: 2}}) // told beside the training
	tell(102, Event{Inner: job.Epoch{Epoch: 1, Epochs: 99, Part: 2, Parts: 10}})
	if share := p.Own(); math.Abs(share-0.0505) > 1e-3 || p.Known() {
		t.Errorf("the second member begun: %g of the work, known %v", share, p.Known())
	}
	tell(300, Event{Finished: &result.Run{Seconds: 300}}) // the others ended early
	if near("one of two jobs", 0.5); !p.Known() {
		t.Error("what its method costs is not known")
	}
}
