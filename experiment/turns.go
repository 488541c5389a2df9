package experiment

import (
	"context"
	"slices"
	"sync"
)

// Turns decides, while a comparison runs, which of the jobs that wait starts next,
// and whether any does. Results do not depend on it: every job has seeds of its
// own. It may be used by several goroutines.
type Turns struct {
	mu      sync.Mutex
	waiting []int // places in the plan, the next one first
	held    bool
	changed chan struct{} // closed, and made anew, at every change
}

// NewTurns returns turns in the order of the plan.
func NewTurns() *Turns { return &Turns{changed: make(chan struct{})} }

// Hold keeps further jobs from starting, or lets them start again; those that run
// go on.
func (t *Turns) Hold(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = on
	t.tell()
}

// Arrange lets the jobs that wait start in the order of a list of their places in
// the plan; those that it does not name come last, in the order they had.
func (t *Turns) Arrange(order []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	places := make(map[int]int, len(order))
	for k, i := range order {
		places[i] = k
	}
	rank := func(i int) int {
		if k, ok := places[i]; ok {
			return k
		}
		return len(order)
	}
	slices.SortStableFunc(t.waiting, func(a, b int) int { return rank(a) - rank(b) })
}

// tell wakes who waits.
func (t *Turns) tell() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// add queues the jobs at some places of the plan.
func (t *Turns) add(places []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting = append(t.waiting, places...)
}

// next takes the job whose turn it is, and waits while they are held; false
// where ctx or drain ends first.
func (t *Turns) next(ctx context.Context, drain <-chan struct{}) (place int, ok bool) {
	for {
		t.mu.Lock()
		if !t.held && len(t.waiting) > 0 {
			place, t.waiting = t.waiting[0], t.waiting[1:]
			t.mu.Unlock()
			return place, true
		}
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, false
		case <-drain: // never, where it is nil
			return 0, false
		}
	}
}
