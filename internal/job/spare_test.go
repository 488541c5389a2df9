package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// A goroutine that another job has left takes a piece of one that has too few of
// its own, also when it comes late, and is there again afterwards.
func TestEachBorrows(t *testing.T) {
	spare := NewSpare(1)
	second := make(chan struct{})
	env := Env{Workers: 1, Spare: spare}
	err := env.Each(t.Context(), 2, func(_ context.Context, piece int, own Env) error {
		if own.Workers != 1 {
			t.Errorf("piece %d may use %d goroutines", piece, own.Workers)
		}
		if piece == 1 {
			close(second)
			return nil
		}
		spare.Give(1)
		<-second // for ever, were nobody to do it beside this one
		return nil
	})
	if err != nil || len(spare.free) != 1 {
		t.Errorf("error %v, %d goroutines left to lend", err, len(spare.free))
	}
}

// Every piece is done once, whatever the number of workers; the first error ends
// the others and is the one that is told.
func TestEachDoesAll(t *testing.T) {
	for _, env := range []Env{{}, {Workers: 3}, {Workers: 50}, {Workers: 2, Spare: NewSpare(4)}} {
		if env.Spare != nil {
			env.Spare.Give(4)
		}
		done := make([]atomic.Int32, 20)
		err := env.Each(t.Context(), len(done), func(_ context.Context, piece int, _ Env) error {
			done[piece].Add(1)
			return nil
		})
		for k := range done {
			if err != nil || done[k].Load() != 1 {
				t.Errorf("%d workers: piece %d was done %d times; error %v", env.Workers, k, done[k].Load(), err)
			}
		}
		broken := errors.New("broken")
		var begun atomic.Int32
		err = env.Each(t.Context(), 20, func(ctx context.Context, _ int, _ Env) error {
			if begun.Add(1) == 1 {
				return broken
			}
			<-ctx.Done()
			return ctx.Err()
		})
		if !errors.Is(err, broken) || begun.Load() > int32(max(1, env.Workers)+4) {
			t.Errorf("%d workers: error %v after %d pieces", env.Workers, err, begun.Load())
		}
	}
	if err := (Env{}).Each(t.Context(), 0, nil); err != nil {
		t.Error(err)
	}
}

// A panic in a piece ends the others and reaches the caller, who knows what to do
// with it, from a lent goroutine, too.
func TestEachPanicsInTheCaller(t *testing.T) {
	spare := NewSpare(1)
	spare.Give(1)
	defer func() {
		if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "broken piece") {
			t.Errorf("the caller sees %v", v)
		}
		if len(spare.free) != 1 {
			t.Error("the lent goroutine is lost")
		}
	}()
	second := make(chan struct{})
	_ = Env{Workers: 1, Spare: spare}.Each(t.Context(), 2, func(ctx context.Context, piece int, _ Env) error {
		if piece == 1 {
			defer close(second)
			panic("broken piece")
		}
		<-second
		<-ctx.Done()
		return ctx.Err()
	})
}
