// Package file writes files that are there whole or not at all.
package file

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/natefinch/atomic"
)

// Write puts what a reader gives into a file. It is written beside its place and
// moved there, so that nobody ever reads half of it, and where writing fails what was
// there before stays. A new file has the rights that files of this user have; one
// that is replaced keeps its own.
func Write(path string, content io.Reader) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return atomic.WriteFile(path, content)
	}
	rights, err := usual(path)
	if err != nil {
		return err
	}
	if err := atomic.WriteFile(path, content); err != nil {
		return err
	}
	return os.Chmod(path, rights) // made as a private temporary file
}

// usual returns the rights that a new file has at a path. Only making one beside it
// tells: the mask of the process cannot be read without changing it for all that runs.
func usual(path string) (fs.FileMode, error) {
	probe := path + "~rights"
	f, err := os.OpenFile(probe, os.O_CREATE|os.O_WRONLY, 0o666)
	if refused := (*fs.PathError)(nil); errors.As(err, &refused) {
		refused.Path = path // which is what the caller knows
	}
	if err != nil {
		return 0, err
	}
	about, err := f.Stat()
	if err := errors.Join(err, f.Close(), os.Remove(probe)); err != nil {
		return 0, err
	}
	return about.Mode().Perm(), nil
}
