package table

import (
	"bytes"
	"context"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// scan is what the cells of one column are, counted.
type scan struct {
	mark      byte // before decimals
	empty     int
	plain     int // numbers without prefix and suffix
	infinite  int
	limits    int
	declared  int // cells with a declared code that is a number
	fractions int // numbers with a decimal mark or an exponent
	padded    int
	lossy     int
	hexes     int
	grouped   int
	decimals  spreadOf // digits behind the mark
	digits    spreadOf // of whole numbers
	zeros     spreadOf // digits of those with zeros in front
	affixes   map[affix]int
	limit     example // the first limit of detection
	words     counts
	numbers   distinct
}

// affix is what stands around a number.
type affix struct{ prefix, suffix string }

// example is one cell and the row it stands in.
type example struct {
	cell string
	row  int
}

// spreadOf is the least and the most of something.
type spreadOf struct {
	low, high int
	any       bool
}

func (s *spreadOf) add(n int) {
	if !s.any {
		*s = spreadOf{n, n, true}
		return
	}
	s.low, s.high = min(s.low, n), max(s.high, n)
}

func (s *spreadOf) join(o spreadOf) {
	if o.any {
		s.add(o.low)
		s.add(o.high)
	}
}

// same returns the one number that all have, or 0.
func (s spreadOf) same() int {
	if s.any && s.low == s.high {
		return s.low
	}
	return 0
}

// counted says how often a word stands in a column, and where first.
type counted struct{ n, row int }

// counts are the words of a column. Where they are too many or too long, the
// later ones are only counted.
type counts struct {
	of       map[string]counted
	bytes    int
	overflow int // cells with words that are not kept
}

const mostWordBytes = 256 << 20

func (c *counts) add(cell []byte, row int) {
	if w, ok := c.of[string(cell)]; ok {
		c.of[string(cell)] = counted{w.n + 1, min(w.row, row)}
		return
	}
	c.put(string(cell), counted{1, row})
}

func (c *counts) put(cell string, w counted) {
	if c.of == nil {
		c.of = map[string]counted{}
	}
	if old, ok := c.of[cell]; ok {
		c.of[cell] = counted{old.n + w.n, min(old.row, w.row)}
		return
	}
	if len(c.of) >= MostDistinct || c.bytes > mostWordBytes {
		c.overflow += w.n
		return
	}
	c.of[cell] = w
	c.bytes += len(cell) + 48
}

// distinct counts different numbers up to a few, and knows rising ones.
type distinct struct {
	of     map[float64]struct{}
	n      int
	last   float64
	rising bool
}

const fewNumbers = 1 << 12

func (d *distinct) add(x float64) {
	d.rising = d.n == 0 || d.rising && x > d.last
	d.n++
	d.last = x
	if len(d.of) > fewNumbers {
		return
	}
	if d.of == nil {
		d.of = map[float64]struct{}{}
	}
	d.of[x] = struct{}{}
}

func (d *distinct) join(o distinct, first float64) {
	if o.n == 0 {
		return
	}
	d.rising = (d.n == 0 || d.rising && first > d.last) && o.rising
	d.n += o.n
	d.last = o.last
	for x := range o.of {
		if len(d.of) > fewNumbers {
			return
		}
		if d.of == nil {
			d.of = map[float64]struct{}{}
		}
		d.of[x] = struct{}{}
	}
}

// rowsPerScan is how many rows one goroutine takes at a time.
const rowsPerScan = 8192

// scanner looks at cells by what is decided of a table.
type scanner struct {
	marks []byte // before decimals
	codes []codes
	dates []bool // columns in which digits alone are dates, too
}

// scanAll looks at every cell of some columns, many rows at a time.
func (t *Table) scanAll(ctx context.Context, columns []int) ([]scan, error) {
	s := scanner{marks: t.marks(columns)}
	for _, j := range columns {
		given := t.decided(j)
		s.codes = append(s.codes, t.codesOf(t.Names[j], given.Missing))
		s.dates = append(s.dates, given.Kind == dataset.DateColumn)
	}
	blocks := (t.Rows() + rowsPerScan - 1) / rowsPerScan
	found := make([][]scan, blocks)
	firsts := make([][]float64, blocks)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, t.workers()))
	for b := range blocks {
		g.Go(func() error {
			found[b], firsts[b] = make([]scan, len(columns)), make([]float64, len(columns))
			from, to := b*rowsPerScan, min((b+1)*rowsPerScan, t.Rows())
			t.eachCell(columns, from, to, func(row, k int, cell []byte) {
				c := &found[b][k]
				before := c.numbers.n
				s.look(c, k, row, cell)
				if before == 0 && c.numbers.n > 0 {
					firsts[b][k] = c.numbers.last
				}
			})
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := make([]scan, len(columns))
	for k := range out {
		out[k].mark = s.marks[k]
	}
	for b, block := range found {
		for k := range out {
			out[k].join(&block[k], firsts[b][k])
		}
		found[b] = nil
	}
	return out, nil
}

// marks returns the decimal mark of each of some columns: mostly that of the
// file, but a sample of a column may say that it has its own.
func (t *Table) marks(columns []int) []byte {
	marks := bytes.Repeat([]byte{t.decimal()}, len(columns))
	const cells, few = 50_000, 50
	for k, sample := range t.sampleOf(columns, max(few, cells/max(len(columns), 1))) {
		seen := marksIn(sample)
		marks[k] = seen.mark(marks[k])
	}
	return marks
}

// eachCell hands the trimmed cells of some rows to f; missing ones of short
// rows as nothing.
func (t *Table) eachCell(columns []int, from, to int, f func(row, k int, cell []byte)) {
	d, ok := t.cells.(*delimited)
	if !ok {
		cells := t.cells.texts(columns)
		for i := from; i < to; i++ {
			for k := range columns {
				f(i, k, []byte(cells[k][i]))
			}
		}
		return
	}
	target := d.targets(columns)
	seen := make([]int, len(columns))
	for i := from; i < to; i++ {
		d.each(i, target, func(k int, cell []byte) {
			seen[k] = i + 1
			f(i, k, cell)
		})
		for k := range seen {
			if seen[k] != i+1 {
				f(i, k, nil)
			}
		}
	}
}

// look counts one cell.
func (s *scanner) look(c *scan, k, row int, cell []byte) {
	if len(cell) == 0 {
		c.empty++
		return
	}
	if s.dates[k] {
		c.words.add(cell, row)
		return
	}
	codes := &s.codes[k]
	if x, n, decimals := plainNumber(cell, s.marks[k]); n == len(cell) && n > 0 && (cell[0] != '0' || n < 2 || decimals > 0) {
		if codes.isCode(x) {
			c.declared++
			return
		}
		c.plain++
		if decimals > 0 {
			c.fractions++
			c.decimals.add(decimals)
		} else {
			c.digits.add(n)
			c.decimals.add(0)
			c.numbers.add(x)
		}
		return
	}
	s.lookCloser(c, k, row, cell)
}

// lookCloser counts a cell that is no number as computers write them.
func (s *scanner) lookCloser(c *scan, k, row int, cell []byte) {
	codes, r := &s.codes[k], parse(cell, s.marks[k])
	switch {
	case codes.missing[string(cell)]:
		c.words.add(cell, row)
	case r.class == aWord:
		c.words.add(cell, row)
	case r.class == anInfinity:
		c.infinite++
	case codes.isCode(r.x) && r.prefix+r.suffix == "":
		c.declared++
	case r.notes&lossy != 0:
		c.lossy++
		c.words.add(cell, row)
	default:
		if r.class == aLimit {
			if c.limits++; c.limits == 1 {
				c.limit = example{string(cell), row}
			}
		}
		s.number(c, r)
		if r.prefix+r.suffix != "" {
			c.words.add(cell, row) // it may turn out to be no number
			c.plain--
			if c.affixes == nil {
				c.affixes = map[affix]int{}
			}
			c.affixes[affix{r.prefix, r.suffix}]++
		}
	}
}

func (s *scanner) number(c *scan, r reading) {
	c.plain++
	if r.notes&withMark != 0 {
		c.fractions++
		c.decimals.add(max(r.decimals, 0))
	} else {
		c.digits.add(r.digits)
		c.decimals.add(0)
		c.numbers.add(r.x)
	}
	if r.notes&padded != 0 {
		c.padded++
		c.zeros.add(r.digits)
	}
	if r.notes&programmer != 0 {
		c.hexes++
	}
	if r.notes&grouped != 0 {
		c.grouped++
	}
}

// join adds what another part of the column is; first is its first number.
func (c *scan) join(o *scan, first float64) {
	if o.limits > 0 && (c.limits == 0 || o.limit.row < c.limit.row) {
		c.limit = o.limit
	}
	c.empty += o.empty
	c.plain += o.plain
	c.infinite += o.infinite
	c.limits += o.limits
	c.declared += o.declared
	c.fractions += o.fractions
	c.padded += o.padded
	c.lossy += o.lossy
	c.hexes += o.hexes
	c.grouped += o.grouped
	c.decimals.join(o.decimals)
	c.digits.join(o.digits)
	c.zeros.join(o.zeros)
	for a, n := range o.affixes {
		if c.affixes == nil {
			c.affixes = map[affix]int{}
		}
		c.affixes[a] += n
	}
	for w, n := range o.words.of {
		c.words.put(w, n)
	}
	c.words.overflow += o.words.overflow
	c.numbers.join(o.numbers, first)
}

// different returns how many different numbers there are, as far as counted.
func (c *scan) different() int {
	switch {
	case c.fractions > 0:
		return min(MostDistinct, max(len(c.numbers.of), c.fractions)) // as good as every one
	case c.numbers.rising:
		return min(MostDistinct, c.numbers.n)
	}
	return len(c.numbers.of)
}
