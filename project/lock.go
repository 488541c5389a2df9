package project

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Lock keeps other programs from running the same study. It is a lock of the
// operating system on a file beside the project, which ends with its process
// however that ends: there is no lock that a crash leaves behind. What the file
// says (host, process) is for people only. Run folders need no lock: they are
// made whole, so jobs of one study may run on several machines (shards).
type Lock struct {
	held *flock.Flock
}

// Owner is who holds a lock, as its file says.
type Owner struct {
	PID  int    `json:"pid"`
	Host string `json:"host"`
	// Background says that the program was started to go on by itself: whoever
	// opens the study may stop it, and it loses nothing by that.
	Background bool `json:"background,omitempty"`
}

// LockFile returns the name of the lock of a project file.
func LockFile(file string) string { return file + ".lock" }

// mostTries bounds how often a lock is taken anew because its file was given
// free, and so lost its name, in the same moment.
const mostTries = 100

// Acquire locks the study of a project file. Where another program holds it,
// the error says which, and what to do.
func Acquire(file string) (*Lock, error) {
	name, err := lockName(file)
	if err != nil {
		return nil, say.Errorf("lock: %w", err)
	}
	for range mostTries {
		l := flock.New(name, flock.SetPermissions(0o644))
		ok, err := l.TryLock()
		switch {
		case errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK):
			return nil, noLocks(file, err)
		case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
			return nil, unwritable(name, err)
		case err != nil:
			return nil, say.Errorf("lock: %w", err)
		case !ok:
			return nil, held(name)
		case named(l, name):
			sign(name, os.Getpid(), false)
			return &Lock{l}, nil
		}
		_ = l.Close() // another program had it, and has taken its name away
	}
	return nil, held(name)
}

// Release gives the study free. The name goes first: who has opened the file
// meanwhile finds that it has no name any more, and makes another. Where an open
// file cannot lose its name (Windows) it stays, and does no harm.
func (l *Lock) Release() error {
	_ = os.Remove(l.held.Path())
	return l.held.Close()
}

// named says whether the locked file is still the one of that name.
func named(l *flock.Flock, name string) bool {
	mine, err1 := l.Stat()
	there, err2 := os.Stat(name)
	return err1 == nil && err2 == nil && os.SameFile(mine, there)
}

// lockName is the lock file of a project, the same by whichever link the
// project is named. What is there under that name must be a plain file: opening
// a pipe would wait for ever.
func lockName(file string) (string, error) {
	real, _, err := disk{}.Target(file)
	if err != nil {
		return "", err
	}
	name := LockFile(real)
	if about, err := os.Lstat(name); err == nil && !about.Mode().IsRegular() {
		return "", say.Errorf("%s is no plain file; remove it", name)
	}
	return name, nil
}

// sign writes who holds the lock. On a full disk nothing is written, and the
// lock holds all the same.
func sign(name string, pid int, background bool) {
	host, err := os.Hostname()
	if err != nil {
		host = "" // then the process is named without it
	}
	if text, err := json.Marshal(Owner{pid, host, background}); err == nil {
		_ = os.WriteFile(name, append(text, '\n'), 0o644)
	}
}

// Background says in the lock file that this program was started to go on by
// itself.
func (l *Lock) Background() { sign(l.held.Path(), os.Getpid(), true) }

// Holder returns who holds the lock of a project file, and whether anybody does.
// Of what another machine holds only its name is known.
func Holder(file string) (Owner, bool) {
	name, err := lockName(file)
	if err != nil {
		return Owner{}, false
	}
	text, err := os.ReadFile(name)
	var o Owner
	if err != nil || json.Unmarshal(text, &o) != nil || o.PID <= 0 {
		return Owner{}, false
	}
	if host, err := os.Hostname(); err == nil && o.Host == host && !alive(o.PID) {
		return Owner{}, false // asked first, so that nobody's lock is touched
	}
	l := flock.New(name, flock.SetFlag(os.O_RDWR))
	free, err := l.TryLock()
	defer func() { _ = l.Close() }()
	return o, err == nil && !free
}

// ErrLocked marks the errors of Acquire that say that the study is in use.
var ErrLocked = say.Error("study in use")

func held(name string) error {
	return &dataset.UserError{
		What: say.Text("the study is being run already"), Why: holder(name),
		Try: say.Text("Wait for it or stop it there. A lock ends with its program, so nothing needs to be deleted"), Err: ErrLocked,
	}
}

// holder says who holds a lock, as far as its file tells, and since when.
func holder(name string) string {
	about, err := os.Stat(name)
	text, err2 := os.ReadFile(name)
	var o Owner
	if err != nil || err2 != nil || json.Unmarshal(text, &o) != nil || o.PID == 0 {
		return say.Form("by another program, which did not write its name into %s", name)
	}
	return say.Form("by process %d on the machine %s, since %s", o.PID, o.Host, about.ModTime().Format("2 January 15:04:05"))
}

func unwritable(name string, err error) error {
	why := err
	var of *fs.PathError
	if errors.As(err, &of) {
		why = of.Err
	}
	return &dataset.UserError{
		What: say.Text("the study cannot be run or saved here"), Why: say.Form("the folder %s may not be written: %v", filepath.Dir(name), why),
		Try: say.Text("Copy the project file and the folder of its runs to a place of yours, or make that folder one that you may write to; looking at results needs no writing"), Err: err,
	}
}

func noLocks(file string, err error) error {
	return &dataset.UserError{
		What: say.Text("the study cannot be locked"), Why: say.Form("the file system under %s keeps no locks", filepath.Dir(file)),
		Try: say.Form("Run it as one share, which needs none: lacuna run %s --shard 0/1 (and start no other program on it meanwhile)", file), Err: err,
	}
}
