package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/natefinch/atomic"
)

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	var buffer bytes.Buffer
	if err := write(&buffer); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := atomic.WriteFile(path, &buffer); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return os.Chmod(path, 0o644) // made as a private temporary file
}
