package experiment

import (
	"maps"
	"slices"
	"time"

	"lacuna/internal/job"
)

// Pace tells how much of the work of a plan is over, by what its jobs cost and
// not by their number: a method that takes a hundred times as long as another is a
// hundred times as much work. What a job costs is the mean of the finished jobs of
// its method; until there is one, what those that run seem to take; until one runs,
// the mean over the methods of which something is known. Of a job that runs, the
// time says how much is over: what its training took until now, and would take if it
// went on so to its last epoch. So what it tells may fall when more is known of a
// slow method. It is used by one goroutine at a time.
type Pace struct {
	now    func() time.Time
	labels []string          // by place in the plan
	part   []float64         // of each job that is over, 0…1
	kept   []bool            // finished earlier
	spent  map[string]*spent // by label
	under  []underway        // by place
}

// underway is a job that runs.
type underway struct {
	begun, told time.Time // told is when it was last heard of
	since       time.Time // when what it is at began: a training after the filling, say
	share       float64   // of what it is at, 0…1
	trains      bool      // an epoch was heard of
	seconds     float64   // that the job seems to take; 0 where nothing is known
}

// spent is the time of the finished jobs of a method.
type spent struct {
	seconds float64
	jobs    int
}

// NewPace returns the pace of jobs of which none has begun, by a clock.
func NewPace(jobs []Job, now func() time.Time) *Pace {
	p := &Pace{now: now, labels: make([]string, len(jobs)), part: make([]float64, len(jobs)), kept: make([]bool, len(jobs)), spent: map[string]*spent{}, under: make([]underway, len(jobs))}
	for i, j := range jobs {
		p.labels[i] = j.Label
	}
	return p
}

// Event takes what a Runner reports of one of the jobs.
func (p *Pace) Event(ev Event) {
	if ev.Index >= len(p.part) {
		return
	}
	at := p.now()
	switch {
	case ev.Started:
		p.under[ev.Index] = underway{begun: at, told: at, since: at}
	case ev.Finished != nil:
		p.part[ev.Index], p.kept[ev.Index] = 1, ev.Skipped
		s := p.spent[p.labels[ev.Index]]
		if s == nil {
			s = &spent{}
			p.spent[p.labels[ev.Index]] = s
		}
		s.seconds, s.jobs = s.seconds+ev.Finished.Seconds, s.jobs+1
	case ev.Failed != nil:
		p.part[ev.Index] = 1
	case ev.Inner != nil:
		if u := &p.under[ev.Index]; u.tell(ev, at) {
			p.part[ev.Index] = u.part()
		}
	}
}

// tell takes what a job tells of itself, and says whether that is news. A training
// whose epochs begin again is another one; what is told beside a training, such as
// the filling of its records, is no part of it.
func (u *underway) tell(ev Event, at time.Time) bool {
	share := partTold(ev)
	switch inner := ev.Inner.(type) {
	case job.Epoch:
		if u.trains = true; share < u.share {
			u.since, u.share = u.told, 0
		}
	case job.Progress:
		if u.trains && inner.Phase != SweepPhase && inner.Phase != imputationsPhase {
			return false
		}
	}
	u.told = at
	if share <= u.share {
		return false
	}
	u.share = share
	u.seconds = u.since.Sub(u.begun).Seconds() + at.Sub(u.since).Seconds()/share
	return true
}

// part is the share of the job that is over, by the time that it took.
func (u *underway) part() float64 {
	if u.seconds <= 0 {
		return u.share
	}
	return u.told.Sub(u.begun).Seconds() / u.seconds
}

// partTold is the share of a job that an event within it tells of. With a sweep,
// fitting is the first half and the conditions are the other.
func partTold(ev Event) float64 {
	fit := 1.0
	if len(ev.Job.Tests) > 0 {
		fit = 0.5
	}
	switch inner := ev.Inner.(type) {
	case job.Epoch:
		epochs := float64(inner.Epoch) / float64(max(1, inner.Epochs+1))
		return fit * (float64(max(1, inner.Part)-1) + epochs) / float64(max(1, inner.Parts))
	case job.Progress:
		done := float64(inner.Done) / float64(max(1, inner.Total))
		switch inner.Phase {
		case SweepPhase:
			return fit + (1-fit)*done
		case imputationsPhase:
			return fit * done
		}
		return fit / 2 * done
	}
	return 0
}

// Share is how much of all work is over, 0…1, jobs that were finished earlier
// included.
func (p *Pace) Share() float64 {
	over, all, _ := p.sums()
	return over / all
}

// Own is how much is over of the work that was left at first.
func (p *Pace) Own() float64 {
	over, all, kept := p.sums()
	if all-kept <= 0 {
		return 1
	}
	return (over - kept) / (all - kept)
}

// leastSeconds is what a job costs at the least.
const leastSeconds = 1e-3

func (p *Pace) sums() (over, all, kept float64) {
	costs := p.costs()
	usual := 0.0
	for _, label := range slices.Sorted(maps.Keys(costs)) {
		usual += costs[label] / float64(len(costs))
	}
	if usual == 0 {
		usual = leastSeconds
	}
	for i, label := range p.labels {
		cost, known := costs[label]
		if !known {
			cost = usual
		}
		over, all = over+cost*p.part[i], all+cost
		if p.kept[i] {
			kept += cost
		}
	}
	return over, max(all, leastSeconds), kept
}

// costs are the seconds that a job of each method takes, as far as they are known.
func (p *Pace) costs() map[string]float64 {
	costs := map[string]float64{}
	running := map[string]spent{}
	for i, u := range p.under {
		if u.seconds > 0 && p.part[i] < 1 {
			r := running[p.labels[i]]
			running[p.labels[i]] = spent{r.seconds + u.seconds, r.jobs + 1}
		}
	}
	for label, r := range running {
		costs[label] = max(leastSeconds, r.seconds/float64(r.jobs))
	}
	for label, s := range p.spent {
		costs[label] = max(leastSeconds, s.seconds/float64(s.jobs))
	}
	return costs
}

// Known says whether a job of every method has finished, so that it is known what
// they cost.
func (p *Pace) Known() bool {
	return !slices.ContainsFunc(p.labels, func(label string) bool { return p.spent[label] == nil })
}
