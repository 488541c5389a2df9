package layout

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
)

// mostViews is how many files of one kind a record can have.
const mostViews = 8

// findPaths finds the columns of paths of every table, and the files that they
// name.
func (f *finder) findPaths() error {
	for _, s := range f.sources {
		columns := f.pathColumns(s)
		made := make([][]Paths, len(columns))
		g, _ := errgroup.WithContext(f.ctx)
		g.SetLimit(f.place.Workers)
		for k, j := range columns {
			g.Go(func() (err error) {
				made[k], err = f.readPaths(s, j)
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for k, p := range made {
			s.paths = append(s.paths, p...)
			f.why("%s: the cells of %s are paths of files: %s", s.File, s.Names[columns[k]], kindsOf(p))
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
		if j == s.id && f.namesRecords(s, cells) {
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
func (f *finder) readPaths(s *source, column int) ([]Paths, error) {
	cells := s.Texts(column)[0]
	c := &pathCells{finder: f, name: s.Names[column], file: s.File, entries: make([]*entry, len(cells)), verdicts: make([]verdict, len(cells)), more: map[int][]*entry{}}
	from := 0
	for _, span := range s.spans {
		r := f.resolver(span.dir)
		for i := from; i < span.to; i++ {
			if i%4096 == 0 && f.ctx.Err() != nil {
				return nil, f.ctx.Err()
			}
			c.take(r, i, cells[i])
		}
		from = span.to
	}
	c.lookElsewhere(cells)
	return c.paths(column), nil
}

// pathCells is a column of paths on its way.
type pathCells struct {
	*finder
	name, file string
	entries    []*entry         // per row: the first file
	more       map[int][]*entry // the others, of rows with several
	verdicts   []verdict        // per row
	count      [verdicts]int
	first      [verdicts]string // an example
	problems   []dataset.Problem
}

// take finds the files of one cell.
func (c *pathCells) take(r *resolver, i int, cell string) {
	e, v := r.find(cell)
	if v != present && c.isMissing(c.name, cell) {
		c.verdicts[i] = blank
		return
	}
	if v != present && v != isFolder {
		if list := several(cell); len(list) > 0 {
			c.takeSeveral(r, i, list)
			return
		}
	}
	c.entries[i] = e
	c.judge(i, v, cell)
}

func (c *pathCells) takeSeveral(r *resolver, i int, list []string) {
	var all []*entry
	worst, example := present, ""
	for _, p := range list {
		e, v := r.find(p)
		if v == present {
			all = append(all, e)
		} else {
			worst, example = v, p
		}
	}
	if worst != present && len(all) > 0 {
		c.count[worst]++ // a file is lacking, the record is not
		c.first[worst] = example
	}
	if len(all) == 0 {
		c.judge(i, worst, example)
		return
	}
	c.count[present]++
	c.entries[i] = all[0]
	if len(all) > 1 {
		c.more[i] = all[1:]
	}
}

func (c *pathCells) judge(i int, v verdict, cell string) {
	c.verdicts[i] = v
	if c.count[v]++; c.count[v] == 1 {
		c.first[v] = cell
	}
}

// paths makes the modalities of the column: one for each kind of file, and one
// more for each further file that cells name.
func (c *pathCells) paths(column int) []Paths {
	kinds, odd := c.kinds()
	c.sayVerdicts(odd)
	var list []Paths
	for _, kind := range kinds {
		views := c.views(kind)
		for v := range views {
			p := Paths{Column: column, Name: c.modality(kind, len(kinds), v), Kind: kind, Files: make([]string, len(c.entries)), Causes: make([]dataset.Cause, len(c.entries))}
			c.fill(&p, v, odd)
			list = append(list, p)
		}
	}
	list[0].Problems = c.problems
	return list
}

// kinds lists the kinds of files of the column, most frequent first; a kind
// that only a few cells name is none of them.
func (c *pathCells) kinds() (kinds []dataset.Kind, odd map[dataset.Kind]int) {
	count, all := map[dataset.Kind]int{}, 0
	for i, e := range c.entries {
		if e != nil && !e.strange {
			count[e.kind]++
			all++
			for _, e := range c.more[i] {
				count[e.kind]++
				all++
			}
		}
	}
	odd = map[dataset.Kind]int{}
	for kind, n := range count {
		if kind != "" && 20*n >= all && n > 1 {
			kinds = append(kinds, kind)
		} else {
			odd[kind] = n
		}
	}
	slices.SortFunc(kinds, func(a, b dataset.Kind) int { return (count[b]-count[a])*2 + strings.Compare(string(a), string(b)) })
	if len(kinds) == 0 {
		kinds = []dataset.Kind{c.mainKind(count)}
		delete(odd, kinds[0])
	}
	return kinds, odd
}

// mainKind is the kind of a column whose files say little: by the endings that
// its cells have.
func (c *pathCells) mainKind(count map[dataset.Kind]int) dataset.Kind {
	best, most := dataset.Kind(""), 0
	for _, kind := range []dataset.Kind{dataset.Image, dataset.Audio, dataset.Text} {
		if count[kind] > most {
			best, most = kind, count[kind]
		}
	}
	for v := range verdicts {
		if best == "" && c.first[v] != "" {
			if best = media.KindOf(c.first[v]); best == "" {
				best, _ = media.Unsupported(c.first[v])
			}
		}
	}
	return best
}

// views is how many files of a kind one record has at most.
func (c *pathCells) views(kind dataset.Kind) int {
	most := 1
	for i, more := range c.more {
		n := 0
		for _, e := range append([]*entry{c.entries[i]}, more...) {
			if e.kind == kind {
				n++
			}
		}
		most = max(most, n)
	}
	if most > mostViews {
		c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name, What: fmt.Sprintf("cells name up to %d files", most), Done: fmt.Sprintf("the first %d of a cell are read", mostViews)})
		most = mostViews
	}
	return most
}

// fill finds the files of one kind and view.
func (c *pathCells) fill(p *Paths, view int, odd map[dataset.Kind]int) {
	for i := range c.entries {
		e := c.entries[i]
		switch more := c.more[i]; {
		case e == nil:
			p.Causes[i] = c.verdicts[i].cause()
		case more != nil:
			e = nthOf(append([]*entry{e}, more...), p.Kind, view)
			fallthrough
		default:
			if view > 0 && more == nil {
				e = nil
			}
			p.put(i, e, odd)
		}
	}
}

// nthOf returns the n-th entry of a kind, or nil.
func nthOf(list []*entry, kind dataset.Kind, n int) *entry {
	for _, e := range list {
		if e.kind != kind {
			continue
		}
		if n == 0 {
			return e
		}
		n--
	}
	return nil
}

// put takes a file, unless it is one of another modality of the column or of a
// kind that makes none.
func (p *Paths) put(i int, e *entry, odd map[dataset.Kind]int) {
	switch {
	case e == nil:
		p.Causes[i] = dataset.Null
	case e.strange && (e.kind == p.Kind || e.kind == "") || !e.strange && odd[e.kind] > 0:
		p.Causes[i] = dataset.Unsupported
	case e.kind == p.Kind || e.kind == "" && !e.strange:
		p.Files[i] = e.path
	default:
		p.Causes[i] = dataset.Null
	}
}

// pad fills up to a number of rows with those that name no file.
func (p *Paths) pad(rows int) {
	for len(p.Files) < rows {
		p.Files, p.Causes = append(p.Files, ""), append(p.Causes, dataset.Null)
	}
}

// modality names a modality after its column, and after its kind where the
// column's name says nothing or has several.
func (c *pathCells) modality(kind dataset.Kind, kinds, view int) string {
	name := modalityName(c.name)
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
