package layout

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// mostViews is how many files of one kind a record can have.
const mostViews = 8

// findPaths finds the columns of paths of every table, and the files that they
// name.
func (f *finder) findPaths() error {
	for _, s := range f.sources {
		columns := f.pathColumns(s)
		cells, made := s.Texts(columns...), make([][]Paths, len(columns))
		g, _ := errgroup.WithContext(f.ctx)
		g.SetLimit(f.place.Workers)
		for k, j := range columns {
			g.Go(func() (err error) {
				made[k], err = f.readPaths(s, j, cells[k])
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		var names []string
		for k, p := range made {
			s.paths = append(s.paths, p...)
			names = append(names, s.Names[columns[k]]+" ("+kindsOf(p)+")")
		}
		if len(names) > 0 {
			f.why(say.Mark("%s: the cells of %s are paths of files"), s.File, someOf(names))
		}
	}
	return nil
}

// dropPaths takes columns of paths for mere words, where the import asks for a
// layout without them.
func (f *finder) dropPaths() {
	if f.decided("", manifest) {
		return
	}
	for _, s := range f.dataSources() {
		for _, p := range s.paths {
			for _, file := range p.Files {
				if file != "" {
					f.entryOf(file).used.Store(false)
				}
			}
		}
		s.paths = nil
	}
}

func (f *finder) entryOf(file string) *entry {
	return f.tree.folder(path.Dir(file)).files[path.Base(file)]
}

// pathColumns lists the columns whose cells mostly look like paths to media.
func (f *finder) pathColumns(s *source) []int {
	r := f.resolver(s.dir)
	var list []int
	for j, cells := range s.sample {
		if j == s.id && f.namesRecords(s, cells) || f.isLinked(s, j) {
			continue
		}
		filled, like := 0, 0
		for _, c := range cells {
			if f.isMissing(s.Names[j], c) {
				continue
			}
			filled++
			if r.looks(c) {
				like++
			}
		}
		if like > 0 && 2*like > filled {
			list = append(list, j)
		}
	}
	return list
}

// namesRecords says whether the cells of an id column that look like names of
// files are the ids all the same: none of them leads to a file.
func (f *finder) namesRecords(s *source, cells []string) bool {
	r := f.resolver(s.dir)
	for _, c := range cells {
		if e, _ := r.find(c); e != nil && hasMediaEnding(cleanPath(c)) {
			return false
		}
	}
	return true
}

// isMissing says whether a cell of a column of paths names nothing.
func (f *finder) isMissing(column, cell string) bool {
	if missingWords[strings.ToLower(cell)] {
		return true
	}
	return slices.ContainsFunc(f.imp.Missing, func(code string) bool {
		return code == cell || code == column+"="+cell
	})
}

// hasMediaEnding says whether a path ends like a file of media, be it one that
// is understood or not.
func hasMediaEnding(p string) bool {
	dot := strings.LastIndexByte(p, '.')
	if dot < 1 || dot < len(p)-8 || strings.ContainsAny(p, "\n\t") || p[dot-1] == '/' {
		return false
	}
	kind := media.KindOf(p)
	if kind == "" {
		var known bool
		if kind, known = media.Unsupported(p); !known {
			return false
		}
	}
	return !isURL(p) || kind != dataset.Text // pages are no files of records
}

func isURL(p string) bool {
	colon := strings.Index(p, "://")
	return colon > 0 && colon < 8
}

// withoutQuery takes off what addresses carry behind the name of a file:
// img/p01.png?raw=1 is img/p01.png.
func withoutQuery(p string) (bare string, ok bool) {
	if at := strings.IndexAny(p, "?#"); at > 0 && hasMediaEnding(p[:at]) {
		return p[:at], true
	}
	return p, false
}

// several splits a cell that names several files: a list in JSON or Python, or
// paths between ; | and commas. It returns nil for one path.
func several(cell string) []string {
	if len(cell) > 1 && cell[0] == '[' && cell[len(cell)-1] == ']' {
		var list []string
		if json.Unmarshal([]byte(cell), &list) == nil {
			return list
		}
		cell = cell[1 : len(cell)-1]
	}
	for _, sign := range []string{";", "|", ","} {
		if strings.Contains(cell, sign) {
			list := strings.Split(cell, sign)
			for k := range list {
				list[k] = strings.TrimSpace(list[k])
			}
			return slices.DeleteFunc(list, func(p string) bool { return p == "" })
		}
	}
	return nil
}

// readPaths finds the file of every cell of a column.
func (f *finder) readPaths(s *source, column int, cells []string) ([]Paths, error) {
	c := newPathCells(f, s, column, len(cells))
	if err := c.takeAll(s.spans, cells, nil); err != nil {
		return nil, err
	}
	if bare := c.bareNames(cells); bare != nil {
		c = newPathCells(f, s, column, len(cells))
		c.sayBare(bare)
		if err := c.takeAll(s.spans, cells, bare); err != nil {
			return nil, err
		}
	}
	c.lookElsewhere(cells)
	return c.paths(column), nil
}

// modality names a modality after its column, and after its kind where the
// column's name says nothing or has several.
func (c *pathCells) modality(kind dataset.Kind, kinds, view int) string {
	name := modalityName(c.name)
	if c.unnamed {
		name = ""
	}
	switch {
	case name == "":
		name = kindName(kind)
	case kinds > 1:
		name += " " + kindName(kind)
	}
	if view > 0 {
		name += " " + itoa(view+1)
	}
	return name
}

// kindsOf lists the kinds of files that a column names.
func kindsOf(list []Paths) string {
	var names []string
	for _, p := range list {
		if name := kindName(p.Kind); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return someOf(names)
}

func kindName(kind dataset.Kind) string {
	if kind == "" {
		return "file"
	}
	return string(kind)
}

// modalityName turns the name of a column of paths, such as image_path or
// audio_file_name, into that of its modality; "" where it says nothing.
func modalityName(column string) string {
	list := tokens(column)
	words := newWords("file filename filenames files path paths filepath filepaths name fname uri url link location loc rel relative abs absolute to of id")
	for len(list) > 0 && words.has(list[len(list)-1]) {
		list = list[:len(list)-1]
	}
	for len(list) > 0 && words.has(list[0]) {
		list = list[1:]
	}
	if len(list) == 0 {
		return ""
	}
	from := strings.Index(column, list[0])
	last := list[len(list)-1]
	return column[from : strings.LastIndex(column, last)+len(last)]
}
