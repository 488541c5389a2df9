//go:build unix

package cli

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lacuna/internal/rng"
	"lacuna/project"
)

// kills is how many times TestKilled kills the program; make crash says more.
var kills = flag.Int("kills", 6, "how many times the program is killed")

// TestKilled kills the program again and again, wherever it is, while it runs a
// comparison and saves its project. At every moment the project can be opened, a
// finished job stays as it was and is not done again, and what comes of it all
// is what an undisturbed run gives.
func TestKilled(t *testing.T) {
	c := newCrash(t)
	c.must("compare", "data", "--method", "mean+logistic", "--method", "zero+logistic", "--seeds", "6", "-o", "calm.lacuna")
	want := c.predictions("calm.lacuna")
	r := rng.New(uint64(*kills)).Rand()
	const file = "storm.lacuna"
	study := []string{"compare", "data", "--method", "mean+logistic", "--method", "zero+logistic", "-o", file, "--progress", "json", "--seeds"}
	killed := 0
	for k := range *kills {
		if k%10 == 0 { // all jobs are done after some kills
			c.forget(file)
		}
		before := c.finished(file)
		args := append(slices.Clone(study), fmt.Sprint(1+k%6))
		if _, err := os.Stat(filepath.Join(c.dir, file)); err == nil && k%3 == 2 {
			args = []string{"run", file, "--progress", "json"}
		}
		if c.kill(r.IntN(14), time.Duration(r.IntN(20))*time.Millisecond, args...) {
			killed++
		}
		after := c.finished(file)
		for id, text := range before {
			if after[id] != text {
				t.Fatalf("kill %d: job %s was finished; now it is lost or done again", k, id)
			}
		}
	}
	t.Logf("killed %d times; the others had ended", killed)
	c.must(append(study, "6")...)
	if got := c.predictions(file); got != want {
		t.Error("the predictions after all kills are not those of an undisturbed run")
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "storm.runs", ".half-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("halves are left behind: %v, %v", left, err)
	}
}

// TestStopped: what a limit or Ctrl-C stops ends with its own code, keeps
// what is finished, and goes on from there; a missing result has a code, too.
func TestStopped(t *testing.T) {
	c := newCrash(t)
	study := []string{"compare", "data", "--method", "mean+mlp", "--set", "mlp.epochs=40", "--seeds", "5", "--workers", "1", "-o", "s.lacuna", "--progress", "json"}
	if code, said := c.fails(append(study, "--time-limit", "1ms")...); code != ExitStopped || !strings.Contains(said, "goes on from there") {
		t.Errorf("time limit: code %d, %s", code, said)
	}
	if code, said := c.fails("collect", "s.lacuna"); code != ExitSomeFailed {
		t.Errorf("collect: code %d, %s", code, said)
	}
	cmd := c.command("run", "s.lacuna", "--workers", "1", "--progress", "json")
	progress, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	told := bufio.NewScanner(progress)
	told.Scan() // it works
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, progress)
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != ExitInterrupted {
		t.Errorf("Ctrl-C: code %d", cmd.ProcessState.ExitCode())
	}
	c.must("run", "s.lacuna")
	c.must("collect", "s.lacuna")
}

// crash is a folder with data, and the program to be killed in it.
type crash struct {
	*testing.T
	dir, program string
}

func newCrash(t *testing.T) crash {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := crash{t, t.TempDir(), program}
	if err := os.Mkdir(filepath.Join(c.dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	var a, b strings.Builder
	a.WriteString("id,label,a0,a1\n")
	b.WriteString("id,b0,b1\n")
	draw := rng.New(4).Rand()
	for i := range 60 {
		fmt.Fprintf(&a, "r%d,%s,%.3f,%.3f\n", i, []string{"no", "yes"}[i%2], float64(i%2)+draw.NormFloat64(), draw.NormFloat64())
		if i%4 > 0 {
			fmt.Fprintf(&b, "r%d,%.3f,%.3f\n", i, float64(i%2)+draw.NormFloat64(), draw.NormFloat64())
		}
	}
	for name, text := range map[string]string{"a.csv": a.String(), "b.csv": b.String()} {
		if err := os.WriteFile(filepath.Join(c.dir, "data", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// command is the program as scripts call it: the test itself, under that name.
func (c crash) command(args ...string) *exec.Cmd {
	cmd := exec.Command(c.program)
	cmd.Args = append([]string{"lacuna"}, args...)
	cmd.Dir, cmd.Env = c.dir, append(os.Environ(), "XDG_CACHE_HOME="+c.dir+"/cache")
	return cmd
}

func (c crash) must(args ...string) string {
	c.Helper()
	out, err := c.command(args...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		c.Fatalf("lacuna %s: %v\n%s", strings.Join(args, " "), err, failed.Stderr)
	}
	if err != nil {
		c.Fatal(err)
	}
	return string(out)
}

// kill starts the program, lets it tell a number of lines of its progress, and a
// little longer, and kills it. It is false where it had ended by itself before.
func (c crash) kill(lines int, longer time.Duration, args ...string) bool {
	c.Helper()
	cmd := c.command(args...)
	progress, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		c.Fatal(err)
	}
	told := bufio.NewScanner(progress)
	for range lines {
		if !told.Scan() {
			break
		}
	}
	dead := time.AfterFunc(longer, func() { _ = cmd.Process.Kill() })
	_, _ = io.Copy(io.Discard, progress)
	err = cmd.Wait()
	dead.Stop()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() >= 0) { // −1: ended by a signal
		c.Fatalf("lacuna %s ended by itself: %v", strings.Join(args, " "), err)
	}
	return err != nil
}

// finished opens the project, if there is one, and returns what was written of
// each job that has a result: with its time, so that one done again differs.
func (c crash) finished(file string) map[string]string {
	c.Helper()
	path := filepath.Join(c.dir, file)
	if _, err := project.Open(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		c.Fatal(err)
	}
	store, found := project.NewStore(project.RunsFolder(path)), map[string]string{}
	folders, err := filepath.Glob(filepath.Join(project.RunsFolder(path), "*", "DONE"))
	if err != nil {
		c.Fatal(err)
	}
	for _, done := range folders {
		id := filepath.Base(filepath.Dir(done))
		if strings.HasPrefix(id, ".") {
			continue // not in its place yet
		}
		if _, err := store.Load(id); err != nil {
			c.Fatalf("a job has its place and is not whole: %v", err)
		}
		text, err := os.ReadFile(done) // the sums of all files, one of which holds the time that it took
		if err != nil {
			c.Fatal(err)
		}
		found[id] = string(text)
	}
	return found
}

func (c crash) forget(file string) {
	c.Helper()
	path := filepath.Join(c.dir, file)
	if err := errors.Join(os.RemoveAll(path), os.RemoveAll(project.RunsFolder(path))); err != nil {
		c.Fatal(err)
	}
}

func (c crash) predictions(file string) string {
	c.Helper()
	return c.must("export-predictions", file)
}
