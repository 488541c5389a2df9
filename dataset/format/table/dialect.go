package table

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// dialect is how the lines of a text are cut into cells.
type dialect struct {
	delim  string // as it stands in the text, or blanks
	quote  byte   // or 0
	escape bool   // a backslash before a quote
	whole  bool   // lines are in quotes as a whole
	skip   int    // rows above the table: titles and the like
	width  int    // most rows have so many cells
	why    string
}

// Delimiters by how sure they are: those that tables have; those that words and
// times have, too; and blanks. Within one group, an earlier one wins where all
// else is equal.
var (
	usual = []string{"\t", ";", "|", ","}
	rarer = []string{":", "~", blanks}
	odd   = strings.Split("^ # ! & * + = @ $ % / \\ ? - \x01 \x02 ¦ § ， ； 、 ｜ ؛", " ")
)

// undivided is what separates the cells of a single column: nothing does.
const undivided = "\x1f"

// probeRows is how many rows are looked at to find the dialect.
const probeRows = 200

// recognise finds the dialect of a text, of which head is the beginning.
func recognise(ctx context.Context, head []byte, given string) dialect {
	whole := wholeLines(ctx, head)
	if whole {
		head = unwrapped(head)
	}
	d := pickDialect(ctx, head, given)
	d.whole = whole
	return d
}

func pickDialect(ctx context.Context, head []byte, given string) dialect {
	if given != "" {
		p := probe(ctx, head, delimiterNamed(given))
		p.why = say.Mark("the delimiter is given")
		return p.dialect
	}
	rounds := []struct {
		of     []string
		least  float64
		titles bool
	}{{usual, 0.9, false}, {rarer, 0.95, false}, {odd, 1, false}, {usual, 0.9, true}, {rarer, 0.95, true}, {usual, 0.5, false}, {usual, 0, false}}
	const wide = 4 << 20 // bytes of lines that only usual delimiters are tried on
	for _, r := range rounds {
		if len(head) > wide && !slices.Equal(r.of, usual) {
			continue
		}
		var best *probed
		for _, delim := range r.of {
			p := probe(ctx, head, delim)
			if p.agree < r.least || (p.skip > 0) != r.titles || !p.plausible() {
				continue
			}
			if best == nil || p.better(best) {
				best = p
			}
		}
		if best != nil {
			return best.named(ctx, head)
		}
	}
	p := probe(ctx, head, undivided)
	p.skip, p.why = 0, say.Mark("no delimiter separates the lines")
	return p.dialect
}

// probed is a delimiter tried on the head of a text.
type probed struct {
	dialect
	rows   [][]string
	quoted bool    // there are quotes
	agree  float64 // share of rows with as many cells as most
	dirty  float64 // share of cells in which other delimiters stand
}

func probe(ctx context.Context, head []byte, delim string) *probed {
	p := &probed{dialect: dialect{delim: delim}}
	if ctx.Err() != nil {
		return p // whoever reads on will say so
	}
	d := &delimited{delim: delim[0], data: head}
	begin := head[:min(len(head), 1<<20)]
	p.quote = quoteOf(begin, delim)
	if len(delim) > 1 || delim == blanks {
		d.data, d.delim = separate(head, delim, p.quote), unitSeparator
	}
	d.quote, p.quoted = p.quote, bytes.IndexByte(head, p.quote) >= 0
	p.escape = escapes(begin, p.quote)
	d.escape = p.escape
	x := indexer{delimited: d, most: probeRows}
	found, err := x.index(ctx, 0, 1, 1)
	if err != nil {
		return p
	}
	for _, s := range found.spans {
		p.rows = append(p.rows, d.split(d.data[s.start:s.start+int(s.size)], s.quoted))
	}
	p.measure()
	return p
}

// split cuts a row into all its cells.
func (d *delimited) split(row []byte, quoted bool) []string {
	var cells []string
	for {
		cell, n := d.cell(row, &quoted, false)
		cells = append(cells, string(cell))
		if n >= len(row) {
			return cells
		}
		row = row[n+1:]
	}
}

// namesSome says whether a row of less cells than the others is a header that
// lacks names rather than a title: at least three different words, for at least
// half of the columns.
func namesSome(row []string, width int) bool {
	const few, longest = 3, 40
	seen := map[string]bool{}
	for _, c := range row {
		if c == "" || len(c) > longest || numberish(c) || seen[c] {
			return false
		}
		seen[c] = true
	}
	return len(row) >= few && 2*len(row) >= width
}

// measure counts how far the rows agree in their number of cells.
func (p *probed) measure() {
	counts := map[int]int{}
	for _, cells := range p.rows {
		counts[len(cells)]++
	}
	for n, c := range counts {
		if c > counts[p.width] || c == counts[p.width] && n > p.width {
			p.width = n
		}
	}
	for p.skip < len(p.rows) && p.skip < 20 && len(p.rows[p.skip]) < max(p.width-1, 1) && !namesSome(p.rows[p.skip], p.width) {
		p.skip++
	}
	if p.skip == len(p.rows) || p.skip == 20 {
		p.skip = 0
	}
	agree, dirty, cells := 0.0, 0, 0
	for k, row := range p.rows[p.skip:] {
		switch {
		case len(row) == p.width, len(row) == p.width+1 && row[p.width] == "":
			agree++
		case k == 0 && len(row) == p.width-1: // R names no column of row names
			agree++
		case len(row) < p.width && len(row) > 1:
			agree += 0.5
		}
		for _, c := range row {
			cells++
			if strings.ContainsAny(c, "\t;|,") && !numberish(c) {
				dirty++
			}
		}
	}
	p.agree = agree / float64(max(len(p.rows)-p.skip, 1))
	p.dirty = float64(dirty) / float64(max(cells, 1))
}

