package learn

import (
	"sync"
	"sync/atomic"
)

// Spread cuts 0…n-1 into one range per thread, none shorter than least, and
// does the work on all of them at once. The work must come out alike however
// the ranges are cut.
func Spread(threads, n, least int, work func(low, high int)) {
	parts := max(1, min(threads, n/max(1, least)))
	var others sync.WaitGroup
	for p := 1; p < parts; p++ {
		others.Go(func() { work(p*n/parts, (p+1)*n/parts) })
	}
	work(0, n/parts)
	others.Wait()
}

// Deal does tasks 0…n-1 on so many threads at once, in whatever order. The
// tasks must not depend on each other.
func Deal(threads, n int, task func(k int)) {
	var next atomic.Int64
	work := func() {
		for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
			task(k)
		}
	}
	var others sync.WaitGroup
	for range min(threads, n) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}
