package project

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "study.lacuna")
	lock, err := Acquire(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(file); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "on this machine") {
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
}

func TestForeignLocks(t *testing.T) {
	me := owner{1, "here"}
	dead := func(int) bool { return false }
	living := func(int) bool { return true }
	cases := []struct {
		name, text string
		alive      func(int) bool
		says       string // "" means that the lock is taken over
	}{
		{"crashed", `{"pid": 77, "host": "here"}`, dead, ""},
		{"living", `{"pid": 77, "host": "here"}`, living, "process 77 on this machine"},
		{"elsewhere", `{"pid": 77, "host": "there"}`, dead, "process 77 on the machine there"},
		{"unreadable", `?`, dead, "delete"},
	}
	for _, c := range cases {
		file := filepath.Join(t.TempDir(), "study.lacuna")
		if err := os.WriteFile(LockFile(file), []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := acquire(disk{}, file, me, c.alive)
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.says != "" && (!errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want one that says %q", c.name, err, c.says)
		}
	}
}

func TestAlive(t *testing.T) {
	if !alive(os.Getpid()) {
		t.Error("this process counts as gone")
	}
	if alive(-1) || alive(0) {
		t.Error("a process that cannot be counts as running")
	}
}

func TestLockWithoutFolder(t *testing.T) {
	if _, err := Acquire(filepath.Join(t.TempDir(), "none", "study.lacuna")); err == nil || errors.Is(err, ErrLocked) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
