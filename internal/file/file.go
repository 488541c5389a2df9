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
// there before stays. A new file has the rights that files usually have; one that is
// replaced keeps its own.
func Write(path string, content io.Reader) error {
	_, err := os.Stat(path)
	created := errors.Is(err, fs.ErrNotExist)
	if err := atomic.WriteFile(path, content); err != nil || !created {
		return err
	}
	return os.Chmod(path, 0o644) // made as a private temporary file
}
