package models

import (
	"sync"

	"lacuna/internal/job"
)

// reports passes the events of members that work side by side on in the order
// in which one worker would bring them: all of the first member, then all of
// the second. What comes too early waits.
type reports struct {
	mu      sync.Mutex
	emit    func(job.Event)
	current int // the member whose events go through
	waiting [][]job.Event
	done    []bool
}

func newReports(members int, emit func(job.Event)) *reports {
	return &reports{emit: emit, waiting: make([][]job.Event, members), done: make([]bool, members)}
}

// of returns the listener of a member, which says of its epochs whose they are.
func (r *reports) of(member int) func(job.Event) {
	return func(e job.Event) {
		if epoch, ok := e.(job.Epoch); ok {
			epoch.Part, epoch.Parts = member+1, len(r.done)
			e = epoch
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if member == r.current {
			r.emit(e)
			return
		}
		r.waiting[member] = append(r.waiting[member], e)
	}
}

// finish says that a member has reported all. A member that failed or was
// stopped never finishes, and what waits behind it is not reported.
func (r *reports) finish(member int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done[member] = true
	for r.current < len(r.done) && r.done[r.current] {
		r.current++
		if r.current == len(r.done) {
			return
		}
		for _, e := range r.waiting[r.current] {
			r.emit(e)
		}
	}
}
