package layout

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
)

const (
	// deepest is how many folders are entered inside each other: a study has
	// subjects, sessions, kinds and runs.
	deepest = 8
	// mostFiles bounds the listing of a folder that was pointed at by mistake,
	// such as a whole disk.
	mostFiles = 1 << 21
)

// entry is a file of the place.
type entry struct {
	path    string
	kind    dataset.Kind // by its ending
	strange bool         // an ending of media that are not understood
	used    atomic.Bool  // something was made of it, or was said about it
}

func newEntry(file string) *entry {
	e := &entry{path: file, kind: media.KindOf(file)}
	if e.kind == "" {
		e.kind, e.strange = media.Unsupported(file)
	}
	return e
}

// folder is one listed folder.
type folder struct {
	files   map[string]*entry // by name
	stems   map[string]*entry // by name without ending, nil where several have it; made when first asked
	folders map[string]bool
	odd     map[string]error // names that are not opened, and why
	order   []string         // names of the folders, sorted
}

// tree is every file of a place. Folders are listed when they are first asked
// for, and each only once: a million paths cost as many look-ups in maps.
type tree struct {
	fsys     fs.FS
	files    []*entry // of the walk, folder by folder, sorted
	problems []dataset.Problem

	mu      sync.Mutex
	folders map[string]*folder
}

func newTree(fsys fs.FS) *tree { return &tree{fsys: fsys, folders: map[string]*folder{}} }

// folder returns a folder by its path, or nil where there is none.
func (t *tree) folder(name string) *folder {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f, ok := t.folders[name]; ok {
		return f
	}
	f, err := t.list(name)
	if err != nil {
		f = nil
	}
	t.folders[name] = f
	return f
}

// list lists one folder. Links count as what they lead to.
func (t *tree) list(name string) (*folder, error) {
	entries, err := fs.ReadDir(t.fsys, name)
	if err != nil {
		return nil, err
	}
	f := &folder{files: make(map[string]*entry, len(entries)), folders: map[string]bool{}, odd: map[string]error{}}
	for _, e := range entries {
		kind := e.Type()
		if kind&fs.ModeSymlink != 0 {
			info, err := fs.Stat(t.fsys, path.Join(name, e.Name()))
			if err != nil {
				f.odd[e.Name()] = bare(err)
				continue
			}
			if info.IsDir() && t.isAbove(name, info) {
				f.odd[e.Name()] = errAbove
				continue
			}
			kind = info.Mode().Type()
		}
		f.add(name, e.Name(), kind)
	}
	return f, nil
}

var errAbove = errors.New("it is a link to a folder above it")

// isAbove says whether a link leads to the folder that it lies in or to one
// above, so that to follow it would never end.
func (t *tree) isAbove(dir string, target fs.FileInfo) bool {
	for ; ; dir = path.Dir(dir) {
		if info, err := fs.Stat(t.fsys, dir); err == nil && os.SameFile(info, target) {
			return true
		}
		if dir == "." {
			return false
		}
	}
}

func (f *folder) add(dir, name string, kind fs.FileMode) {
	switch {
	case kind.IsDir():
		f.folders[name] = true
		f.order = append(f.order, name)
	case kind.IsRegular():
		f.files[name] = newEntry(path.Join(dir, name))
	default:
		f.odd[name] = errIrregular
	}
}

// stem returns the one file of a folder that has a name without its ending.
func (t *tree) stem(f *folder, stem string) *entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f.stems == nil {
		f.stems = make(map[string]*entry, len(f.files))
		for name, e := range f.files {
			s := stemOf(name)
			if _, several := f.stems[s]; several {
				e = nil
			}
			f.stems[s] = e
		}
	}
	return f.stems[stem]
}

// walk lists the whole place, without what a machine leaves behind.
func (t *tree) walk(ctx context.Context, limit int) error {
	odd := &tally{}
	err := t.enter(ctx, ".", 0, limit, odd)
	if errors.Is(err, errTooMany) {
		t.problems = append(t.problems, dataset.Problem{What: fmt.Sprintf("there are more than %d files", limit), Done: "the rest is not looked at"})
		err = nil
	}
	t.problems = append(t.problems, odd.problems("is not opened", "are not opened")...)
	return err
}

var errTooMany = errors.New("too many files")

func (t *tree) enter(ctx context.Context, name string, depth, limit int, odd *tally) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f := t.folder(name)
	if f == nil {
		odd.add(name, "the folder cannot be listed")
		return nil
	}
	for _, base := range sortedKeys(f.files) {
		if isJunk(base) {
			continue
		}
		if len(t.files) == limit {
			return errTooMany
		}
		t.files = append(t.files, f.files[base])
	}
	for _, base := range sortedKeys(f.odd) {
		if !isJunk(base) {
			odd.add(path.Join(name, base), f.odd[base].Error())
		}
	}
	for _, base := range f.order {
		if isJunk(base) {
			continue
		}
		if depth == deepest {
			odd.add(path.Join(name, base), "the folder lies too deep")
			continue
		}
		if err := t.enter(ctx, path.Join(name, base), depth+1, limit, odd); err != nil {
			return err
		}
	}
	return nil
}

// junkNames are files and folders that a machine leaves behind, in lower case.
var junkNames = map[string]bool{
	"thumbs.db": true, "desktop.ini": true, "__macosx": true, "__pycache__": true, "$recycle.bin": true, "lost+found": true, "node_modules": true,
}

// isJunk says whether a file or folder is no part of any data.
func isJunk(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || junkNames[strings.ToLower(base)]
}
