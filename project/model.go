package project

import (
	"io/fs"
	"path/filepath"

	"lacuna/internal/say"
)

// HasModel says whether the job is finished and its fitted method is there.
func (s *Store) HasModel(id string) bool {
	done, err := s.done(id)
	if err != nil || !s.Has(id) {
		return false
	}
	mark, kept := done.Files[modelFile]
	if !kept {
		return false
	}
	size, err := s.files.Size(filepath.Join(s.Folder(id), modelFile))
	return err == nil && size == mark.Size
}

// Model returns the fitted method of a finished run, a file in the safetensors
// layout that package experiment/fitted writes and reads. The error wraps
// fs.ErrNotExist where none was kept.
func (s *Store) Model(id string) ([]byte, error) {
	data, err := s.model(id)
	if err != nil {
		return nil, say.Errorf("model of run %s: %w", s.Folder(id), err)
	}
	return data, nil
}

func (s *Store) model(id string) ([]byte, error) {
	done, err := s.done(id)
	if err != nil {
		return nil, err
	}
	mark, kept := done.Files[modelFile]
	if !kept {
		return nil, say.Errorf("no model was kept: %w", fs.ErrNotExist)
	}
	data, err := s.files.ReadFile(filepath.Join(s.Folder(id), modelFile))
	if err != nil {
		return nil, err
	}
	if checksum(data) != mark.SHA256 {
		return nil, say.Errorf("%s is not as it was written", modelFile)
	}
	return data, nil
}
