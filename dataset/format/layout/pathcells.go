package layout

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// pathCells is a column of paths on its way.
type pathCells struct {
	*finder
	name, file string
	unnamed    bool             // the table has no header
	entries    []*entry         // per row: the first file
	more       map[int][]*entry // the others, of rows with several
	verdicts   []verdict        // per row
	count      [verdicts]int
	first      [verdicts]string // an example
	problems   []dataset.Problem
	queries    int    // paths with the query of an address behind them
	query      string // an example
}

func newPathCells(f *finder, s *source, column, rows int) *pathCells {
	return &pathCells{finder: f, name: s.Names[column], file: s.File, unnamed: s.Import.Header == "none",
		entries: make([]*entry, rows), verdicts: make([]verdict, rows), more: map[int][]*entry{}}
}

// takeAll finds the files of all cells; bare are those that are meant by their
// names alone.
func (c *pathCells) takeAll(spans []span, cells []string, bare map[string]*entry) error {
	from := 0
	for _, span := range spans {
		r := c.resolver(span.dir)
		r.bare = bare
		for i := from; i < span.to; i++ {
			if i%4096 == 0 && c.ctx.Err() != nil {
				return c.ctx.Err()
			}
			c.take(r, i, cells[i])
		}
		from = span.to
	}
	return nil
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
	if e != nil && strings.ContainsAny(cell, "?#") && !strings.ContainsAny(e.base, "?#") {
		if c.queries++; c.queries == 1 {
			c.query = cell
		}
	}
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
	if most > 1 && most <= mostViews {
		c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name, What: say.Kept("cells name up to %d files", most), Done: say.Mark("each is read as a modality of its own, in the order of the cell")})
	}
	if most > mostViews {
		c.problems = append(c.problems, dataset.Problem{File: c.file, Column: c.name, What: say.Kept("cells name up to %d files", most), Done: say.Kept("the first %d of a cell are read", mostViews)})
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
