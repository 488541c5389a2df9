package layout

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/say"
)

const (
	// deepest is how many folders are entered inside each other: a study has
	// subjects, sessions, kinds and runs.
	deepest = 8
	// mostFiles bounds the listing of a folder that was pointed at by mistake,
	// such as a whole disk.
	mostFiles = 1 << 21
)

// tree is every file of a place. Folders are listed when they are first asked
// for, and each only once: a million paths cost as many look-ups in maps.
type tree struct {
	fsys     fs.FS
	files    []*entry // of the walk, folder by folder, sorted
	problems []dataset.Problem

	mu      sync.Mutex
	folders map[string]*folder
	endings map[string]nature // what an ending says of a file
}

func newTree(fsys fs.FS) *tree {
	return &tree{fsys: fsys, folders: map[string]*folder{}, endings: map[string]nature{}}
}

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

// walk lists the whole place, without what a machine leaves behind.
func (t *tree) walk(ctx context.Context, limit int) error {
	odd := &tally{}
	err := t.enter(ctx, ".", 0, limit, odd)
	if errors.Is(err, errTooMany) {
		t.problems = append(t.problems, dataset.Problem{What: say.Kept("there are more than %d files", limit), Done: say.Mark("the rest is not looked at")})
		err = nil
	}
	t.problems = append(t.problems, odd.problems(say.Mark("it is not opened"), say.Mark("they are not opened"))...)
	return err
}

var errTooMany = say.Error("too many files")

func (t *tree) enter(ctx context.Context, name string, depth, limit int, odd *tally) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f := t.folder(name)
	if f == nil {
		odd.add(name, say.Mark("the folder cannot be listed"))
		return nil
	}
	if name != "." && f.isEmpty() {
		t.problems = append(t.problems, dataset.Problem{File: name + "/", What: say.Mark("the folder is empty"), Done: say.Mark("nothing is read from it: were it a modality, every record would lack it, and no count of what is missing says so")})
	}
	for k := range f.list {
		if isJunk(f.list[k].base) {
			continue
		}
		if len(t.files) == limit {
			return errTooMany
		}
		t.files = append(t.files, &f.list[k])
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
			odd.add(path.Join(name, base), say.Mark("the folder lies too deep"))
			continue
		}
		if err := t.enter(ctx, path.Join(name, base), depth+1, limit, odd); err != nil {
			return err
		}
	}
	return nil
}

// isEmpty says whether a folder holds nothing but what machines leave behind and
// notes on what belongs there.
func (f *folder) isEmpty() bool {
	for k := range f.list {
		if base := f.list[k].base; !isJunk(base) && (!isDocument(f.list[k].path) || len(f.order) > 0 || base == AboutFile) {
			return false
		}
	}
	return !slices.ContainsFunc(f.order, func(base string) bool { return !isJunk(base) }) && len(f.odd) == 0
}

// junkNames are files and folders that a machine leaves behind, in lower case.
var junkNames = map[string]bool{
	"thumbs.db": true, "desktop.ini": true, "__macosx": true, "__pycache__": true, "$recycle.bin": true, "lost+found": true, "node_modules": true,
}

// isJunk says whether a file or folder is no part of any data. Projects, their
// locks and what was saved of them by itself are none.
func isJunk(base string) bool {
	if rest, ours := strings.CutSuffix(strings.TrimSuffix(strings.TrimSuffix(base, ".lock"), "~"), ".lacuna"); ours && rest != "" {
		return true
	}
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || junkNames[strings.ToLower(base)]
}
