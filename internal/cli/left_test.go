package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// Scoring that goes on for ever is left behind when the context ends, and what it
// says later is not heard.
func TestScoringIsLeftBehind(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var out, said bytes.Buffer
	a := &app{Surroundings: Surroundings{Out: &out, Err: &said}}
	release, over := make(chan struct{}), make(chan struct{})
	err := a.unlessStopped(ctx, func(a *app) error {
		defer close(over)
		a.say("early")
		stop()
		<-release // scoring that never looks at the context
		a.say("late")
		a.tell("late")
		return nil
	})
	if !errors.Is(err, context.Canceled) || exitCode(ctx, err) != ExitInterrupted {
		t.Errorf("%v, exit code %d", err, exitCode(ctx, err))
	}
	close(release)
	<-over
	if out.String() != "early\n" || said.Len() > 0 {
		t.Errorf("written %q and %q", out.String(), said.String())
	}
	if printError(ctx, &said, err); !strings.Contains(said.String(), "stopped; nothing was changed") {
		t.Errorf("said %q", said.String())
	}
	failed := errors.New("failed")
	if err := a.unlessStopped(t.Context(), func(*app) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("the work's own error became %v", err)
	}
}
