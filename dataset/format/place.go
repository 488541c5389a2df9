package format

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// place is what a person pointed at: a folder, or one file in it.
type place struct {
	fsys  fs.FS
	name  string // of the folder or file, without extension
	root  string // what Files are relative to, for people and for the inspector
	file  string // the one file, or "" for the whole folder
	entry []fs.DirEntry
	names []string // the files in it, sorted; just the one for a file
	work  int      // goroutines
	notes []dataset.Problem

	folders []mediaFiles      // of media; nil until mediaFolders looks
	sheets  map[string]*sheet // by file
	errs    []error           // of the tables that could not be opened
}

// Extensions of tables, without a final .gz.
var tableExtensions = []string{".csv", ".tsv", ".tab", ".psv"}

// newPlace lists a folder, or takes one file of it.
func newPlace(fsys fs.FS, root, name, file string, workers int) (*place, error) {
	p := &place{fsys: fsys, name: name, root: root, file: file, work: workers}
	if file != "" {
		p.names = []string{file}
		return p, nil
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		p.entry = append(p.entry, e)
		if !e.IsDir() {
			p.names = append(p.names, e.Name())
		}
	}
	slices.Sort(p.names)
	return p, nil
}

// openTables opens every table that may be needed, several at a time. A table
// that cannot be opened is noted and left out.
func (p *place) openTables() {
	if p.sheets != nil {
		return
	}
	files := slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return p.file == "" && (!isTable(name) || roleOf(name) == "mask") })
	sheets, errs := make([]*sheet, len(files)), make([]error, len(files))
	var g errgroup.Group
	g.SetLimit(p.work)
	for k, file := range files {
		g.Go(func() error {
			sheets[k], errs[k] = openSheet(p.fsys, file)
			return nil
		})
	}
	_ = g.Wait() // errors are kept by file
	p.sheets = map[string]*sheet{}
	for k, file := range files {
		if errs[k] == nil {
			p.sheets[file] = sheets[k]
			continue
		}
		p.errs = append(p.errs, errs[k])
		p.notes = append(p.notes, dataset.Problem{File: file, What: errs[k].Error(), Done: "the file is left out"})
	}
}

// firstError returns why the first unreadable table could not be opened.
func (p *place) firstError() error {
	p.openTables()
	if len(p.errs) == 0 {
		return nil
	}
	return p.errs[0]
}

// Roles of tables that are no modality, by the stem of their name.
var roles = map[string]string{
	"labels": "labels", "label": "labels", "split": "split", "splits": "split", "features": "features", "groups": "groups", "mask": "mask",
}

// roleOf returns what a table is for: "" for data.
func roleOf(file string) string {
	stem := strings.ToLower(stemOf(file))
	if strings.HasPrefix(stem, "mask_") {
		return "mask"
	}
	return roles[stem]
}

// stemOf returns a file's name without folder, table extension and .gz.
func stemOf(file string) string {
	base := strings.TrimSuffix(path.Base(file), ".gz")
	return strings.TrimSuffix(base, path.Ext(base))
}

func isTable(file string) bool {
	ext := path.Ext(strings.TrimSuffix(strings.ToLower(file), ".gz"))
	return slices.Contains(tableExtensions, ext)
}

// roleOf is roleOf of a file in a folder; a file opened alone is data.
func (p *place) roleOf(file string) string {
	if p.file != "" {
		return ""
	}
	return roleOf(file)
}

// dataSheets lists the tables of values, sorted by name: neither labels and
// the like, nor manifests.
func (p *place) dataSheets() []*sheet {
	return p.sheetsWith(func(name string, s *sheet) bool { return p.roleOf(name) == "" && len(mediaColumns(s)) == 0 })
}

// roleSheets lists labels, split and groups.
func (p *place) roleSheets() []*sheet {
	return p.sheetsWith(func(name string, _ *sheet) bool {
		return slices.Contains([]string{"labels", "split", "groups"}, p.roleOf(name))
	})
}

func (p *place) sheetsWith(wanted func(name string, s *sheet) bool) []*sheet {
	p.openTables()
	var list []*sheet
	for _, name := range p.names {
		if s := p.sheets[name]; s != nil && wanted(name, s) {
			list = append(list, s)
		}
	}
	return list
}

// role returns the table that has the given role, or "".
func (p *place) role(role string) string {
	p.openTables()
	for _, name := range p.names {
		if p.sheets[name] != nil && p.roleOf(name) == role {
			return name
		}
	}
	return ""
}
