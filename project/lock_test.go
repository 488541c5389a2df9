package project

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestLock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	lock, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(file); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "by process ") {
		t.Errorf("a second lock: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
	if got := listing(t, filepath.Dir(file)); len(got) != 0 {
		t.Errorf("the lock leaves %v behind", got)
	}
}

// TestLockWhereNothingMayBeWritten: it is said what to do.
func TestLockWhereNothingMayBeWritten(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	if lock, err := Acquire(filepath.Join(folder, "study.lacuna")); err == nil {
		_ = lock.Release()
		t.Skip("this user may write everywhere")
	} else if !strings.Contains(err.Error(), "Copy the project file") {
		t.Error(err)
	}
}

// What a lock file says does not matter: one that a crash has left is taken,
// be it of this very process number (a container's process is always 1), of
// another machine, or empty because the disk was full.
func TestLeftLocks(t *testing.T) {
	for name, text := range map[string]string{
		"crashed": `{"pid": 77, "host": "here"}`, "process 1": `{"pid": 1, "host": ""}`, "elsewhere": `{"pid": 77, "host": "there"}`, "empty": "", "unreadable": "?",
	} {
		file := filepath.Join(t.TempDir(), "study.lacuna")
		if err := os.WriteFile(LockFile(file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		lock, err := Acquire(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := lock.Release(); err != nil {
			t.Error(err)
		}
	}
}

// However many try at once, with the file of the lock coming and going, two
// never have it together.
func TestLockIsOnes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := os.WriteFile(LockFile(file), nil, 0o644); err != nil { // a stale one to begin with
		t.Fatal(err)
	}
	var holders, taken atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 300 {
				lock, err := Acquire(file)
				if errors.Is(err, ErrLocked) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				taken.Add(1)
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d hold the lock at once", n)
				}
				holders.Add(-1)
				if err := lock.Release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if taken.Load() < 8 {
		t.Errorf("the lock was taken %d times only", taken.Load())
	}
}

// A program that is killed while it holds the lock gives it free, and its
// process number plays no part. The child is this test itself.
func TestLockEndsWithItsProgram(t *testing.T) {
	file := os.Getenv("LACUNA_TEST_LOCK")
	if file != "" {
		holdForEver(t, file)
		return
	}
	file = filepath.Join(t.TempDir(), "study.lacuna")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLockEndsWithItsProgram$")
	child.Env = append(os.Environ(), "LACUNA_TEST_LOCK="+file)
	said, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, 1)
	if _, err := said.Read(ready); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(file); !errors.Is(err, ErrLocked) {
		t.Errorf("another program has the lock, and it is taken: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed, and says so
	lock, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

// holdForEver takes the lock, says so, and waits to be killed.
func holdForEver(t *testing.T, file string) {
	if _, err := Acquire(file); err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("!")
	_, _ = io.Copy(io.Discard, os.Stdin) // ends with the test at the latest
}

func TestLockByALink(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "study.lacuna"), filepath.Join(folder, "link.lacuna")
	if err := Save(file, New("study")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("study.lacuna", link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	lock, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(link); !errors.Is(err, ErrLocked) {
		t.Errorf("the same study by another name: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

func TestLockWithoutFolder(t *testing.T) {
	if _, err := Acquire(filepath.Join(t.TempDir(), "none", "study.lacuna")); err == nil || errors.Is(err, ErrLocked) {
		t.Errorf("a folder that is not there: %v", err)
	}
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if err := os.Mkdir(LockFile(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(file); err == nil || errors.Is(err, ErrLocked) {
		t.Errorf("a folder in the place of the lock: %v", err)
	}
}

// TestHolder: who runs a study is known while it is run and no longer, whatever
// the file says.
func TestHolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	if o, held := Holder(file); held {
		t.Errorf("nobody is %v", o)
	}
	lock, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if o, held := Holder(file); !held || o.PID != os.Getpid() || o.Background {
		t.Errorf("%v, held: %v", o, held)
	}
	lock.Background()
	if o, held := Holder(file); !held || !o.Background {
		t.Errorf("in the background: %v, held: %v", o, held)
	}
	left, err := os.ReadFile(LockFile(file))
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(LockFile(file), left, 0o644); err != nil { // as after a crash, the process number used again
		t.Fatal(err)
	}
	if o, held := Holder(file); held {
		t.Errorf("what a crash has left is held by %v", o)
	}
}
