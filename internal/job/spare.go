package job

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Spare are goroutines of a comparison that have no job left to begin. They are
// lent to the jobs that still run, one for a piece of work at a time. All methods
// may be called by several goroutines at once; nil has none to lend.
type Spare struct{ free chan struct{} }

// NewSpare returns an empty store for the given number of goroutines at most.
func NewSpare(most int) *Spare { return &Spare{make(chan struct{}, most)} }

// Give adds goroutines that may be lent.
func (s *Spare) Give(n int) {
	for range n {
		s.free <- struct{}{}
	}
}

// lent returns where a goroutine can be had; giving one back is Give(1).
func (s *Spare) lent() <-chan struct{} {
	if s == nil {
		return nil
	}
	return s.free
}

// Each does n pieces of work that do not depend on each other: on the workers of
// the surroundings, and from the moment that other jobs have none left to do, on
// theirs, too. Each piece is given surroundings with its share of the workers.
// Pieces begin in order. After an error no further piece begins, the context of
// those that run is cancelled, and the first error is returned once all are gone.
// What panics in a piece panics in the caller, too, where a job is guarded.
func (e Env) Each(ctx context.Context, n int, do func(ctx context.Context, piece int, own Env) error) error {
	side := min(e.Threads(), n)
	if side == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &pieces{n: n, do: do, cancel: cancel, begun: make(chan struct{})}
	own, borrowed := e, e
	own.Workers, borrowed.Workers = e.Threads()/side, 1
	for range side {
		p.group.Go(func() {
			for p.next(ctx, own) {
			}
		})
	}
	for range n - side {
		p.group.Go(func() {
			select {
			case <-e.Spare.lent():
				defer e.Spare.Give(1)
				p.next(ctx, borrowed)
			case <-p.begun:
			}
		})
	}
	p.group.Wait()
	if p.panicked != nil {
		panic(p.panicked)
	}
	return p.err
}

// pieces are those of one call of Each.
type pieces struct {
	n      int
	do     func(ctx context.Context, piece int, own Env) error
	cancel context.CancelFunc
	begun  chan struct{} // closed when none is left to begin
	group  sync.WaitGroup

	mu       sync.Mutex
	taken    int
	err      error // the first
	panicked any   // what a piece panicked with, and where
}

// next takes a piece and does it; false where none is left.
func (p *pieces) next(ctx context.Context, own Env) bool {
	k := p.take()
	if k < 0 {
		return false
	}
	if err := p.guarded(ctx, k, own); err != nil {
		p.fail(err)
	}
	return true
}

// guarded does a piece and keeps what it panics with; the pieces beside it end.
func (p *pieces) guarded(ctx context.Context, k int, own Env) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = context.Canceled
			p.mu.Lock()
			defer p.mu.Unlock()
			p.panicked = fmt.Sprintf("%v\n%s", v, debug.Stack())
		}
	}()
	return p.do(ctx, k, own)
}

// take returns the next piece, -1 where none is left.
func (p *pieces) take() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.taken == p.n {
		return -1
	}
	k := p.taken
	p.leave(k + 1)
	return k
}

// fail keeps the first error, ends those that run and leaves the other pieces.
func (p *pieces) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
		p.cancel()
	}
	p.leave(p.n)
}

// leave counts the pieces that have begun or never will; the lock is held.
func (p *pieces) leave(taken int) {
	if taken == p.n && p.taken < p.n {
		close(p.begun)
	}
	p.taken = taken
}
