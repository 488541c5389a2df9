package table

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// index finds the rows, names the columns, and says which lines were odd.
func (o *opening) index() error {
	skip := min(o.dialect.skip, len(o.rows)-1)
	if err := o.slashed(skip); err != nil {
		return err
	}
	from, line, header, err := o.start(skip)
	if err != nil {
		return err
	}
	names := o.names(o.rows[skip], o.rows[skip+1:])
	o.d.rest = !o.d.exact && o.sentences(skip)
	x := &indexer{delimited: o.d, header: header, whole: o.d.quote != 0 && !o.d.exact}
	found, err := o.find(x, from, line)
	if err != nil {
		return err
	}
	if found.tooLong > 0 {
		return o.tooLong(found.tooLong)
	}
	o.d.spans, o.d.jumps = found.spans, found.jumps
	size := len(o.d.data)
	if o.file != nil {
		size, o.d.data = int(o.d.file.size), nil
	}
	o.dropBlank(found)
	if err := o.lost(found); err != nil {
		return err
	}
	var problems []dataset.Problem
	o.t.Names, problems = cleanNames(o.t.File, names)
	o.t.Problems = append(o.t.Problems, problems...)
	o.sayLines(found)
	o.d.columns = make([]int, len(names))
	for j := range names {
		o.d.columns[j] = j
	}
	if cells := len(o.d.spans) * len(names); cells > 1<<28 && cells > 16*size {
		return &dataset.UserError{What: say.Kept("%s cannot be read", o.t.File),
			Why: say.Kept("it has %d columns, and nearly all of its %d lines have few cells", len(names), len(o.d.spans)),
			Try: say.Mark("Check the first line of the table.")}
	}
	return nil
}

// find finds the rows.
func (o *opening) find(x *indexer, from, line int) (*indexed, error) {
	if o.file == nil {
		return x.index(o.ctx, from, line, o.t.workers())
	}
	file := *o.file
	file.shift += len(o.beginning) - len(o.text)
	o.d.file = &file
	return x.indexFile(o.ctx, from, line, o.t.workers())
}

// start returns where the rows begin, the line there, and the header as it
// stands. Titles above the header are left out, and said.
func (o *opening) start(skip int) (from, line int, header []byte, err error) {
	x := &indexer{delimited: o.d, most: skip + 1}
	first, err := x.index(o.ctx, 0, o.line, 1)
	if err != nil {
		return 0, 0, nil, err
	}
	if o.file != nil && (len(first.spans) <= skip || first.unclosed.count > 0) {
		return 0, 0, nil, errHeld
	}
	spans := first.spans
	d := &delimited{spans: spans, jumps: first.jumps}
	if skip > 0 && len(spans) > 0 {
		titles := o.d.data[spans[0].start : spans[0].start+int(spans[0].size)]
		o.problem(o.line, "", say.Kept("%s above the table, such as %q", say.KeptCount(skip, "line stands", "lines stand"), shorten(string(trimBytes(titles)))), say.Mark("left out"))
	}
	k := min(skip, len(spans)-1)
	if k < 0 {
		return len(o.d.data), o.line, nil, nil
	}
	s, at := spans[k], d.line(k)
	if !o.header {
		return s.start, at, nil, nil
	}
	text := o.d.data[s.start : s.start+int(s.size)]
	from = min(s.start+int(s.size)+1, len(o.d.data))
	if from < len(o.d.data) && o.d.data[from-1] == '\r' {
		from++
	}
	return from, at + 1 + bytes.Count(text, []byte{'\n'}), bytes.Clone(trimBytes(text)), nil
}

// names returns the names of the columns and settles how many there are.
func (o *opening) names(first []string, below [][]string) []string {
	width := o.dialect.width
	if !o.header {
		o.d.width = width
		names := make([]string, width)
		for j := range names {
			names[j] = fmt.Sprintf("c%d", j+1)
		}
		return names
	}
	names := slices.Clone(first)
	for j, name := range names {
		if rest, ok := strings.CutPrefix(name, "# "); ok && j == 0 {
			names[j] = rest
		}
	}
	for len(names) > width && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	if len(names) < width && !emptyBehind(below, len(names)) {
		if len(names) == width-1 {
			names = append([]string{""}, names...)
		}
		for len(names) < width {
			names = append(names, "")
		}
	}
	o.d.width = len(names)
	return names
}

