package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

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
	if !errors.Is(experiment.PartlyWrittenError{Err: ctx.Err(), Folder: "out"}, context.Canceled) {
		t.Error("what stopped it is lost")
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
