package table

import (
	"context"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// marksSeen counts what the marks in some numbers say about which of point and
// comma stands before decimals. Index 0 is the point, 1 the comma.
type marksSeen struct {
	decimal [2]int    // numbers in which it can only stand before decimals
	triple  [2]int    // numbers with three digits behind it, as 1.234
	rounded [2]int    // those of them that end in 00
	example [2]string // the first of decimal
	either  [2]string // the first of triple
	small   int       // whole numbers below 1000 without a mark
	large   int       // and above
}

var decimalMarks = [2]byte{'.', ','}

// look adds one cell.
func (m *marksSeen) look(cell string) {
	core := markedCore(cell)
	if core == "" {
		return
	}
	points, commas := strings.Count(core, "."), strings.Count(core, ",")
	switch {
	case points+commas == 0:
		if len(core) <= 3 {
			m.small++
		} else {
			m.large++
		}
	case points > 0 && commas > 0:
		last := 0
		if strings.LastIndexByte(core, ',') > strings.LastIndexByte(core, '.') {
			last = 1
		}
		m.only(last, core, cell)
	case points > 1:
		m.only(1, core, cell)
	case commas > 1:
		m.only(0, core, cell)
	case points == 1:
		m.single(0, core, cell)
	default:
		m.single(1, core, cell)
	}
}

// marksIn looks at the cells of one column.
func marksIn(cells []string) marksSeen {
	var m marksSeen
	for _, c := range cells {
		m.look(c)
	}
	return m
}

// join adds what another column says. Whole numbers without a mark say
// something about marks of their own column only.
func (m *marksSeen) join(o marksSeen) {
	for k := range o.decimal {
		if m.decimal[k] == 0 {
			m.example[k] = o.example[k]
		}
		if m.triple[k] == 0 {
			m.either[k] = o.either[k]
		}
		m.decimal[k] += o.decimal[k]
		m.triple[k] += o.triple[k]
		m.rounded[k] += o.rounded[k]
	}
	if o.triple[0]+o.triple[1] > 0 {
		m.small += o.small
		m.large += o.large
	}
}

// mark returns the decimal mark of a column: that of the file, unless its cells
// can only be read with the other.
func (m *marksSeen) mark(file byte) byte {
	k := 0
	if file == ',' {
		k = 1
	}
	if m.decimal[k] == 0 && m.decimal[1-k] > 0 && m.triple[k] == 0 {
		return decimalMarks[1-k]
	}
	return file
}

// only notes a number that can be read with one mark alone.
func (m *marksSeen) only(k int, core, cell string) {
	if parseCore(core, decimalMarks[k]).class != aNumber {
		return
	}
	if m.decimal[k]++; m.decimal[k] == 1 {
		m.example[k] = cell
	}
}

// single notes a number with one mark: where three digits follow and up to
// three stand before, it can separate thousands.
func (m *marksSeen) single(k int, core, cell string) {
	whole, behind, _ := strings.Cut(core, string(decimalMarks[k]))
	if len(behind) != 3 || whole == "" || len(whole) > 3 || whole[0] == '0' {
		m.only(k, core, cell)
		return
	}
	if m.triple[k]++; m.triple[k] == 1 {
		m.either[k] = cell
	}
	if strings.HasSuffix(behind, "00") {
		m.rounded[k]++
	}
}

// markedCore returns the digits and marks of a cell that holds one number
// without an exponent, else "".
func markedCore(cell string) string {
	if len(cell) > longest || !strings.ContainsAny(cell, "0123456789") {
		return ""
	}
	text, _ := cutLimit(foldSigns(cell))
	text, _ = cutSign(text)
	text, _ = cutCurrency(text)
	text, _ = cutSign(text)
	core, suffix := splitCore(text)
	if core == "" || !isUnit(suffix) || strings.ContainsAny(core, "eEdDxX") {
		return ""
	}
	return core
}

// markOf is the decimal mark of a file, with the evidence. What and done are a
// remark on what can be read in two ways.
type markOf struct {
	mark            byte
	why, what, done string
}

// decide says which mark stands before decimals.
func (m *marksSeen) decide(delim string) markOf {
	point, comma := m.decimal[0], m.decimal[1]
	switch {
	case comma > point:
		return markOf{mark: ',', why: m.thousands(say.Kept("decimal comma: %s such as %q", say.KeptCount(comma, "cell", "cells"), m.example[1]), 0)}
	case point > 0:
		return markOf{mark: '.', why: m.thousands(say.Kept("decimal point: %s such as %q", say.KeptCount(point, "cell", "cells"), m.example[0]), 1)}
	case m.triple[1] > 0 && m.triple[0] > 0:
		return m.doubt(1, '.', say.Mark("points are read as decimal"))
	case m.triple[1] > 0:
		return m.commaTriples(delim)
	case m.triple[0] > 0 && delim == ";":
		return m.pointTriples()
	}
	return markOf{mark: '.'}
}

// thousands adds the other mark to why, where it groups thousands.
func (m *marksSeen) thousands(why string, k int) string {
	if m.triple[k] == 0 {
		return why
	}
	return say.Kept("%s; in %q it separates thousands", why, m.either[k])
}

// commaTriples decides where the only marks are commas before three digits.
func (m *marksSeen) commaTriples(delim string) markOf {
	switch {
	case m.small > 0 && m.large == 0, 2*m.rounded[1] > m.triple[1] && m.triple[1] > 1:
		return m.doubt(1, '.', say.Mark("it seems to separate thousands, since whole numbers below 1000 have none or most end in 00"))
	case delim == ";":
		return m.doubt(1, ',', say.Mark("where a semicolon separates cells, the comma is mostly decimal"))
	}
	return m.doubt(1, '.', say.Mark("all have three digits behind it"))
}

// pointTriples decides where the only marks are points before three digits,
// and semicolons separate the cells.
func (m *marksSeen) pointTriples() markOf {
	if m.small > 0 && m.large == 0 {
		return m.doubt(0, ',', say.Mark("it seems to separate thousands, since whole numbers below 1000 have none"))
	}
	return m.doubt(0, '.', say.Mark("a point is mostly decimal"))
}

// doubt is a mark that can be read in two ways.
func (m *marksSeen) doubt(k int, mark byte, why string) markOf {
	core := markedCore(m.either[k])
	whole := strings.Replace(core, string(decimalMarks[k]), "", 1)
	decimals := strings.Replace(core, string(decimalMarks[k]), ".", 1)
	read, overrule := whole, ","
	if mark == decimalMarks[k] {
		read = decimals
	}
	if mark == ',' {
		overrule = "."
	}
	return markOf{mark: mark, why: say.Kept("%q is read as %s: %s", m.either[k], read, why),
		what: say.Kept("%s such as %q can mean %s or %s", say.KeptCount(m.triple[k], "cell", "cells"), m.either[k], decimals, whole),
		done: say.Kept("read as %s: %s; --decimal %q says otherwise", read, why, overrule)}
}

// decideDecimal looks at a sample of all cells for the decimal mark of the
// file.
func (t *Table) decideDecimal(ctx context.Context, delim string) {
	given := t.request.File.Decimal
	if given == "" {
		given = t.request.Decimal
	}
	if given == "." || given == "," {
		t.Import.Decimal, t.marked = given, true
		return
	}
	var m marksSeen
	const most = 50_000
	for _, cells := range t.Sample(ctx, max(200, most/max(len(t.Names), 1))) {
		m.join(marksIn(cells))
	}
	d := m.decide(delimiterNamed(t.Import.Delimiter))
	t.Import.Decimal = string(d.mark)
	if d.why != "" {
		t.Import.Why = append(t.Import.Why, d.why)
	}
	if t.marked = d.what != ""; t.marked {
		t.Problems = append(t.Problems, dataset.Problem{File: t.File, What: d.what, Done: d.done})
	}
}
