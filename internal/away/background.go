package away

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/project"
)

// Detached is the flag of "lacuna run" by which a program in the background knows
// that it is one.
const Detached = "detached"

// LogFile is where a program in the background writes what it has to say.
func LogFile(file string) string {
	return filepath.Join(project.RunsFolder(file), ".background", "log")
}

// glance is how often a program in the background is looked at while it begins or
// ends.
const glance = 50 * time.Millisecond

// Start starts a program in the background that runs what has no result yet, and
// returns its process once it has read the data and runs the jobs. It goes on when
// this program ends. more are flags of "lacuna run".
func Start(ctx context.Context, program, file string, more ...string) (pid int, err error) {
	if o, held := project.Holder(file); held {
		return 0, inUse(file, o)
	}
	out, err := inside(file, LogFile(file), os.O_TRUNC|os.O_APPEND, 0o644) // appended: another may start one in the same moment
	if err != nil {
		return 0, err
	}
	defer func() { _ = out.Close() }() // the program has its own
	cmd := exec.Command(program, append([]string{"run", "--" + Detached}, append(more, "--", file)...)...)
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = out, out, alone()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return cmd.Process.Pid, taken(ctx, file, cmd.Process.Pid, ended)
}

// taken waits until a program runs the jobs of the study, or has ended before
// anybody saw it do so.
func taken(ctx context.Context, file string, pid int, ended <-chan error) error {
	for {
		if o, held := project.Holder(file); held && o.PID == pid && o.Background {
			return nil
		}
		select {
		case err := <-ended:
			if err != nil {
				return &dataset.UserError{What: say.Form("the program in the background did not run %s", filepath.Base(file)), Why: cmp.Or(LastWords(file), say.Form("it left no word in %s, as on a full disk: %s", LogFile(file), err.Error())), Err: err}
			}
			return nil // there was little or nothing to do
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(glance):
		}
	}
}

// longestWords bounds what is told of a log.
const longestWords = 600

// LastWords is what a program in the background said last; "" where none was
// started.
func LastWords(file string) string {
	text, err := os.ReadFile(LogFile(file))
	if err != nil {
		return ""
	}
	said := strings.TrimSpace(string(text))
	if at := strings.LastIndex(said, "lacuna: "); at >= 0 {
		said = said[at+len("lacuna: "):]
	}
	return said[max(0, len(said)-longestWords):]
}

// Background returns the program in the background that runs a project now.
func Background(file string) (project.Owner, bool) {
	o, held := project.Holder(file)
	return o, held && o.Background
}

// Stop tells the program in the background to stop and waits until it has: what
// is finished is kept, and of long trainings what is half done.
func Stop(ctx context.Context, file string) error {
	o, held := project.Holder(file)
	host, err := os.Hostname()
	switch {
	case !held:
		return &dataset.UserError{What: say.Form("nothing in the background runs %s", filepath.Base(file)), Try: say.Text("lacuna status says what is done")}
	case !o.Background || err != nil || o.Host != host:
		return inUse(file, o)
	}
	p, err := os.FindProcess(o.PID)
	if err == nil {
		if err = p.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			err = p.Kill() // Windows has no such signal
		}
	}
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return say.Errorf("process %d cannot be stopped: %w", o.PID, err)
	}
	for {
		if now, held := project.Holder(file); !held || now.PID != o.PID {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(glance):
		}
	}
}

// inUse is the error where a study is run by somebody else's program.
func inUse(file string, o project.Owner) error {
	return &dataset.UserError{
		What: say.Form("%s is being run already", filepath.Base(file)), Why: say.Form("by process %d on the machine %s", o.PID, o.Host),
		Try: say.Text("Wait for it or stop it there"), Err: project.ErrLocked,
	}
}
