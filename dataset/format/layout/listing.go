package layout

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// entry is a file of the place.
type entry struct {
	nature
	path string
	base string      // the end of path
	used atomic.Bool // something was made of it, or was said about it
	next *entry      // the file behind it in its folder: where the next row is likely to point
}

// nature is what the ending of a file says of it.
type nature struct {
	kind    dataset.Kind
	strange bool // an ending of media that are not understood
}

func natureOf(file string) nature {
	if kind := media.KindOf(file); kind != "" {
		return nature{kind: kind}
	}
	if isPacked(file) {
		return nature{kind: natureOf(strings.TrimSuffix(file, path.Ext(file))).kind, strange: true}
	}
	kind, strange := media.Unsupported(file)
	return nature{kind, strange}
}

func newEntry(file string) *entry {
	return &entry{nature: natureOf(file), path: file, base: path.Base(file)}
}

// folder is one listed folder.
type folder struct {
	list    []entry           // the files, sorted by name
	files   map[string]*entry // by name
	stems   map[string]*entry // by name without ending, nil where several have it; made when first asked
	folders map[string]bool
	odd     map[string]error // names that are not opened, and why
	order   []string         // names of the folders, sorted
}

// list lists one folder. Links count as what they lead to.
func (t *tree) list(name string) (*folder, error) {
	entries, err := fs.ReadDir(t.fsys, name)
	if err != nil {
		return nil, err
	}
	f := &folder{list: make([]entry, 0, len(entries)), files: make(map[string]*entry, len(entries)), folders: map[string]bool{}, odd: map[string]error{}}
	for _, e := range entries {
		if !utf8.ValidString(e.Name()) {
			f.odd[strings.ToValidUTF8(e.Name(), "?")] = errName
			continue
		}
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
		t.add(f, name, e.Name(), kind)
	}
	return f, nil
}

var (
	errName  = say.Error("its name is not written in UTF-8")
	errAbove = say.Error("it is a link to a folder above it")
)

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

func (t *tree) add(f *folder, dir, name string, kind fs.FileMode) {
	switch {
	case kind.IsDir() && t.isRuns(path.Join(dir, name)):
	case kind.IsDir():
		f.folders[name] = true
		f.order = append(f.order, name)
	case kind.IsRegular():
		t.addFile(f, dir, name)
	default:
		f.odd[name] = errIrregular
	}
}

// isRuns says whether a folder holds the runs of a project: a project that is
// saved beside its data is no part of them.
func (t *tree) isRuns(name string) bool {
	if !strings.HasSuffix(name, ".runs") {
		return false
	}
	info, err := fs.Stat(t.fsys, name+"/.plans")
	return err == nil && info.IsDir()
}

// addFile adds a file. The list was made long enough, so that its entries stay
// where they are.
func (t *tree) addFile(f *folder, dir, name string) {
	file := name
	if dir != "." {
		file = dir + "/" + name
	}
	ending := path.Ext(name)
	like, known := t.endings[ending]
	if !known || ending == ".gz" || like.strange && isPacked(name) {
		like = natureOf(name)
		t.endings[ending] = like
	}
	f.list = append(f.list, entry{nature: like, path: file, base: file[len(file)-len(name):]})
	n := len(f.list)
	f.files[f.list[n-1].base] = &f.list[n-1]
	if n > 1 {
		f.list[n-2].next = &f.list[n-1]
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
