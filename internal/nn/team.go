package nn

import (
	"errors"
	"sync"
)

// team is a fixed number of goroutines that work side by side, the caller's
// being the first of them.
type team struct {
	size  int
	work  []chan func(worker int) error
	errs  []error
	ready sync.WaitGroup // work handed out and not yet done
	alive sync.WaitGroup // goroutines
}

func newTeam(size int) *team {
	t := &team{size: size, errs: make([]error, size)}
	for w := 1; w < size; w++ {
		c := make(chan func(int) error)
		t.work = append(t.work, c)
		t.alive.Go(func() {
			for f := range c {
				t.errs[w] = f(w)
				t.ready.Done()
			}
		})
	}
	return t
}

// run calls f once on every goroutine with its number and waits for all. A
// panic becomes an error.
func (t *team) run(what string, f func(worker int) error) error {
	guarded := func(w int) error { return Guard(what, func() error { return f(w) }) }
	t.ready.Add(len(t.work))
	for _, c := range t.work {
		c <- guarded
	}
	t.errs[0] = guarded(0)
	t.ready.Wait()
	return errors.Join(t.errs...)
}

// close ends the goroutines and waits until they are gone.
func (t *team) close() {
	for _, c := range t.work {
		close(c)
	}
	t.alive.Wait()
}
