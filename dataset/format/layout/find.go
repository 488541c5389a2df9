package layout

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// Layouts, in the words of Import.Reader.
const (
	mediaFolders  = "media-folders"  // one folder, or one ending of names, per modality
	classFolders  = "class-folders"  // one folder per class
	recordFolders = "record-folders" // one folder per record
	manifest      = "manifest"       // a table with columns of paths
	wideCSV       = "wide-csv"       // one table, prefixes name the modalities
	folderCSV     = "folder-csv"     // one table per modality
	longCSV       = "long-csv"       // one row per record and feature
	arrays        = "arrays"         // NPY, NPZ, MAT
)

// Readers lists the layouts that there are.
func Readers() []string {
	return []string{folderCSV, wideCSV, longCSV, manifest, mediaFolders, classFolders, recordFolders, arrays}
}

// finder is what has been found so far.
type finder struct {
	ctx     context.Context
	place   Place
	imp     dataset.Import
	tree    *tree
	found   *Found
	sources []*source // tables
	lists   []*entry  // texts that may be lists of ids
	arrays  []*entry
	media   []*entry
	errs    []error // of tables that could not be opened
	// restart says that ids begin anew in each part of the data, so that the
	// part belongs to the id.
	restart bool
	folders string // the layout of folders of media
	links   []links
	// consulted says that ids of tables told which files are records.
	consulted bool
	// classes are the words behind the ids in lists of them, "" for none.
	classes map[string]string

	mu     sync.Mutex
	byName names // of all files; made when first asked
}

// source is a table on its way to its role.
type source struct {
	*table.Table
	entry  *entry
	name   string // of the modality
	dir    string
	role   Role
	parts  []string
	spans  []span // which rows come from which file
	paths  []Paths
	sample [][]string
	// long says that it had one row per record and feature, gathered that it
	// was put together from one table per record.
	long, gathered bool
	turned         bool // its records were columns
	id             int
	ids            map[string]bool // of all rows; made when first asked
}

// span is rows of a table that stand in one file.
type span struct {
	to  int // row after the last
	dir string
}

// Find opens a place and finds what lies in it. The import's reader, where it
// names one, is the layout that is used.
func Find(ctx context.Context, p Place, imp dataset.Import) (*Found, error) {
	if imp.Reader != "" && !slices.Contains(Readers(), imp.Reader) {
		return nil, &dataset.UserError{What: say.Kept("no reader is called %q", imp.Reader), Why: say.Kept("there are %s", strings.Join(Readers(), ", ")),
			Try: say.Mark("Choose one of them, or none to recognise the data.")}
	}
	if p.Workers <= 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	f := &finder{ctx: ctx, place: p, imp: imp, tree: newTree(p.FS), classes: map[string]string{},
		found: &Found{Name: p.Name, Root: p.Root, FS: p.FS}}
	if err := f.list(); err != nil {
		return nil, err
	}
	shapes := []func() error{f.findLinks, f.gather, f.reshape, f.findPaths, f.stackParts}
	if f.found.About.Version > 0 {
		shapes = nil // a folder of this program has one shape
	}
	for _, step := range slices.Concat([]func() error{f.openTables, f.openTexts}, shapes,
		[]func() error{f.giveRoles, f.findMedia, f.cutEndings, f.readLists, f.openArrays, f.makeTables}) {
		if err := step(); err != nil {
			return nil, err
		}
	}
	f.nameLeft()
	return f.finish()
}

// list sorts the files of the place by what can be made of them.
func (f *finder) list() error {
	files, err := f.meant()
	if err != nil {
		return err
	}
	for _, e := range files {
		switch {
		case f.imp.Files[e.path].Role == string(LeftOut):
			e.used.Store(true)
		case f.place.Files == nil && isDocument(e.path):
			f.readAbout(e)
			e.used.Store(f.whyMarkup(e.path) == "")
		case f.isCopy(e): // named by nameLeft
		case table.Is(e.path):
			f.sources = append(f.sources, &source{entry: e})
		case array.Is(e.path):
			f.arrays = append(f.arrays, e)
		case f.isListed(e):
			f.lists = append(f.lists, e)
		case f.isStrayMarkup(e): // named by nameLeft
		case e.kind != "" || e.strange:
			f.media = append(f.media, e)
		}
	}
	return nil
}

