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
// being the first of them. Rounds of work follow each other within
// microseconds, so that those who wait look about for a moment before they
// sleep.
type team struct {
	size    int
	round   atomic.Pointer[round]
	caller  sleeper
	helpers []*sleeper
	alive   sync.WaitGroup
}

// round is some pieces of work, each for whoever takes it first: when other
// programs keep a processor from one goroutine, the others do its share.
type round struct {
	what   string
	do     func(worker, piece int) error // nil ends the helpers
	taken  []atomic.Bool
	left   atomic.Int64 // pieces that are not done
	failed atomic.Bool

	mu   sync.Mutex
	errs []error
}

func newTeam(size int) *team {
	t := &team{size: size, caller: newSleeper()}
	for w := 1; w < size; w++ {
		h := newSleeper()
		t.helpers = append(t.helpers, &h)
		t.alive.Go(func() { t.serve(w, &h) })
	}
	return t
}

// serve works in one round after the other. It may miss some.
func (t *team) serve(w int, h *sleeper) {
	var last *round
	for {
		h.until(func() bool { return t.round.Load() != last })
		if last = t.round.Load(); last.do == nil {
			return
		}
		if last.work(w, t.size) {
			t.caller.rouse()
		}
	}
}

// run does the pieces of work, each on one of the goroutines, and waits for
// all. The worker that f is told belongs to the goroutine, so that no two
// pieces run with the same at once. A panic becomes an error; after an error
// pieces that were not begun are left out.
func (t *team) run(what string, pieces int, f func(worker, piece int) error) error {
	r := &round{what: what, do: f, taken: make([]atomic.Bool, pieces)}
	r.left.Store(int64(pieces))
	if pieces > 1 {
		t.hand(r)
	}
	r.work(0, t.size)
	t.caller.until(func() bool { return r.left.Load() == 0 })
	return errors.Join(r.errs...)
}

// hand shows the helpers a round.
func (t *team) hand(r *round) {
	t.round.Store(r)
	for _, h := range t.helpers {
		h.rouse()
	}
}

// close ends the helpers and waits until they are gone.
func (t *team) close() {
	t.hand(new(round))
	t.alive.Wait()
}

// work takes pieces until none is left, first those that are the worker's in
// every round, whose numbers may still be in its cache. It tells whether it did
// the last one.
func (r *round) work(worker, workers int) bool {
	last := false
	for i := worker; i < len(r.taken); i += workers {
		last = r.try(worker, i) || last
	}
	for i := range r.taken {
		last = r.try(worker, i) || last
	}
	return last
}

// try does a piece if nobody has taken it.
func (r *round) try(worker, piece int) (last bool) {
	if r.taken[piece].Load() || !r.taken[piece].CompareAndSwap(false, true) {
		return false
	}
	if !r.failed.Load() {
		if err := Guard(r.what, func() error { return r.do(worker, piece) }); err != nil {
			r.fail(err)
		}
	}
	return r.left.Add(-1) == 0
}

func (r *round) fail(err error) {
	r.failed.Store(true)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
}

// sleeper is where one goroutine waits.
type sleeper struct {
	asleep *atomic.Bool
	wake   chan struct{}
}

func newSleeper() sleeper { return sleeper{new(atomic.Bool), make(chan struct{}, 1)} }

// until returns once what is waited for has come; whoever brings it calls rouse
// afterwards. That call may come late and wake a later wait, so that there is
// another look after every waking.
func (s sleeper) until(come func() bool) {
	for {
		for range spins {
			if come() {
				return
			}
		}
		s.asleep.Store(true)
		if come() && s.asleep.CompareAndSwap(true, false) {
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