// emptyBehind says whether all cells from column j on are empty.
func emptyBehind(rows [][]string, j int) bool {
	for _, row := range rows {
		for _, c := range row[min(j, len(row)):] {
			if c != "" {
				return false
			}
		}
	}
	return true
}

// sentences says whether the last column holds sentences without quotes, so
// that a line with more delimiters goes on in it.
func (o *opening) sentences(skip int) bool {
	words, cells, commas, long := 0, 0, 0, 0
	for _, row := range o.rows[skip+1:] {
		if len(row) < o.d.width || o.d.width < 2 {
			continue
		}
		cells++
		words += len(strings.Fields(strings.Join(row[o.d.width-1:], " ")))
		if len(row) > o.d.width {
			long++
			if words := strings.Join(row[o.d.width:], ""); strings.Contains(words, " ") {
				commas++
			}
		}
	}
	return long > 0 && words >= 3*cells && 2*commas >= long
}

// dropBlank drops the rows of delimiters alone at the end, as spreadsheets
// write them.
func (o *opening) dropBlank(found *indexed) {
	if o.d.width < 2 || found.blanks == 0 {
		return
	}
	o.d.spans = o.d.spans[:len(o.d.spans)-found.blanks]
	o.problem(0, "", say.Kept("%s only delimiters", say.KeptCount(found.blanks, "line at the end holds", "lines at the end hold")), say.Mark("left out"))
}

// ErrLines says that more than a tenth of the lines of a table cannot be read:
// what is left of it is no table that a result could stand on.
var ErrLines = say.Error("too many lines cannot be read")

// lost fails where more than a tenth of the lines could not be read.
func (o *opening) lost(found *indexed) error {
	lost, all := found.lost(), len(found.spans)+found.lost()
	if 10*lost <= all {
		return nil
	}
	if found.foreign.count > found.long.count {
		return &dataset.UserError{What: say.Kept("%s: %d of %d lines cannot be read", o.t.File, lost, all),
			Why: say.Kept("their cells are separated by another sign than the %s of the rest: %s, such as %q", delimiterName(o.dialect.delim), lineList(found.foreign), found.foreign.example),
			Try: say.Mark("Write the whole file with one separator: it seems to be put together from two."), Err: ErrLines}
	}
	return &dataset.UserError{What: say.Kept("%s: %d of %d lines cannot be read", o.t.File, lost, all),
		Why: say.Kept("they have more than the %s of the header: %s, such as %q", say.KeptCount(o.d.width, "cell", "cells"), lineList(found.long), found.long.example),
		Try: say.Kept("Put cells with the delimiter (%s) in them into quotes, or say --delimiter.", delimiterName(o.dialect.delim)), Err: ErrLines}
}

