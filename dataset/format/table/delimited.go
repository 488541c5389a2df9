package table

import (
	"bytes"
	"context"
	"slices"
	"sort"
	"sync"

	"golang.org/x/sync/errgroup"
)

// delimited are the cells of a text: what separates them, and where its rows
// lie. Cells are cut out of the text each time they are wanted.
type delimited struct {
	ctx    context.Context
	data   []byte    // the text
	file   *fileText // where it lies, once rows are found, if data does not hold it
	delim  byte
	quote  byte // or 0
	escape bool // a backslash before a quote inside quotes makes it a character
	rest   bool // the last column takes all that is left of a line
	exact  bool // quotes are in order, and every line is a row

	workers int
	width   int // columns of the text
	columns []int
	spans   []span
	jumps   []jump

	failure failure

	lock  sync.Mutex
	known map[int][]string // cells of a few columns, cut out once
	order []int            // of their columns, as they were learned
}

// span is one row: data[start:start+size], without its line end.
type span struct {
	start  int
	size   uint32
	quoted bool // it holds quotes, so that its cells need a closer look
}

// jump says that from a row on, rows follow each other on consecutive lines.
type jump struct{ row, line int }

// A separator that no text holds, for what is separated by more than one byte.
const unitSeparator = 0x1f

func (d *delimited) rows() int { return len(d.spans) }

func (d *delimited) line(row int) int {
	k := sort.Search(len(d.jumps), func(k int) bool { return d.jumps[k].row > row }) - 1
	return d.jumps[k].line + row - d.jumps[k].row
}

// err returns what went wrong in reading cells.
func (d *delimited) err() error { return d.failure.get() }

// over is the same way to cut a text into cells, for another text.
func (d *delimited) over(data []byte) *delimited {
	return &delimited{data: data, delim: d.delim, quote: d.quote, escape: d.escape, rest: d.rest, exact: d.exact, width: d.width}
}

// texts returns cells. Those of a few columns are kept: ids, labels and parts
// are asked for again and again.
func (d *delimited) texts(columns []int) [][]string {
	if len(columns) > mostKept {
		return d.pick(columns, UpTo(len(d.spans)))
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	unknown := slices.DeleteFunc(slices.Clone(columns), func(j int) bool { return d.known[j] != nil })
	if len(unknown) > 0 {
		d.learn(unknown, d.pick(unknown, UpTo(len(d.spans))))
	}
	out := make([][]string, len(columns))
	for k, j := range columns {
		out[k] = d.known[j]
	}
	d.forget()
	return out
}

// know keeps the cells of columns that have been cut out on the way.
func (d *delimited) know(columns []int, cells [][]string) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.learn(columns, cells)
}

// learn keeps cells.
func (d *delimited) learn(columns []int, cells [][]string) {
	if d.known == nil {
		d.known = map[int][]string{}
	}
	for k, j := range columns {
		d.known[j] = cells[k]
		d.order = append(d.order, j)
	}
}

// forget drops the columns that were learned first, where there are too many.
func (d *delimited) forget() {
	for len(d.order) > 2*mostKept {
		delete(d.known, d.order[0])
		d.order = d.order[1:]
	}
}

// UpTo lists 0 to n−1: all columns or rows.
func UpTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// pick returns the cells of some rows.
func (d *delimited) pick(columns, rows []int) [][]string {
	out := make([][]string, len(columns))
	for k := range out {
		out[k] = make([]string, len(rows))
	}
	d.take(columns, rows, out)
	return out
}

// take cuts the cells of rows out, many rows at a time.
func (d *delimited) take(columns, rows []int, out [][]string) {
	const part = rowsPerScan
	target := d.targets(columns)
	var g errgroup.Group
	g.SetLimit(d.workers)
	for from := 0; from < len(rows); from += part {
		g.Go(func() error {
			d.takePart(target, rows, from, min(from+part, len(rows)), out)
			return nil
		})
	}
	_ = g.Wait() // nothing fails
}

// takePart cuts some rows. Words that occur again and again are kept once.
func (d *delimited) takePart(target []int32, rows []int, from, to int, out [][]string) {
	const many, most = 4096, 4096
	known := make([]map[string]string, len(out))
	w := d.window()
	defer w.close()
	for i := from; i < to && w.goesOn(i); i++ {
		w.each(rows[i], target, func(k int, cell []byte) {
			if len(rows) < many {
				out[k][i] = string(cell)
				return
			}
			if known[k] == nil {
				known[k] = map[string]string{}
			}
			s, ok := known[k][string(cell)]
			if !ok {
				if s = string(cell); len(known[k]) < most {
					known[k][s] = s
				}
			}
			out[k][i] = s
		})
	}
}

