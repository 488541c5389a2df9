package layout

import (
	"path"
	"slices"

	"lacuna/dataset/format/array"
	"lacuna/dataset/format/table"
)

// links are the files of arrays or tables, one for each record, that a column of
// another table names: feat/p01.npy.
type links struct {
	source *source
	column int
	ids    map[string]string // by path of a file: the id of its row, or its own name
	dirs   map[string]bool   // folders of these files
}

// findLinks finds the columns that name files of arrays or tables.
func (f *finder) findLinks() error {
	for _, s := range f.sources {
		for j := range s.Names {
			if j != s.id && f.namesTables(s, j) {
				f.links = append(f.links, f.linksOf(s, j))
			}
		}
	}
	return f.ctx.Err()
}

// namesTables says whether nearly all cells of a column lead to files of arrays
// or tables, each to one of its own.
func (f *finder) namesTables(s *source, column int) bool {
	r := f.resolver(s.dir)
	filled, hits := 0, map[string]bool{}
	for _, cell := range s.sample[column] {
		if f.isMissing(s.Names[column], cell) {
			continue
		}
		filled++
		if ending := path.Ext(cleanPath(cell)); ending == "" || filled > 20 && len(hits) == 0 {
			return false
		}
		if e := r.tableAt(cell); e != nil {
			hits[e.path] = true
		}
	}
	return len(hits) > 1 && 10*len(hits) >= 9*filled
}

// tableAt returns the file of arrays or of a table that a cell names, or nil.
func (r *resolver) tableAt(cell string) *entry {
	dir, base := path.Split(cleanPath(cell))
	for _, folder := range r.folders(path.Clean(dir)) {
		if folder == nil {
			continue
		}
		if e := folder.files[base]; e != nil && (array.Is(e.path) || table.Is(e.path)) {
			return e
		}
	}
	return nil
}

// linksOf reads a column that names files. In a table without ids, the files
// name the records.
func (f *finder) linksOf(s *source, column int) links {
	l := links{source: s, column: column, ids: map[string]string{}, dirs: map[string]bool{}}
	r := f.resolver(s.dir)
	names := slices.Clone(s.Texts(column)[0])
	ids := names
	if s.id >= 0 {
		ids = s.Texts(s.id)[0]
	}
	for i, cell := range names {
		e := r.tableAt(cell)
		if e == nil {
			continue
		}
		if s.id < 0 {
			names[i] = stemOf(e.path)
		}
		l.ids[e.path], l.dirs[path.Dir(e.path)] = ids[i], true
	}
	if s.id < 0 {
		s.Table = s.With(column, names)
		s.look(f.ctx, s.Names[column])
	}
	return l
}

// isLinked says whether a column names files that have been made a table of.
func (f *finder) isLinked(s *source, column int) bool {
	return slices.ContainsFunc(f.links, func(l links) bool { return l.source.File == s.File && l.column == column })
}

// isUnlinked says whether a column names files of the folder that a file lies in,
// and not this one.
func (f *finder) isUnlinked(file string) bool {
	unlinked := false
	for _, l := range f.links {
		if _, named := l.ids[file]; named {
			return false
		}
		unlinked = unlinked || l.dirs[path.Dir(file)]
	}
	return unlinked
}

// linked returns the names of files that columns name, as further ids.
func (f *finder) linked(ids map[string]bool) map[string]bool {
	for _, l := range f.links {
		for file := range l.ids {
			ids[stemOf(file)] = true
		}
	}
	return ids
}

// idsOfFiles returns the ids of records that files hold: those of the rows that
// name them, else their own names.
func (f *finder) idsOfFiles(files, names []string) []string {
	ids := slices.Clone(names)
	for _, l := range f.links {
		for k, file := range files {
			if id := l.ids[file]; id != "" {
				ids[k] = id
			}
		}
	}
	return ids
}
