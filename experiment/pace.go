package experiment

import "lacuna/internal/job"

// Pace tells how much of the work of a plan is over, by what its jobs cost and
// not by their number: a method that takes a hundred times as long as another is a
// hundred times as much work. What a job costs is the mean of the finished jobs of
// its method; until there is one, the mean over the methods that have one. So what it tells may
// fall when the first job of a slow method is finished. It is used by one
// goroutine at a time.
type Pace struct {
	labels []string          // by place in the plan
	part   []float64         // of each job that is over, 0…1
	kept   []bool            // finished earlier
	spent  map[string]*spent // by label
}

// spent is the time of the finished jobs of a method.
type spent struct {
	seconds float64
	jobs    int
}

// NewPace returns the pace of jobs of which none has begun.
func NewPace(jobs []Job) *Pace {
	p := &Pace{labels: make([]string, len(jobs)), part: make([]float64, len(jobs)), kept: make([]bool, len(jobs)), spent: map[string]*spent{}}
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
	switch {
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
		p.part[ev.Index] = max(p.part[ev.Index], partTold(ev))
	}
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
		return fit * float64(inner.Epoch) / float64(max(1, inner.Epochs+1))
	case job.Progress:
		done := float64(inner.Done) / float64(max(1, inner.Total))
		if inner.Phase == SweepPhase {
			return fit + (1-fit)*done
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
	usual, methods := 0.0, 0.0
	costs := map[string]float64{}
	for label, s := range p.spent {
		costs[label] = max(leastSeconds, s.seconds/float64(s.jobs))
		usual, methods = usual+costs[label], methods+1
	}
	if usual = usual / max(1, methods); usual == 0 {
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
