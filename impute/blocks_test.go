package impute

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"lacuna/internal/job"

	"github.com/google/go-cmp/cmp"
)

// TestEachBlockStops cancels at the first block: each worker may finish one more.
func TestEachBlockStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	const workers = 3
	var blocks atomic.Int64
	env := job.Env{Workers: workers, Report: func(job.Event) { stop() }}
	err := eachBlock(ctx, env, "test", 1000, 1, func() func(low, high int) {
		return func(int, int) { blocks.Add(1) }
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if n := blocks.Load(); n > 1+2*workers {
		t.Errorf("%d blocks were worked on after the context was cancelled", n)
	}
}

// TestEachBlockCoversAll deals out 10 rows in blocks of 4, and reports in order.
func TestEachBlockCoversAll(t *testing.T) {
	var got [10]atomic.Int64
	var events []job.Event
	env := job.Env{Workers: 2, Report: func(ev job.Event) { events = append(events, ev) }}
	err := eachBlock(context.Background(), env, "test", 10, 4, func() func(low, high int) {
		return func(low, high int) {
			for i := low; i < high; i++ {
				got[i].Add(1)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		if n := got[i].Load(); n != 1 {
			t.Errorf("row %d was worked on %d times", i, n)
		}
	}
	want := []job.Event{
		job.Progress{Phase: "test", Done: 1, Total: 3}, job.Progress{Phase: "test", Done: 2, Total: 3}, job.Progress{Phase: "test", Done: 3, Total: 3},
	}
	if d := cmp.Diff(want, events); d != "" {
		t.Error(d)
	}
}
