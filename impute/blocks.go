package impute

import (
	"context"
	"sync"
	"sync/atomic"

	"lacuna/internal/job"
	"lacuna/internal/say"

	"golang.org/x/sync/errgroup"
)

// eachBlock divides 0…n-1 into blocks of the given size and deals them out to
// env.Threads() goroutines, each with a work function of its own from
// newWork. Before every block it looks at ctx. It reports progress, one event
// at a time, and returns when all goroutines are gone.
func eachBlock(ctx context.Context, env job.Env, phase string, n, size int, newWork func() func(low, high int)) error {
	blocks := (n + size - 1) / size
	var next atomic.Int64
	var reporting sync.Mutex
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	for range min(env.Threads(), blocks) {
		group.Go(func() error {
			work := newWork()
			for b := int(next.Add(1)) - 1; b < blocks; b = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return say.Errorf("impute %s: stopped: %w", phase, err)
				}
				work(b*size, min((b+1)*size, n))
				reporting.Lock()
				done++
				env.Emit(job.Progress{Phase: phase, Done: done, Total: blocks})
				reporting.Unlock()
			}
			return nil
		})
	}
	return group.Wait()
}
