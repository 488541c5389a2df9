package leaks

import "sync"

// counter counts what is done, from several goroutines.
type counter struct {
	mu       sync.Mutex
	done, of int
	report   func(done, of int)
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done++; c.report != nil {
		c.report(c.done, c.of)
	}
}
