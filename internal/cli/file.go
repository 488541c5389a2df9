package cli

import (
	"bytes"
	"fmt"
	"io"

	"lacuna/internal/file"
)

// writeFile writes a file whole or not at all, with the rights that files
// usually have; one that is replaced keeps its own.
func writeFile(path string, write func(io.Writer) error) error {
	var buffer bytes.Buffer
	if err := write(&buffer); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := file.Write(path, &buffer); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}
