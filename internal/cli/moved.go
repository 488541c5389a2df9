package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/project"
)

// find looks for data that are not where the project says: under the same name
// beside the project or above it. What is found counts only if it is the same
// to the last value, and the project then says so where it can be written.
func (s *study) find(ctx context.Context, p *project.Project, lost error) (*dataset.Dataset, error) {
	for _, path := range nearby(s.file, p.Dataset) {
		moved := p.Dataset
		if err := moved.Locate(s.file, path); err != nil {
			continue
		}
		data, err := openProjectData(ctx, s.file, moved)
		if ctx.Err() != nil {
			return nil, err
		}
		if err == nil && p.Dataset.Check(data) == nil {
			s.source = path
			return data, nil
		}
	}
	return nil, &dataset.UserError{
		What: "the dataset of " + s.file + " is not there", Why: strings.Join(p.Dataset.DataPaths(s.file), ", ") + " does not exist",
		Try: "Bring it back, or say once where it is now: lacuna run " + s.file + " --data PATH", Err: lost,
	}
}

// nearby lists where data of one path may have gone: the ends of that path,
// below the folder of the project and the two above it, and in folders called
// data there.
func nearby(file string, d project.Dataset) []string {
	if d.Path == "" || len(d.More) > 0 {
		return nil
	}
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil
	}
	var list []string
	for range 3 {
		for end := range tails(d.Path) {
			for _, below := range []string{"", "data"} {
				candidate := filepath.Join(folder, below, filepath.FromSlash(end))
				if _, err := os.Stat(candidate); err == nil {
					list = appendNew(list, []string{candidate})
				}
			}
		}
		folder = filepath.Dir(folder)
	}
	return list
}

// tails yields the last one, two and three parts of a path.
func tails(of string) func(func(string) bool) {
	return func(yield func(string) bool) {
		parts := strings.Split(path.Clean(of), "/")
		for n := 1; n <= min(3, len(parts)); n++ {
			if end := path.Join(parts[len(parts)-n:]...); strings.HasPrefix(end, "..") || end == "." || !yield(end) {
				return
			}
		}
	}
}

// settle writes into a project file where its data are now. They must be the
// same to the last value.
func settle(ctx context.Context, file, path string) error {
	_, p, err := openProject(file)
	if err != nil {
		return err
	}
	if p.Dataset.Sample {
		return usagef("--data: %s is about the embedded sample, which is everywhere", file)
	}
	data, err := format.OpenFiles(ctx, []string{path}, ReadOptions(p.Dataset.Import))
	if err != nil {
		return err
	}
	if err := p.Dataset.Check(data); err != nil {
		return err
	}
	lock, err := project.Acquire(file)
	if err != nil {
		return err
	}
	if err = p.Dataset.Locate(file, path); err == nil {
		err = project.Save(file, p)
	}
	if err := errors.Join(err, lock.Release()); err != nil {
		return fmt.Errorf("cannot write down where the data are: %w", err)
	}
	return nil
}