// sayLines tells of the lines that were odd, one remark a kind.
func (o *opening) sayLines(found *indexed) {
	for _, k := range []struct {
		tallied
		one, many, done string
	}{
		{found.short, say.Mark("line has fewer cells than there are columns"), say.Mark("lines have fewer cells than there are columns"), say.Mark("what they lack is missing")},
		{found.long, say.Mark("line has more cells than there are columns"), say.Mark("lines have more cells than there are columns"), say.Mark("left out")},
		{found.foreign, say.Mark("line has cells separated by another sign than the rest"), say.Mark("lines have cells separated by another sign than the rest"), say.Mark("left out")},
		{found.parted, say.Mark("line holds several rows, parted by returns without a line feed"), say.Mark("lines hold several rows, parted by returns without a line feed"), say.Mark("each is read as a row")},
		{found.surplus, say.Mark("line ends with empty cells beyond the last column"), say.Mark("lines end with empty cells beyond the last column"), say.Mark("those are dropped")},
		{found.joined, say.Mark("line has more delimiters than there are columns"), say.Mark("lines have more delimiters than there are columns"), say.Mark("what is left of a line is the text of the last column")},
		{found.unclosed, say.Mark("line has a quote that is opened and not closed"), say.Mark("lines have a quote that is opened and not closed"), say.Mark("the quote is taken as a character")},
		{found.comments, say.Mark("line is a comment"), say.Mark("lines are comments"), say.Mark("left out")},
		{found.repeated, say.Mark("line repeats the header"), say.Mark("lines repeat the header"), say.Mark("left out")},
		{found.rulers, say.Mark("line only draws a line"), say.Mark("lines only draw a line"), say.Mark("left out")},
		{found.whole, say.Mark("line is in quotes as a whole"), say.Mark("lines are in quotes as a whole"), say.Mark("the quotes are removed")},
	} {
		if k.count == 0 || k.one == "line is in quotes as a whole" && o.dialect.whole {
			continue
		}
		o.problem(k.lines[0], "", say.Kept("%s: %s, such as %q", say.KeptCount(k.count, k.one, k.many), lineList(k.tallied), k.example), k.done)
	}
}

// lineList writes the first lines of a tally.
func lineList(t tallied) string {
	list := make([]string, len(t.lines))
	for i, line := range t.lines {
		list[i] = fmt.Sprint(line)
	}
	if t.count > len(list) {
		list = append(list, "…")
	}
	if t.count == 1 {
		return say.Kept("line %s", list[0])
	}
	return say.Kept("lines %s", strings.Join(list, ", "))
}

// dropNameless drops columns that have neither a name nor a cell: a delimiter
// at the end of each line makes one.
func (o *opening) dropNameless() error {
	if !o.header {
		return nil
	}
	var nameless []int
	for j, name := range o.t.Names {
		if name == "" || name == fmt.Sprintf("c%d", j+1) {
			nameless = append(nameless, j)
		}
	}
	if len(nameless) == 0 || o.d.rows() == 0 {
		return nil
	}
	filled, err := o.filled(nameless)
	if err != nil {
		return err
	}
	drop := map[int]bool{}
	for k, j := range nameless {
		if !filled[k] {
			drop[j] = true
		}
	}
	if len(drop) == 0 || len(drop) == len(o.t.Names) {
		return nil
	}
	o.keepColumns(func(j int) bool { return !drop[j] })
	o.t.Problems = slices.DeleteFunc(o.t.Problems, func(p dataset.Problem) bool {
		return len(drop) == len(nameless) && strings.Contains(p.What, "no name")
	})
	o.problem(0, "", say.Kept("%s neither a name nor any cell", say.KeptCount(len(drop), "column has", "columns have")), say.Mark("left out"))
	return nil
}

func (o *opening) keepColumns(keep func(j int) bool) {
	names, columns := o.t.Names[:0], o.d.columns[:0]
	for j, name := range o.t.Names {
		if keep(j) {
			names, columns = append(names, name), append(columns, o.d.columns[j])
		}
	}
	o.t.Names, o.d.columns = names, columns
}

// filled says which of some columns have any cell.
func (o *opening) filled(list []int) ([]bool, error) {
	const part = 4096
	target := o.d.targets(list)
	parts := make([][]bool, (o.d.rows()+part-1)/part)
	g, ctx := errgroup.WithContext(o.ctx)
	g.SetLimit(o.t.workers())
	for p := range parts {
		g.Go(func() error {
			some := make([]bool, len(list))
			w := o.d.window()
			defer w.close()
			for i := p * part; i < min((p+1)*part, o.d.rows()); i++ {
				w.each(i, target, func(k int, cell []byte) { some[k] = some[k] || len(cell) > 0 })
			}
			parts[p] = some
			return cmp.Or(o.d.err(), ctx.Err())
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := make([]bool, len(list))
	for _, some := range parts {
		for k := range out {
			out[k] = out[k] || some[k]
		}
	}
	return out, nil
}
