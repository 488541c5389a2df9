package away

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/project"
)

// inside opens a file in the folder of the runs of a project for writing, and makes
// what is missing of its folders. A project may be anybody's: where a link in it
// leads out of that folder, what lies there is left alone. how is os.O_TRUNC or
// os.O_APPEND.
func inside(study, file string, how int, rights os.FileMode) (*os.File, error) {
	runs := project.RunsFolder(study)
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(runs)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // opened files stay open
	name, err := filepath.Rel(runs, file)
	if err != nil {
		return nil, err
	}
	f, err := openIn(root, name, os.O_CREATE|os.O_WRONLY|how, rights)
	if err != nil {
		return nil, &dataset.UserError{
			What: say.Form("%s cannot be written", file), Why: fmt.Sprint(plain(err)),
			Try: say.Text("The folder of the runs must be one that you may write to, with room, and nothing in it may lead out of it"), Err: err,
		}
	}
	return f, nil
}

func openIn(root *os.Root, name string, how int, rights os.FileMode) (*os.File, error) {
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	if about, err := root.Stat(name); err == nil && !about.Mode().IsRegular() {
		return nil, say.Error("it is no plain file") // to open a pipe would wait for ever
	}
	return root.OpenFile(name, how, rights)
}

// plain is the reason of an error without the name of the file.
func plain(err error) error {
	var of *os.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
