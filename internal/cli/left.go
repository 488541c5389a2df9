package cli

import (
	"context"
	"io"
	"sync"
)

// unlessStopped does work that knows no context, such as scoring many records,
// on an app of its own. When the context ends it returns at once: the work is left
// behind, and what it still writes goes nowhere.
func (a *app) unlessStopped(ctx context.Context, work func(a *app) error) error {
	out, said := &gate{w: a.Out}, &gate{w: a.Err}
	inner := *a
	inner.Out, inner.Err = out, said
	done := make(chan error, 1)
	go func() { done <- work(&inner) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		out.shut()
		said.shut()
		return lookError{ctx.Err()}
	}
}

// lookError is what stopped a command that only looks at results.
type lookError struct{ error }

// Unwrap returns the error underneath.
func (e lookError) Unwrap() error { return e.error }

// gate is a writer that can be shut, after which nothing passes.
type gate struct {
	mu     sync.Mutex
	w      io.Writer
	closed bool
}

// Write implements io.Writer.
func (g *gate) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return 0, io.ErrClosedPipe
	}
	return g.w.Write(p)
}

func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}