// targets returns for each column of the text up to the last wanted one its
// place in columns, or −1.
func (d *delimited) targets(columns []int) []int32 {
	last := -1
	for _, j := range columns {
		last = max(last, d.columns[j])
	}
	target := make([]int32, last+1)
	for j := range target {
		target[j] = -1
	}
	for k, j := range columns {
		target[d.columns[j]] = int32(k)
	}
	return target
}

// each hands the trimmed cells of row i that have a target to f; a short row
// has fewer.
func (w *window) each(i int, target []int32, f func(k int, cell []byte)) {
	d, rest, quoted := w.d, w.row(i), w.d.spans[i].quoted
	for j, k := range target {
		cell, n := d.cell(rest, &quoted, j == d.width-1)
		if k >= 0 {
			f(int(k), cell)
		}
		if n >= len(rest) {
			return
		}
		rest = rest[n+1:]
	}
}

// cell cuts the first cell out of what is left of a row, trimmed and without
// quotes, and returns the number of bytes before the delimiter. Where a quote
// opens and none closes, none does further on in the row: quoted becomes false,
// so that nobody looks again and again.
func (d *delimited) cell(rest []byte, quoted *bool, last bool) (cell []byte, n int) {
	if *quoted && d.opening(rest) >= 0 {
		if cell, n, ok := d.quotedCell(rest); ok {
			return cell, n
		}
		*quoted = false
	}
	if n = len(rest); !d.rest || !last {
		if k := bytes.IndexByte(rest, d.delim); k >= 0 {
			n = k
		}
	}
	return trimBytes(rest[:n]), n
}

// quotedCell cuts out a cell in quotes; ok is false where none begins here or
// it does not end.
func (d *delimited) quotedCell(rest []byte) (cell []byte, n int, ok bool) {
	start := d.opening(rest)
	if start < 0 {
		return nil, 0, false
	}
	c := d.closing(rest, start, nil)
	if c.at < 0 {
		return nil, 0, false
	}
	cell = rest[start:c.at]
	if c.doubled {
		cell = bytes.ReplaceAll(cell, []byte{d.quote, d.quote}, []byte{d.quote})
	}
	if c.escaped {
		cell = bytes.ReplaceAll(cell, []byte{'\\', d.quote}, []byte{d.quote})
	}
	return trimBytes(cell), c.end, true
}

// opening returns where the inside of a quoted cell begins, or −1: blanks may
// stand before the quote.
func (d *delimited) opening(rest []byte) int {
	for i, c := range rest {
		if c == d.quote {
			return i + 1
		}
		if c != ' ' && (c != '\t' || d.delim == '\t') {
			return -1
		}
	}
	return -1
}

// closed says where a quoted cell ends: its quote at, the delimiter or line
// end behind it at end. At is −1 where it does not end, and end is how far was
// looked.
type closed struct {
	at, end          int
	doubled, escaped bool
}

// closing finds the end of a quoted cell whose inside begins at start. A quote
// with something else than the end of the cell behind it is a character. Odd,
// where given, is asked about each quote that does not end the cell and gives
// up by false.
func (d *delimited) closing(text []byte, start int, odd func(at int) bool) closed {
	c := closed{at: -1}
	for i := start; i < len(text); {
		n := bytes.IndexByte(text[i:], d.quote)
		if n < 0 {
			break
		}
		i += n
		if d.escape && backslashes(text[start:i])%2 == 1 {
			c.escaped = true
			i++
			continue
		}
		if end, ok := d.ends(text, i+1); ok {
			c.at, c.end = i, end
			return c
		}
		if odd != nil && !odd(i) {
			c.end = i
			return c
		}
		if i+1 < len(text) && text[i+1] == d.quote {
			c.doubled = true
			i++
		}
		i++
	}
	c.end = len(text)
	return c
}

// ends says whether a cell ends at i but for blanks, and where its delimiter
// or line end is.
func (d *delimited) ends(text []byte, i int) (end int, ok bool) {
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == d.delim, c == '\n':
			return i, true
		case c != ' ' && c != '\r' && c != '\t':
			return 0, false
		}
	}
	return i, true
}

func backslashes(b []byte) int {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n
}

// count returns the number of cells of a line.
func (d *delimited) count(line []byte, quoted bool) int {
	if !quoted {
		return bytes.Count(line, []byte{d.delim}) + 1
	}
	for n := 1; ; n++ {
		_, at := d.cell(line, &quoted, false)
		if at >= len(line) {
			return n
		}
		line = line[at+1:]
	}
}
