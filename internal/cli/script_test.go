package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The commands are specified as scripts, with their inputs inside:
// testdata/script/*.txtar.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lacuna": program})
}

// program is the command line without a window and without a terminal.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := Main(ctx, os.Args[1:], Surroundings{
		Out: os.Stdout, Err: os.Stderr, Now: time.Now,
		Window: func(context.Context, WindowRequest) error { return errors.New("a window was asked for") },
	})
	os.Exit(code)
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Cmds:  ownCommands,
		Setup: ownCache,
	})
}

// ownCommands are what scripts can call besides the program.
var ownCommands = map[string]func(*testscript.TestScript, bool, []string){"small": smallData, "fewer": fewerRecords}

// ownCache keeps what a script computes from other scripts and from the user.
func ownCache(env *testscript.Env) error {
	env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/cache")
	return nil
}
