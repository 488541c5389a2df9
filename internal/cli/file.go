package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/natefinch/atomic"
)

// writeFile writes a file whole or not at all, with the rights that files
// usually have; one that is replaced keeps its own.
func writeFile(path string, write func(io.Writer) error) error {
	var buffer bytes.Buffer
	if err := write(&buffer); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	_, err := os.Stat(path)
	created := errors.Is(err, fs.ErrNotExist)
	if err := atomic.WriteFile(path, &buffer); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if !created {
		return nil
	}
	if err := os.Chmod(path, 0o644); err != nil { // made as a private temporary file
		return fmt.Errorf("cannot let others read %s: %w", path, err)
	}
	return nil
}
