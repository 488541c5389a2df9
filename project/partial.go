package project

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lacuna/internal/say"
)

// partialFolder holds a folder of half-done work for each unfinished job. No
// job has such an id.
const partialFolder = ".partial"

// Partial returns half-done work of a job, nil where nothing was saved under
// the name. It reports a file that is not as SavePartial wrote it, for this job
// and under this name.
func (s *Store) Partial(id, name string) ([]byte, error) {
	file, err := s.files.ReadFile(s.partial(id, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, say.Errorf("half-done work: %w", err)
	}
	mark, data := file[:min(sha256.Size, len(file))], file[min(sha256.Size, len(file)):]
	if !bytes.Equal(mark, partialMark(id, name, data)) {
		return nil, say.Errorf("half-done work: %s is damaged, or not of this job", s.partial(id, name))
	}
	return data, nil
}

// SavePartial keeps half-done work of a job until the run is saved.
func (s *Store) SavePartial(id, name string, data []byte) error {
	file := s.partial(id, name)
	err := s.files.MkdirAll(filepath.Dir(file))
	if err == nil {
		err = replace(s.files, file, append(partialMark(id, name, data), data...))
	}
	if err != nil {
		return say.Errorf("half-done work of run %s: %w", id, err)
	}
	return nil
}

// forget removes the half-done work of a job that is finished. What cannot be
// removed does no harm.
func (s *Store) forget(id string) {
	_ = s.files.RemoveAll(filepath.Join(s.folder, partialFolder, id))
}

func (s *Store) partial(id, name string) string {
	return filepath.Join(s.folder, partialFolder, id, checksum([]byte(name))[:16])
}

// partialMark opens a file of half-done work: the checksum of its job, its
// name and its content.
func partialMark(id, name string, data []byte) []byte {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%q %q ", id, name) // a hash takes everything
	_, _ = h.Write(data)
	return h.Sum(nil)
}
