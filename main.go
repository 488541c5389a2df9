// Lacuna is a research workbench for missing modalities in multimodal data.
//
// With no command it opens the window; with one it runs headless. This file is
// the composition root: it hands the process's streams, clock and signals to
// the command line, and the window to whoever asks for it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"lacuna/internal/cli"
)

func main() { os.Exit(run(os.Args[1:])) }

// run returns the exit code; it is the whole program but for os.Exit, so that
// script tests can call it.
func run(args []string) int {
	ctx, stop := stoppable()
	defer stop()
	return cli.Main(ctx, args, cli.Surroundings{
		Out:      os.Stdout,
		Err:      os.Stderr,
		Terminal: term.IsTerminal(int(os.Stderr.Fd())),
		Typed:    term.IsTerminal(int(os.Stdout.Fd())),
		Now:      time.Now,
		Window:   openWindow,
	})
}

// stoppable returns a context that ends at the first interrupt or termination
// signal; a second signal ends the process at once.
func stoppable() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		s, ok := <-signals
		signal.Stop(signals)
		if ok && s == syscall.SIGTERM {
			cancel(cli.ErrTerminated)
			return
		}
		cancel(context.Canceled)
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
	}
}
