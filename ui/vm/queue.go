package vm

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// JobState is one job of the comparison, for the queue list.
type JobState struct {
	At       int // place in the plan
	Label    string
	Split    string
	Seed     int
	Beside   string // of a job beside the comparison: its training mask, or the shift of what is imputed
	Phase    string
	Fraction float64 // 0…1 within the job
	State    State
	Message  string    // of a failure
	Began    time.Time // while it runs
	Seconds  float64   // that it took, once it is done
}

// State is how far a job is.
type State string

// The states of a job.
const (
	Waiting   State = "waiting"
	Working   State = "running"
	Finished  State = "done"
	Kept      State = "stored" // finished earlier
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// queueOf lists the jobs of a plan; those with a run are stored.
func queueOf(jobs []experiment.Job, runs []result.Run) []JobState {
	took := map[string]float64{}
	for _, r := range runs {
		took[r.Job] = r.Seconds
	}
	list := make([]JobState, len(jobs))
	for i, j := range jobs {
		list[i] = JobState{At: i, Label: j.Label, Split: j.Split.Name, Seed: j.Seed, State: Waiting}
		if j.Beside {
			list[i].Beside = j.Training
		}
		if seconds, ok := took[j.ID]; ok {
			list[i].State, list[i].Fraction, list[i].Seconds = Kept, 1, seconds
		}
	}
	return list
}

// narrow gives every job a context of its own.
func (r *running) narrow() {
	r.each, r.cancels = make([]context.Context, r.total), make([]context.CancelFunc, r.total)
	for i := range r.total {
		r.each[i], r.cancels[i] = context.WithCancel(r.ctx)
	}
}

// Jobs lists the jobs of the comparison that runs or has run, in the order in
// which they start.
func (c *Comparison) Jobs() []JobState {
	list := slices.Clone(c.queue)
	if c.running != nil && len(c.running.order) == len(list) {
		for k, at := range c.running.order {
			list[k] = c.queue[at]
		}
	}
	return list
}

// Pause keeps further jobs from starting, or lets them start again. Those that
// run go on to their end.
func (c *Comparison) Pause(on bool) {
	if c.running == nil || c.running.paused == on {
		return
	}
	c.running.paused = on
	c.running.turns.Hold(on)
	c.log.Note(map[bool]string{true: say.Text("paused: jobs that run go on to their end, no further one starts"), false: say.Text("resumed")}[on])
	c.emit(ProgressChanged)
}

// Paused says whether no further job starts.
func (c *Comparison) Paused() bool { return c.running != nil && c.running.paused }

// MoveJob lets a job that waits, by its place in the plan, start earlier than the
// one that waits before it, or with by above 0 later than the one after it.
// Results do not depend on the order.
func (c *Comparison) MoveJob(at, by int) {
	r := c.running
	if r == nil || !slices.Contains(r.order, at) || c.queue[at].State != Waiting {
		return
	}
	step := 1
	if by < 0 {
		step = -1
	}
	from := slices.Index(r.order, at)
	for to := from + step; to >= 0 && to < len(r.order); to += step {
		if c.queue[r.order[to]].State == Waiting {
			r.order = slices.Clone(r.order)
			r.order[from], r.order[to] = r.order[to], r.order[from]
			r.turns.Arrange(r.order)
			c.emit(ProgressChanged)
			return
		}
	}
}

// CancelJob cancels the job at a place of the plan, whether it runs or waits; the others go on.
func (c *Comparison) CancelJob(i int) {
	if c.running == nil || i < 0 || i >= len(c.queue) || !c.queue[i].Open() {
		return
	}
	c.running.cancels[i]()
	c.queue[i].State = Cancelled
	c.log.Note(say.Form("cancelled: %s; comparing again does it", c.queue[i].Name()))
	c.emit(ProgressChanged)
}

// interrupt notes that what has not ended does not run any more.
func (c *Comparison) interrupt() {
	for i := range c.queue {
		if j := &c.queue[i]; j.State == Working {
			j.State, j.Fraction = Waiting, 0
		}
	}
}

// Open says whether the job is still to end.
func (j JobState) Open() bool { return j.State == Waiting || j.State == Working }

// Name is that of the job: the method, the split where there are several, the
// seed, and what it is beside the comparison.
func (j JobState) Name() string {
	name := j.Label
	if j.Split != "" && j.Split != "holdout" {
		name += ", " + j.Split
	}
	name += say.Form(", seed %d", j.Seed)
	if j.Beside != "" {
		name += say.Form(", trained on %s", j.Beside)
	}
	return name
}

// Words says how far the job is at a moment.
func (j JobState) Words(now time.Time) string {
	switch j.State {
	case Working:
		if j.Began.IsZero() { // by another program
			return say.Form("running on %s", j.Message)
		}
		words := fmt.Sprintf("%.0f %%, %s", say.Percent(j.Fraction, 0), now.Sub(j.Began).Round(time.Second))
		if j.Phase != "" {
			words = say.Again(j.Phase) + ", " + words
		}
		return words
	case Finished:
		return say.Form("done in %s", duration(j.Seconds))
	case Kept:
		return say.Text("stored earlier")
	case Failed:
		return say.Form("failed: %s", InWindow(say.Again(j.Message)))
	}
	return say.Text(string(j.State))
}

// duration writes a time to tenths of a second: "23.3 s", "2m5.1s".
func duration(seconds float64) string {
	switch {
	case seconds < 0.05:
		return say.Text("less than 0.1 s")
	case seconds < 60:
		return fmt.Sprintf("%.1f s", seconds)
	}
	return time.Duration(seconds * float64(time.Second)).Round(100 * time.Millisecond).String()
}

// counted are the jobs that score methods: those with a result, and with them those
// that may still get one. A failed one gets none.
func (c *Comparison) counted() (done, planned int) {
	for _, j := range c.queue {
		switch {
		case j.Beside != "" || j.State == Failed:
		case j.State == Finished || j.State == Kept:
			done++
			planned++
		default:
			planned++
		}
	}
	return done, planned
}

// QueueWords sums the queue up: "15 jobs: 9 done, 3 stored earlier, 1 failed".
func (c *Comparison) QueueWords() string {
	if len(c.queue) == 0 {
		return ""
	}
	counts := map[State]int{}
	for _, j := range c.queue {
		counts[j.State]++
	}
	words := say.Count(len(c.queue), "job", "jobs")
	sign := ": "
	for _, s := range []struct {
		state State
		words string
	}{{Working, say.Text("running")}, {Finished, say.Text("done")}, {Kept, say.Text("stored earlier")}, {Waiting, say.Text("waiting")}, {Failed, say.Text("failed")}, {Cancelled, say.Text("cancelled")}} {
		if n := counts[s.state]; n > 0 {
			words += sign + Grouped(n) + " " + s.words
			sign = ", "
		}
	}
	return words
}
