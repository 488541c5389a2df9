package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// halfPrefix opens the names of folders that are being made. After it come
// process and machine, so that what a crash has left behind can be told from
// what another program is making just now.
const halfPrefix = ".half-"

// half is the pattern of a folder that is being made by this process.
func half() string {
	return fmt.Sprintf("%s%d-%s-*", halfPrefix, os.Getpid(), hostName())
}

// hostName is the machine's name as part of a file's.
func hostName() string {
	host, err := os.Hostname()
	if err != nil {
		return "unknown"
	}
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '*' || r == '/' || r == filepath.Separator {
			return '_'
		}
		return r
	}, host)
}

// Tidy removes the halves of runs that programs of this machine left behind when
// they were killed. Those of other machines, and of programs that are alive,
// stay. It is for the beginning of a program, which is making none itself: what
// has its own process number was left by another one (in a container each is
// process 1). What cannot be removed does no harm.
func (s *Store) Tidy() {
	entries, err := s.files.ReadDir(s.folder)
	if err != nil {
		return // nothing there yet
	}
	for _, e := range entries {
		if rest, ok := strings.CutPrefix(e.Name(), halfPrefix); ok && abandoned(rest) {
			_ = s.files.RemoveAll(filepath.Join(s.folder, e.Name()))
		}
	}
}

// abandoned says whether a half belongs to a process that is no more. Names of
// earlier versions had neither process nor machine: nobody makes those now.
func abandoned(name string) bool {
	pid, rest, ok := strings.Cut(name, "-")
	if !ok {
		return true
	}
	n, err := strconv.Atoi(pid)
	host, _, _ := strings.Cut(rest, "-")
	return err != nil || host == hostName() && (n == os.Getpid() || !alive(n))
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
