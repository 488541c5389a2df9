package table

import (
	"bytes"
	"cmp"
	"context"
	"hash/maphash"
	"math"

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
	grouped   int
	decimals  spreadOf // digits behind the mark
	digits    spreadOf // of whole numbers
	zeros     spreadOf // digits of those with zeros in front
	affixes   map[affix]int
	limit     example // the first limit of detection
	told      map[notation]noticed
	words     counts
	numbers   distinct
	parts     fewFloats
	whole     int // different whole numbers, where they are more than a few
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

// rowsPerScan is how many rows one goroutine takes at a time.
const rowsPerScan = 8192

// scanner looks at cells by what is decided of a table.
type scanner struct {
	marks   []byte // before decimals; 0 where digits alone may be dates, too
	cut     []byte // the same, but 0 too where the words themselves are kept
	codes   []codes
	unlike  []bool // columns of words that nearly all differ
	numbers *taken // or nil
	words   *kept  // or nil
}

// newScanner looks at a sample of each column: it may have a decimal mark of
// its own, and words that nearly all differ need not be kept.
func (t *Table) newScanner(columns []int) *scanner {
	s := &scanner{marks: bytes.Repeat([]byte{t.decimal()}, len(columns)), unlike: make([]bool, len(columns))}
	const cells, few = 50_000, 50
	numeric, wordy := make([]bool, len(columns)), make([]bool, len(columns))
	samples := t.sampleOf(columns, max(few, cells/max(len(columns), 1)))
	for k, sample := range samples {
		seen := marksIn(sample)
		s.marks[k] = seen.mark(s.marks[k])
		s.unlike[k] = allUnlike(sample)
		numeric[k], wordy[k] = t.likely(columns[k], sample)
	}
	s.numbers, s.words = newTaken(t.Rows(), numeric, samples, s.marks, t.request.sizes.or(usualSizes).cells), t.keepWords(columns, wordy)
	for k, j := range columns {
		given := t.decided(j)
		s.codes = append(s.codes, t.codesOf(t.Names[j], given.Missing))
		if given.Kind == dataset.DateColumn {
			s.marks[k] = 0
		}
	}
	s.cut = s.words.unmark(s.marks)
	return s
}

// likely says whether a column will be read as numbers, and whether as words,
// by what is decided or by a sample: if that errs, its cells are cut again.
func (t *Table) likely(column int, sample []string) (numeric, wordy bool) {
	if kind := t.decided(column).Kind; kind != "" {
		return kind == dataset.NumberColumn, kind != dataset.NumberColumn && kind != dataset.EmptyColumn
	}
	numbers, words := 0, 0
	for _, cell := range sample {
		switch {
		case cell == "":
		case numberish(cell):
			numbers++
		case !missingInNumbers(cell):
			words++
		}
	}
	return numbers > words, words > 0 && numbers == 0
}

// allUnlike says whether a sample is of words, not of numbers, and nearly all
// differ.
func allUnlike(sample []string) bool {
	const enough = 100
	seen, filled := map[string]bool{}, 0
	for _, c := range sample {
		switch {
		case missingInNumbers(c):
			continue
		case numberish(c):
			return false
		}
		filled++
		seen[c] = true
		if filled-len(seen) > len(sample)/100 {
			return false
		}
	}
	return filled >= enough
}

// scanAll looks at every cell of some columns, many rows at a time.
func (t *Table) scanAll(ctx context.Context, columns []int) ([]scan, *taken, error) {
	s, cells := t.newScanner(columns), t.source(columns)
	found := make([]*blockScan, (t.Rows()+rowsPerScan-1)/rowsPerScan)
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(max(1, t.workers()))
	for b := range found {
		g.Go(func() error {
			from, to := b*rowsPerScan, min((b+1)*rowsPerScan, t.Rows())
			found[b] = &blockScan{scanner: s, found: make([]scan, len(columns)), first: b == 0, words: s.words.part(from, to)}
			if err := cells.each(from, to, s.cut, found[b]); err != nil {
				return err
			}
			found[b].words.done()
			return inner.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	out, err := joinScans(ctx, s, found, t.decimal())
	if err != nil {
		return nil, nil, err
	}
	s.words.keep()
	return out, s.numbers, t.countWhole(ctx, columns, out)
}

// joinScans adds up what was found in the parts, in their order.
func joinScans(ctx context.Context, s *scanner, found []*blockScan, decimal byte) ([]scan, error) {
	out := make([]scan, len(s.marks))
	for k := range out {
		out[k].mark = cmp.Or(s.marks[k], decimal)
	}
	for b, block := range found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for k := range out {
			out[k].join(&block.found[k])
		}
		found[b] = nil
	}
	return out, nil
}

// blockScan looks at the cells of some rows.
type blockScan struct {
	*scanner
	found []scan
	first bool // of all rows
	words *keptPart
}

// number counts a plain number.
func (b *blockScan) number(row, k int, x float64, n, decimals int) {
	c := &b.found[k]
	if codes := &b.codes[k]; len(codes.numbers) > 0 && codes.isCode(x) {
		c.declared++
		b.numbers.put(row, k, math.NaN())
		return
	}
	b.numbers.put(row, k, x)
	c.plain++
	if decimals > 0 {
		c.fractions++
		c.decimals.add(decimals)
		c.parts.add(x)
		return
	}
	if x < 0 {
		n-- // the sign is no digit
	}
	c.digits.add(n)
	c.decimals.add(0)
	c.numbers.add(x)
}

// cell counts any other cell.
func (b *blockScan) cell(row, k int, cell []byte) {
	c := &b.found[k]
	b.words.put(row, k, cell)
	b.numbers.put(row, k, math.NaN()) // unless it turns out to be a number
	switch {
	case len(cell) == 0:
		c.empty++
	case b.marks[k] == 0:
		c.words.add(cell, row)
	case b.unlike[k] && !b.first && !b.codes[k].mayMiss(cell):
		c.words.hashes = append(c.words.hashes, maphash.Bytes(hashSeed, cell))
	default:
		b.lookCloser(c, k, row, cell)
	}
}

// lookCloser counts a cell that is no number as computers write them.
func (b *blockScan) lookCloser(c *scan, k, row int, cell []byte) {
	codes, r := &b.codes[k], parse(cell, b.marks[k])
	b.numbers.put(row, k, valueOf(r, codes, cell))
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
		c.add(r)
		c.notice(r, cell, row)
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

// add counts a number as people write it.
func (c *scan) add(r reading) {
	c.plain++
	if r.notes&withMark != 0 {
		c.fractions++
		c.decimals.add(max(r.decimals, 0))
		c.parts.add(r.x)
	} else {
		c.digits.add(r.digits)
		c.decimals.add(0)
		c.numbers.add(r.x)
	}
	if r.notes&padded != 0 {
		c.padded++
		c.zeros.add(r.digits)
	}
	if r.notes&grouped != 0 {
		c.grouped++
	}
}

// join adds what another part of the column is.
func (c *scan) join(o *scan) {
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
	c.joinNotices(o)
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
	c.words.join(&o.words)
	c.words.overflow += o.words.overflow
	if keep := max(0, min(len(o.words.hashes), MostDistinct-len(c.words.hashes))); keep > 0 {
		c.words.hashes = append(c.words.hashes, o.words.hashes[:keep]...)
		c.words.overflow += len(o.words.hashes) - keep
	} else {
		c.words.overflow += len(o.words.hashes)
	}
	c.numbers.join(&o.numbers)
	c.parts.join(&o.parts)
}

// different returns how many different numbers there are, as far as counted.
func (c *scan) different() int {
	switch {
	case c.fractions > 0:
		return min(MostDistinct, max(c.numbers.of.n, c.fractions)) // as good as every one
	case c.numbers.rising:
		return min(MostDistinct, c.numbers.n)
	}
	return max(c.numbers.of.n, c.whole)
}