// meant returns the files of the place: those that were named, or all.
func (f *finder) meant() ([]*entry, error) {
	if f.place.Files == nil {
		if err := f.tree.walk(f.ctx, mostFiles); err != nil {
			return nil, err
		}
		if f.tree.folder(".") == nil {
			return nil, &dataset.UserError{What: say.Kept("the folder %s cannot be listed", f.place.Name), Try: say.Mark("Check its permissions.")}
		}
		f.found.Problems = append(f.found.Problems, f.tree.problems...)
		return f.tree.files, nil
	}
	var files []*entry
	for _, file := range f.place.Files {
		if len(f.place.Files) == 1 {
			if err := Refuse(file); err != nil {
				return nil, err
			}
			if why := f.whyMarkup(file); why != "" {
				return nil, &dataset.UserError{What: say.Kept("%s cannot be opened", file), Why: why, Try: howTo}
			}
		}
		e := newEntry(file)
		if dir := f.tree.folder(path.Dir(file)); dir != nil {
			e = cmp.Or(dir.files[path.Base(file)], e)
		}
		files = append(files, e)
	}
	return files, nil
}

// problem notes something that people should know.
func (f *finder) problem(file, what, done string) {
	f.found.Problems = append(f.found.Problems, dataset.Problem{File: file, What: what, Done: done})
}

func (f *finder) why(format string, args ...any) {
	f.found.Why = append(f.found.Why, fmt.Sprintf(format, args...))
}

// decided says whether the import asks for one of the layouts.
func (f *finder) decided(readers ...string) bool { return slices.Contains(readers, f.imp.Reader) }

// nameLeft says which files nothing was made of.
func (f *finder) nameLeft() {
	left := &tally{}
	var ids map[string]bool // of all records; made when a medium is left
	for _, e := range f.tree.files {
		if e.used.Load() {
			continue
		}
		if ids == nil && e.kind != "" {
			ids = f.allIDs()
		}
		if original := f.originalOf(e.path); original != "" {
			left.add(e.path, whyCopy(original))
			continue
		}
		left.add(e.path, cmp.Or(f.whyMarkup(e.path), whyLeft(e, ids[stemOf(e.path)])))
	}
	f.found.Problems = append(f.found.Problems, left.problems(say.Mark("it is left out"), say.Mark("they are left out"))...)
}

const noTableNames = "no table names the file"

// whyLeft says why nothing was made of a file, which may be called like a record.
func whyLeft(e *entry, record bool) string {
	if why := Unsupported(e.path); why != "" {
		return why
	}
	if e.kind != "" && !e.strange {
		if record {
			return say.Kept("%s, though there is a record of its name: the cell of that record names another file, or none", noTableNames)
		}
		return say.Kept("%s, and its name is that of no record", noTableNames)
	}
	if path.Ext(e.path) == "" {
		return say.Mark("a file without an ending is not understood")
	}
	return say.Kept("files ending in %s are not understood", path.Ext(e.path))
}

// finish says which layout it was, or why there is no data.
func (f *finder) finish() (*Found, error) {
	found := f.found
	if !f.hasData() {
		return nil, f.nothing()
	}
	if found.Layout = f.layout(); f.imp.Reader != "" && f.imp.Reader != found.Layout {
		return nil, f.otherLayout(found.Layout)
	}
	return found, nil
}

func (f *finder) hasData() bool {
	found := f.found
	return len(found.Media) > 0 || len(found.Arrays) > 0 || slices.ContainsFunc(found.Tables, func(t Table) bool { return t.Role == Data })
}
