package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"

	"lacuna/dataset"
)

// find marks the files that do not exist. Folders are listed once, so that a
// table that names a million files which are not there costs no look at the
// disk for each.
func (s *set) find(ctx context.Context) error {
	l := lister{fsys: s.fsys, wanted: map[string]map[string]bool{}, listed: map[string]bool{}}
	files := s.present()
	for _, f := range files {
		for name := f.path; name != "."; name = path.Dir(name) {
			if !l.want(name) {
				break
			}
		}
	}
	for i, f := range files {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !l.exists(ctx, f.path) {
			f.fail(dataset.NoFile, errors.New("the file does not exist"))
		}
	}
	return ctx.Err()
}

// lister looks names up in the lists of their folders.
type lister struct {
	fsys   fs.FS
	wanted map[string]map[string]bool // per folder: the names looked for, and whether they are there
	listed map[string]bool            // the folders listed; false for those that cannot be
}

// want notes that a name will be looked for, and says whether that is news.
func (l *lister) want(name string) bool {
	dir, base := path.Dir(name), path.Base(name)
	if l.wanted[dir] == nil {
		l.wanted[dir] = map[string]bool{}
	}
	_, known := l.wanted[dir][base]
	if !known {
		l.wanted[dir][base] = false
	}
	return !known
}

// exists says whether a file may exist. Where a folder cannot be listed,
// opening the file will tell.
func (l *lister) exists(ctx context.Context, name string) bool {
	if name == "." {
		return true
	}
	dir := path.Dir(name)
	if !l.exists(ctx, dir) {
		return false
	}
	if _, done := l.listed[dir]; !done {
		l.listed[dir] = l.list(ctx, dir)
	}
	return !l.listed[dir] || l.wanted[dir][path.Base(name)]
}

// list marks the wanted names that a folder holds.
func (l *lister) list(ctx context.Context, dir string) bool {
	f, err := l.fsys.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true // and nothing is in it
	}
	if err != nil {
		return false
	}
	defer f.Close()
	d, ok := f.(fs.ReadDirFile)
	if !ok {
		return false
	}
	for ctx.Err() == nil {
		entries, err := d.ReadDir(1024)
		for _, e := range entries {
			if _, wanted := l.wanted[dir][e.Name()]; wanted {
				l.wanted[dir][e.Name()] = true
			}
		}
		if err != nil {
			return errors.Is(err, io.EOF)
		}
	}
	return false
}
