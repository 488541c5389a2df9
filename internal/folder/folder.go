// Package folder makes folders that are there whole or not at all.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Create makes the folder dir, which must not exist or be empty: fill writes
// into a hidden folder beside it, which gets the name dir at the end. Errors
// are for people and leave no trace of the folder.
func Create(dir string, fill func(temp string) error) (err error) {
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(dir)
	if len(entries) > 0 {
		return &dataset.UserError{What: say.Form("%s is not empty", dir), Why: say.Text("nothing is ever overwritten"), Try: say.Text("Choose a new folder, or empty this one.")}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(dir, err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return unwritable(dir, err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return unwritable(dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }() // nothing is left of it once it has its name
	if err := os.Chmod(temp, 0o755); err != nil {                 // made as a private folder
		return unwritable(dir, err)
	}
	if err := fill(temp); err != nil {
		return unwritable(dir, err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(dir, err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return unwritable(dir, err)
	}
	return nil
}

// unwritable explains what went wrong, unless fill has explained it already.
func unwritable(dir string, err error) error {
	if explained := (*dataset.UserError)(nil); errors.As(err, &explained) {
		return err
	}
	return &dataset.UserError{What: say.Form("%s cannot be written", dir), Why: err.Error(), Try: say.Text("Check permissions and free space."), Err: err}
}
