package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"lacuna/dataset"
)

// Lock keeps other programs on this machine from running the same study. It is
// a file beside the project that names its owner; one that a crashed program
// left behind is recognised and taken over. Run folders need no lock: they are
// made whole, so jobs of one study may run on several machines (shards).
type Lock struct {
	file  string
	files fileSystem
}

// owner is the content of a lock file.
type owner struct {
	PID  int    `json:"pid"`
	Host string `json:"host"`
}

// LockFile returns the name of the lock of a project file.
func LockFile(file string) string { return file + ".lock" }

// Acquire locks the study of a project file. Where another living program
// holds it, the error says which, and what to do.
func Acquire(file string) (*Lock, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	return acquire(disk{}, file, owner{os.Getpid(), host}, alive)
}

// Release gives the study free.
func (l *Lock) Release() error { return l.files.Remove(l.file) }

// acquire tries twice: the second time after it has cleared a stale lock away.
func acquire(files fileSystem, file string, me owner, alive func(pid int) bool) (*Lock, error) {
	text, err := json.Marshal(me)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	name := LockFile(file)
	err = files.WriteFile(name, append(text, '\n'))
	if errors.Is(err, fs.ErrExist) {
		if err := clearStale(files, name, me, alive); err != nil {
			return nil, err
		}
		err = files.WriteFile(name, append(text, '\n'))
	}
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	return &Lock{name, files}, nil
}

// clearStale removes a lock whose owner is gone.
func clearStale(files fileSystem, name string, me owner, alive func(pid int) bool) error {
	text, err := files.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // given free meanwhile
	}
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	var holder owner
	if err := json.Unmarshal(text, &holder); err != nil {
		return held(name, "by a program that did not write its name", err)
	}
	if holder.Host != me.Host {
		return held(name, fmt.Sprintf("by process %d on the machine %s", holder.PID, holder.Host), nil)
	}
	if alive(holder.PID) {
		return held(name, fmt.Sprintf("by process %d on this machine", holder.PID), nil)
	}
	if err := files.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("lock: %w", err)
	}
	return nil
}

// ErrLocked marks the errors of Acquire that say that the study is in use.
var ErrLocked = errors.New("study in use")

func held(name, by string, err error) error {
	return &dataset.UserError{
		What: "the study is being run already", Why: by,
		Try: fmt.Sprintf("Wait for it or stop it there; if it is no longer running, delete %s", name),
		Err: errors.Join(ErrLocked, err),
	}
}

// alive says whether a process of this machine is running. On Windows finding
// it is the proof; elsewhere it is asked with the empty signal.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil || pid <= 0 {
		return false
	}
	if runtime.GOOS == "windows" {
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
