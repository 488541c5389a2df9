package project

import (
	"errors"
	"io/fs"
)

// AutosaveFile returns the name of the autosave of a project file.
func AutosaveFile(file string) string { return file + "~" }

// Autosave keeps what has not been saved yet beside the project file, which
// itself stays as the user saved it.
func Autosave(file string, p *Project) error { return Save(AutosaveFile(file), p) }

// Recover returns the autosave of a project file, or nil where there is none:
// the last session ended with Save.
func Recover(file string) (*Project, error) {
	p, err := Open(AutosaveFile(file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return p, err
}

// Discard removes the autosave, after a save or when the user does not want
// it.
func Discard(file string) error {
	err := disk{}.Remove(AutosaveFile(file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
