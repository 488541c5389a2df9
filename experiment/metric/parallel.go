package metric

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls f for 0…n−1 on as many goroutines as may run at once. Every call
// writes to a place of its own, so that their number changes no result.
func each(n int, f func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}