func (p *probed) better(q *probed) bool {
	if (p.dirty < 0.3) != (q.dirty < 0.3) {
		return p.dirty < q.dirty
	}
	return p.agree > q.agree+0.02
}

// plausible says whether the cells look like those of a table.
func (p *probed) plausible() bool {
	if p.width < 2 || len(p.rows) == 0 {
		return false
	}
	head := p.rows[p.skip]
	if len(head) == 1 && !(p.numbersBehind() && p.rowNames()) {
		return false
	}
	switch {
	case slices.Contains(usual, p.delim), p.delim == "~":
		return true
	case slices.Contains(rarer, p.delim):
		return len(p.rows) > 1 && !allNumbers(head[:1], p.delim)
	}
	for _, name := range head {
		if name == "" || !startsWord(name) {
			return false
		}
	}
	return len(p.rows) > 2 && len(head) == p.width && p.numbersBehind() && (p.width > 2 || p.delim[0] < ' ' || len(p.delim) > 1)
}

// rowNames says of two cells under one name whether the first can be a row
// name: it is quoted, or no number, as one half of 1,5 or 10:30 is.
func (p *probed) rowNames() bool {
	numbers := 0
	for _, row := range p.rows[p.skip+1:] {
		if numberish(row[0]) {
			numbers++
		}
	}
	return p.quoted || 2*numbers < len(p.rows)-p.skip-1
}

// allNumbers says of times, as 10:30, that the colon separates no cells.
func allNumbers(cells []string, delim string) bool {
	return delim == ":" && numberish(cells[0])
}

// numbersBehind says whether all columns but the first are mostly numbers in
// some of them.
func (p *probed) numbersBehind() bool {
	for j := 1; j < p.width; j++ {
		n, all := 0, 0
		for _, row := range p.rows[min(p.skip+1, len(p.rows)):] {
			if len(row) > j && row[j] != "" {
				all++
				if numberish(row[j]) {
					n++
				}
			}
		}
		if n > 0 && 2*n > all {
			return true
		}
	}
	return false
}

// named finishes a dialect: a delimiter that always stands twice is one of two
// characters.
func (p *probed) named(ctx context.Context, head []byte) dialect {
	d := p.dialect
	if len(d.delim) == 1 && d.delim != blanks && d.width > 2 {
		if longer := p.longer(); longer != "" {
			d = probe(ctx, head, longer).dialect
		}
	}
	d.why = say.Kept("delimiter %s: %.0f %% of the first %d lines have %s", delimiterName(d.delim), say.Percent(p.agree, 0), len(p.rows), say.KeptCount(d.width, "cell", "cells"))
	return d
}

// quoteOf finds what cells are quoted with: single quotes, where no cell opens
// with a double one and nearly all that open with a single one close.
func quoteOf(head []byte, delim string) byte {
	var opened, closed [2]int
	quotes := [2]byte{'"', '\''}
	for k, q := range quotes {
		d := &delimited{delim: delim[0], quote: q}
		for line := range bytes.Lines(head) {
			quoted := true // until one is not closed
			for n := 0; len(line) > 0; line = line[min(n+1, len(line)):] {
				opens := d.opening(line) >= 0
				if _, n = d.cell(line, &quoted, false); opens {
					opened[k]++
					if quoted {
						closed[k]++
					}
				}
			}
		}
	}
	if opened[0] == 0 && closed[1] > 1 && closed[1]*5 >= opened[1]*4 {
		return '\''
	}
	return '"'
}

// escapes says whether quotes inside of quoted cells stand behind a backslash.
func escapes(head []byte, quote byte) bool {
	for rest := head; ; {
		n := bytes.Index(rest, []byte{'\\', quote})
		if n < 0 {
			return false
		}
		rest = rest[n+2:]
		if len(rest) > 0 && rest[0] > ' ' && rest[0] < 0x7f && !strings.ContainsRune(",;|:~\"'", rune(rest[0])) {
			return true
		}
	}
}

// wholeLines says whether lines are quoted as a whole: most lines are one
// quoted cell, and inside of it the lines agree on a delimiter.
func wholeLines(ctx context.Context, head []byte) bool {
	lines, whole := 0, 0
	d := &delimited{delim: '\n', quote: '"'}
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if lines++; line[0] == '"' {
			if c := d.closing(line, 1, nil); c.at == len(line)-1 && bytes.IndexByte(bytes.ReplaceAll(line[1:c.at], []byte(`""`), nil), '"') < 0 {
				whole++
			}
		}
	}
	if whole < 2 || 2*whole < lines {
		return false
	}
	inside := unwrapped(head)
	for _, delim := range usual {
		if p := probe(ctx, inside, delim); p.agree == 1 && p.width > 1 && p.skip == 0 {
			return true
		}
	}
	return false
}

// unwrapped removes the quotes around whole lines.
func unwrapped(head []byte) []byte {
	var out []byte
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if n := len(line); n > 1 && line[0] == '"' && line[n-1] == '"' {
			line = bytes.ReplaceAll(line[1:n-1], []byte(`""`), []byte{'"'})
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// delimiterNamed reads a delimiter as people give it.
func delimiterNamed(name string) string {
	switch strings.ToLower(name) {
	case "tab", `\t`:
		return "\t"
	case "space", "blank", "spaces":
		return blanks
	case "comma":
		return ","
	case "semicolon":
		return ";"
	case "bar", "pipe":
		return "|"
	case "colon":
		return ":"
	case "none":
		return undivided
	}
	return name
}

// delimiterName writes a delimiter as people give it.
func delimiterName(delim string) string {
	switch delim {
	case "\t":
		return "tab"
	case blanks:
		return "space"
	case undivided:
		return "none"
	}
	return delim
}
