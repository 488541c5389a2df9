package nn

import (
	"errors"
	"sync"
	"sync/atomic"
)

// spins is how often a goroutine looks for what it waits for before it sleeps:
// some ten microseconds, less than falling asleep and being woken takes.
const spins = 4000

// team is a fixed number of goroutines that work side by side, the caller's
// being the first of them. Pieces of work follow each other within microseconds,
// so that those who wait look about for a moment before they sleep.
type team struct {
	size    int
	task    func(worker int) error // the present piece of work, nil to end
	errs    []error
	number  atomic.Int64 // of the present piece of work
	pending atomic.Int64 // helpers that have not done it
	caller  sleeper
	helpers []*sleeper
	alive   sync.WaitGroup
}

func newTeam(size int) *team {
	t := &team{size: size, errs: make([]error, size), caller: newSleeper()}
	for w := 1; w < size; w++ {
		h := newSleeper()
		t.helpers = append(t.helpers, &h)
		t.alive.Go(func() { t.serve(w, &h) })
	}
	return t
}

// serve does one piece of work after the other.
func (t *team) serve(w int, h *sleeper) {
	for next := int64(1); ; next++ {
		h.until(&t.number, next)
		if t.task == nil {
			return
		}
		t.errs[w] = t.task(w)
		if t.pending.Add(-1) == 0 {
			t.caller.rouse()
		}
	}
}

// run calls f once on every goroutine with its number and waits for all. A
// panic becomes an error.
func (t *team) run(what string, f func(worker int) error) error {
	guarded := func(w int) error { return Guard(what, func() error { return f(w) }) }
	t.hand(guarded)
	t.errs[0] = guarded(0)
	t.caller.until(&t.pending, 0)
	return errors.Join(t.errs...)
}

// hand gives the helpers a piece of work.
func (t *team) hand(task func(worker int) error) {
	t.task = task
	t.pending.Store(int64(len(t.helpers)))
	t.number.Add(1)
	for _, h := range t.helpers {
		h.rouse()
	}
}

// close ends the helpers and waits until they are gone.
func (t *team) close() {
	t.hand(nil)
	t.alive.Wait()
}

// sleeper is where one goroutine waits.
type sleeper struct {
	asleep *atomic.Bool
	wake   chan struct{}
}

func newSleeper() sleeper { return sleeper{new(atomic.Bool), make(chan struct{}, 1)} }

// until returns once the number is what is wanted; whoever makes it so calls
// rouse afterwards. That call may come late and wake a later wait, so that the
// number is looked at again after every waking.
func (s sleeper) until(number *atomic.Int64, want int64) {
	for {
		for range spins {
			if number.Load() == want {
				return
			}
		}
		s.asleep.Store(true)
		if number.Load() == want && s.asleep.CompareAndSwap(true, false) {
			return
		}
		<-s.wake // whoever sets asleep to false sends
	}
}

// rouse wakes the goroutine if it sleeps.
func (s sleeper) rouse() {
	if s.asleep.CompareAndSwap(true, false) {
		s.wake <- struct{}{}
	}
}
