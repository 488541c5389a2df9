//go:build unix

package main

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"

	"lacuna/internal/cli"
)

// TestSignals: which signal ends what, on the way to the exit codes.
func TestSignals(t *testing.T) {
	for signal, want := range map[syscall.Signal]error{
		syscall.SIGINT: context.Canceled, syscall.SIGTERM: cli.ErrTerminated, syscall.SIGUSR2: cli.ErrTerminated,
	} {
		ctx, stop := stoppable(make(chan struct{}))
		if err := syscall.Kill(os.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
		if got := context.Cause(ctx); !errors.Is(got, want) {
			t.Errorf("%v: %v, want %v", signal, got, want)
		}
		stop()
	}
	drain := make(chan struct{})
	ctx, stop := stoppable(drain)
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	<-drain
	if ctx.Err() != nil {
		t.Error("SIGUSR1 gives no time to finish")
	}
}
