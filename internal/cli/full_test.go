//go:build linux

package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk runs a comparison on a disk that is too small: what was finished
// is kept and readable, what failed says why, and with more room the same
// command finishes it.
func TestFullDisk(t *testing.T) {
	c := newCrash(t)
	disk := c.mount("size=160k")
	study := []string{"compare", "data", "--method", "mean+logistic", "--method", "zero+logistic", "--seeds", "6", "-o"}
	c.must(append(study, "calm.lacuna")...)
	code, said := c.fails(append(study, "disk/full.lacuna")...)
	if code != ExitSomeFailed && code != ExitFailed || !strings.Contains(said, "no space left") {
		t.Errorf("code %d, said:\n%s", code, said)
	}
	before := c.finished("disk/full.lacuna")
	if len(before) == 0 || len(before) >= 24 {
		t.Fatalf("%d jobs were finished; the disk should hold some of them", len(before))
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=32m"); err != nil {
		t.Fatal(err)
	}
	c.must("run", "disk/full.lacuna")
	after := c.finished("disk/full.lacuna")
	for id, text := range before {
		if after[id] != text {
			t.Errorf("job %s was finished; now it is lost or done again", id)
		}
	}
	if c.predictions("disk/full.lacuna") != c.predictions("calm.lacuna") {
		t.Error("the predictions are not those of an undisturbed run")
	}
}

// TestReadOnlyDisk: results on a disk that cannot be written are shown as ever;
// what would write there says so.
func TestReadOnlyDisk(t *testing.T) {
	c := newCrash(t)
	disk := c.mount("size=32m")
	c.must("compare", "data", "--method", "mean+logistic", "-o", "disk/s.lacuna")
	want := c.must("results", "disk/s.lacuna")
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if got := c.must("results", "disk/s.lacuna"); got != want {
		t.Errorf("other results:\n%s\nwant\n%s", got, want)
	}
	for _, args := range [][]string{
		{"status", "disk/s.lacuna"}, {"chart", "disk/s.lacuna", "strata"}, {"export-predictions", "disk/s.lacuna"},
		{"report", "disk/s.lacuna", "-o", "r.html"}, {"verify", "disk/s.lacuna", "-k", "1"}, {"plan", "disk/s.lacuna"},
	} {
		c.must(args...)
	}
	for _, args := range [][]string{
		{"run", "disk/s.lacuna"}, {"compare", "data", "--method", "zero+logistic", "-o", "disk/t.lacuna"}, {"report", "disk/s.lacuna", "-o", "disk/r.html"},
	} {
		if code, said := c.fails(args...); code != ExitFailed || !strings.Contains(said, "disk") || !strings.Contains(said, "read-only") {
			t.Errorf("%v: code %d, said:\n%s", args, code, said)
		}
	}
}

// mount puts a small disk of its own into the folder, where the system lets us.
func (c crash) mount(options string) string {
	c.Helper()
	disk := filepath.Join(c.dir, "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		c.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, options); err != nil {
		c.Skip("no disk of a size of our own can be had here: ", err)
	}
	c.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			c.Error(err)
		}
	})
	return disk
}

// fails returns the code of a command that does not end well, and what it said.
func (c crash) fails(args ...string) (code int, said string) {
	c.Helper()
	_, err := c.command(args...).Output()
	var failed *exec.ExitError
	if !errors.As(err, &failed) {
		c.Fatalf("lacuna %s: %v, want a failure", strings.Join(args, " "), err)
	}
	return failed.ExitCode(), string(failed.Stderr)
}
