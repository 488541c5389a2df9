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
	"time"

	"golang.org/x/term"

	"lacuna/internal/cli"
)

func main() { os.Exit(run(os.Args[1:])) }

// run returns the exit code; it is the whole program but for os.Exit, so that
// script tests can call it.
func run(args []string) int {
	drain := make(chan struct{})
	ctx, stop := stoppable(drain)
	defer stop()
	return cli.Main(ctx, args, cli.Surroundings{
		Out:      os.Stdout,
		Err:      os.Stderr,
		Terminal: term.IsTerminal(int(os.Stderr.Fd())),
		Typed:    term.IsTerminal(int(os.Stdout.Fd())),
		Now:      time.Now,
		Drain:    drain,
		Window:   openWindow,
	})
}

// drainFor is how long jobs may go on after SIGUSR1, which clusters send some
// time before the end.
const drainFor = time.Minute

// stoppable returns a context that ends at the first signal to end; a second one ends the process at once. SIGUSR1 closes drain first, and
// ends the context later.
func stoppable(drain chan<- struct{}) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	stop, soon := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(stop, ending...)
	notifySoon(soon)
	go func() {
		s, ok := <-stop
		signal.Stop(stop)
		if ok && s != os.Interrupt {
			cancel(cli.ErrTerminated)
			return
		}
		cancel(context.Canceled)
	}()
	go func() {
		if _, ok := <-soon; !ok {
			return
		}
		close(drain)
		time.AfterFunc(drainFor, func() { cancel(cli.ErrTerminated) })
	}()
	return ctx, func() {
		signal.Stop(stop)
		signal.Stop(soon)
		close(stop)
		close(soon)
	}
}
