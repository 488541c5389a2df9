package cli

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// A command that does not look at its context ends all the same, with the code
// of an interrupt, and says so. No time is measured: a command that waited for
// its work would hang here for ever.
func TestStoppedCommandsEnd(t *testing.T) {
	endless := make(chan struct{})
	t.Cleanup(func() { close(endless) })
	cmd := &cobra.Command{Use: "chart", SilenceErrors: true, SilenceUsage: true, RunE: prompt(func(*cobra.Command, []string) error {
		<-endless
		return nil
	})}
	cmd.SetArgs(nil)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(time.Millisecond, cancel)
	err := cmd.ExecuteContext(ctx)
	if code := exitCode(ctx, err); code != ExitInterrupted {
		t.Errorf("code %d, %v", code, err)
	}
	var said bytes.Buffer
	printError(ctx, &said, err)
	if said.String() != "lacuna: stopped; nothing was kept\n" {
		t.Errorf("%q", said.String())
	}
}
