package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"lacuna/experiment"
)

// TestStoppedSaysWhatIsKept: who stops while what was made is being written has
// the filled data, and is told so.
func TestStoppedSaysWhatIsKept(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		err  error
		want string
	}{
		{ctx.Err(), "nothing was kept"},
		{fmt.Errorf("impute: %w", experiment.PartlyWrittenError{Err: ctx.Err(), Folder: "out"}), "the filled data in out are kept, out-generated was not written"},
	} {
		var said strings.Builder
		printError(ctx, &said, c.err)
		if !strings.Contains(said.String(), c.want) {
			t.Errorf("%v: said %q, want %q", c.err, said.String(), c.want)
		}
	}
	var said strings.Builder
	printError(t.Context(), &said, experiment.PartlyWrittenError{Err: errors.New("no space left"), Folder: "out"})
	for _, want := range []string{"no space left", "the filled data in out are kept, out-generated was not written", "remove out"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("on a full disk: said %q, want %q", said.String(), want)
		}
	}
	if !errors.Is(experiment.PartlyWrittenError{Err: ctx.Err(), Folder: "out"}, context.Canceled) {
		t.Error("what stopped it is lost")
	}
}

// TestStoppedFromOutside: what ends a run from outside decides over its code, and
// the same command goes on from there.
func TestStoppedFromOutside(t *testing.T) {
	t.Chdir(t.TempDir())
	if code, said := codeOf(t, "gallery", "pattern-tells", "-o", "lesson"); code != ExitDone {
		t.Fatal(said)
	}
	run := []string{"run", "lesson/pattern-tells.lacuna"}
	over := make(chan struct{})
	close(over)
	for _, c := range []struct {
		name  string
		cause error
		drain chan struct{}
		want  int
	}{
		{"SIGTERM", ErrTerminated, nil, ExitStopped},
		{"Ctrl-C", context.Canceled, nil, ExitInterrupted},
		{"SIGUSR1", nil, over, ExitStopped},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		if c.cause != nil {
			cancel(c.cause)
		}
		var said strings.Builder
		code := Main(ctx, run, Surroundings{Out: io.Discard, Err: &said, Now: time.Now, Drain: c.drain})
		cancel(nil)
		if code != c.want {
			t.Errorf("%s: code %d, want %d; %s", c.name, code, c.want, said.String())
		}
	}
	if code, said := codeOf(t, run...); code != ExitDone {
		t.Errorf("afterwards: code %d, %s", code, said)
	}
}

// TestExitCodesAreDocumented: the page for scripts has the codes as they are.
func TestExitCodesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/scripting.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows string
	for _, e := range exitWords {
		rows += fmt.Sprintf("| %d | %s |\n", e.code, e.words)
	}
	if !strings.Contains(string(page), rows) {
		t.Errorf("docs/scripting.md lacks these rows:\n%s", rows)
	}
}
