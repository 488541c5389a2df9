package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
)

// How long a stopped command may take to end by itself: after Ctrl-C a person is
// waiting; after a termination signal a cluster is, which is more patient.
const (
	patienceAtKeyboard = 700 * time.Millisecond
	patienceOfCluster  = 20 * time.Second
)

// errAbandoned is the error of a command that did not end in time. Nothing of it
// is lost but what it had not kept: all files are written whole or not at all,
// and a kill at any moment does no harm.
var errAbandoned = errors.New("stopped in the middle of something long")

// prompt makes a command end soon after it is stopped, whatever it is doing:
// reading, drawing and mathematics look at the context now and then only.
func prompt(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		done := make(chan error, 1)
		go func() { done <- run(cmd, args) }()
		select {
		case err := <-done:
			return err
		case <-ctx.Done():
		}
		late := time.NewTimer(patience(ctx))
		defer late.Stop()
		select {
		case err := <-done:
			return err
		case <-late.C:
			return abandoned(cmd.Name())
		}
	}
}

func patience(ctx context.Context) time.Duration {
	if errors.Is(context.Cause(ctx), ErrTerminated) {
		return patienceOfCluster
	}
	return patienceAtKeyboard
}

// abandoned is the error of a command of that name. Comparisons go on from what
// they had finished.
func abandoned(name string) error {
	err := fmt.Errorf("%s: %w", name, errAbandoned)
	if slices.Contains([]string{"run", "compare"}, name) {
		return keptError{err}
	}
	return err
}
