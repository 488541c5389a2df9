package table

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// decided returns what the request says of a column.
func (t *Table) decided(column int) dataset.ColumnImport {
	given := t.request.File.Columns[t.Names[column]]
	if kinds := declared(t.request.Kinds, t.File, t.Names[column]); len(kinds) > 0 {
		kind := dataset.ColumnKind(kinds[len(kinds)-1])
		if given.Kind != kind {
			given.Layout = ""
		}
		given.Kind = kind
	}
	return given
}

func (t *Table) decimal() byte {
	if t.Import.Decimal == "," {
		return ','
	}
	return '.'
}

// Columns looks at every cell of the listed columns (nil: of all) and says what
// they are. Decisions of the request stand.
func (t *Table) Columns(ctx context.Context, list []int) ([]Column, error) {
	if list == nil {
		for j := range t.Names {
			list = append(list, j)
		}
	}
	scans, numbers, err := t.scanAll(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]Column, len(list))
	for k, j := range list {
		if layout := scans[k].compactDates(); layout != "" && t.decided(j).Kind == "" {
			if out[k], err = t.compactDate(ctx, j, layout); err != nil {
				return nil, err
			}
			continue
		}
		c := typing{table: t, scan: &scans[k], codes: t.codesOf(t.Names[j], t.decided(j).Missing), given: t.decided(j)}
		c.column.Name, c.at = t.Names[j], j
		out[k] = c.decide()
		if limited := scans[k].limits > 0 && t.request.moved(); limited {
			out[k].limited = true
		} else if numbers != nil && len(scans[k].affixes) == 0 {
			out[k].place = placed{numbers, k, c.codes.numbers}
		}
		scans[k] = scan{}
	}
	return out, nil
}

// typing is the decision about one column.
type typing struct {
	table  *Table
	scan   *scan
	codes  codes
	given  dataset.ColumnImport
	column Column
	at     int // the column's place

	totalled          bool
	different, filled int // words, where totalled

	affix     affix          // around the numbers
	factors   factors        // of numbers by what stands around them
	converted string         // what was done to those with another factor
	flagged   int            // numbers with a flag, which is left out
	manners   []inManner     // of numbers, where the column is of words
	gaps      map[string]int // words that stand for missing among numbers
	odd       []misfit       // words that are no numbers and stand for nothing
}

// misfit is a cell that does not fit its column.
type misfit struct {
	cell string
	counted
}

func byRow(a, b misfit) int {
	return cmp.Or(cmp.Compare(a.row, b.row), strings.Compare(a.cell, b.cell))
}

func (c *typing) problem(row int, what, done string) {
	p := dataset.Problem{File: c.table.File, Column: c.column.Name, What: what, Done: done}
	if row >= 0 {
		p.Row = c.table.Line(row)
	}
	c.column.Problems = append(c.column.Problems, p)
}

// decide goes by the majority: numbers, dates, or words.
func (c *typing) decide() Column {
	c.sortWords()
	c.column.mark, c.column.factors = c.scan.mark, c.factors
	kind := c.given.Kind
	layout := ""
	switch {
	case kind == "" && c.lossy():
		kind = dataset.WordsColumn
	case kind == "" && c.mostlyNumbers():
		kind = dataset.NumberColumn
	case kind == "" || kind == dataset.DateColumn:
		if layout = c.dateLayout(); layout != "" {
			kind = dataset.DateColumn
		} else if kind == dataset.DateColumn {
			c.problem(-1, say.Mark("its cells are no dates that can be read"), say.Mark("read as words"))
			kind = ""
		}
	}
	if kind == "" {
		c.manners = c.numbersInWords()
		kind = c.wordKind()
	}
	c.column.Import.Kind = kind
	switch kind {
	case dataset.NumberColumn:
		c.asNumbers()
	case dataset.DateColumn:
		c.asDates(cmp.Or(c.given.Layout, layout))
	default:
		c.asWords(kind)
	}
	return c.column
}

// sortWords deals the cells that are no plain numbers out: numbers with the
// usual sign around them, words that stand for missing, and odd ones.
func (c *typing) sortWords() {
	c.takeUnits()
	c.gaps = map[string]int{}
	if c.scan.plain == 0 && len(c.scan.affixes) == 0 && c.given.Kind != dataset.NumberColumn {
		return // words alone
	}
	for w, n := range c.scan.words.of {
		switch {
		case c.codes.values[w]:
			c.odd = append(c.odd, misfit{w, n})
		case c.codes.isMissing(w):
			c.gaps[w] = n.n
		case c.fits(w):
		case missingInNumbers(w):
			c.gaps[w] = n.n
		default:
			c.odd = append(c.odd, misfit{w, n})
		}
	}
	slices.SortFunc(c.odd, byRow)
}

// fits says whether a cell is a number with the sign of this column around it.
func (c *typing) fits(cell string) bool {
	r := parse([]byte(cell), c.scan.mark)
	_, ok := c.factors.of(affix{r.prefix, r.suffix})
	return ok && r.class != aWord && r.notes&lossy == 0 && r.class != anInfinity
}

// numbers counts the cells that are numbers of the column.
func (c *typing) numbers() int {
	n := c.scan.plain
	for a := range c.factors {
		n += c.scan.affixes[a]
	}
	return n
}

// oddCells counts the cells that are neither numbers nor missing.
func (c *typing) oddCells() int {
	n := c.scan.words.unkept()
	for _, o := range c.odd {
		n += o.n
	}
	return n
}

// mostlyNumbers says whether a column is one of numbers: more of its cells are
// numbers than words, those aside that stand for missing. One word among many
// different numbers stands for missing, however often.
func (c *typing) mostlyNumbers() bool {
	const various = 4
	n := c.numbers()
	return n > 0 && !c.explained() && (n > c.oddCells() || len(c.odd) == 1 && c.scan.words.unkept() == 0 && c.scan.different() >= various)
}

// explained says whether a column holds the steps of a scale, of which some are
// explained: 1 - never, 2, 3, 4, 5 - always.
func (c *typing) explained() bool {
	const most = 12
	if len(c.odd) == 0 || len(c.odd) > most || c.scan.fractions+c.scan.words.unkept() > 0 || c.scan.different() > most {
		return false
	}
	return !slices.ContainsFunc(c.odd, func(o misfit) bool { return !isStep(o.cell) })
}

// isStep matches a number with words that explain it behind a stroke or colon.
var isStep = matches(`^\d{1,2}\s*[-–—=:)]\s*\p{L}[\p{L} ]{2,}`)

// lossy says whether whole numbers have more digits than a number here holds:
// one in twenty is enough, since such columns are ids.
func (c *typing) lossy() bool {
	lossy := c.scan.lossy
	return 20*lossy > c.numbers()+lossy && c.numbers()+lossy > c.oddCells()-lossy
}

// asNumbers describes a column of numbers and names every cell that is none.
func (c *typing) asNumbers() {
	col, s := &c.column, c.scan
	col.Filled = c.numbers()
	col.Distinct = s.distinctNumbers() + len(s.affixes)
	c.sayGaps()
	c.sayFlags()
	c.sayOdd(say.Mark("no number"))
	col.Missing = c.table.Rows() - col.Filled
	if s.infinite > 0 {
		c.problem(-1, say.KeptCount(s.infinite, "cell is infinite", "cells are infinite"), say.Mark("taken as missing"))
	}
	if s.limits > 0 {
		c.sayLimits()
	}
	if file := c.table.decimal(); s.mark != file {
		c.problem(-1, say.Kept("its numbers have %q before decimals, where the file has %q", string(s.mark), string(file)), say.Mark("read with its own mark"))
	}
	c.sayNotations()
	f := &col.Field
	c.unitOf(f)
	c.sayUnits()
	c.sayPerhapsTimes()
	switch {
	case !c.unscaled() || s.limits > 0 && c.table.request.Censored == dataset.LimitRoot2:
	case s.fractions == 0 && c.numbers() > 0:
		f.Kind = dataset.Whole
		if w := s.zeros.same(); w > 1 && w == s.digits.low {
			if f.Width = w; w >= 4 && c.given.Kind == "" {
				c.problem(-1, say.Kept("its whole numbers have %d digits each, %d of them with zeros in front, as postcodes and other codes have", w, s.padded), say.Mark(`read as numbers; --drop leaves the column out, an --import with the kind "category" takes each for a word`))
			}
		} else if s.padded > 0 {
			c.problem(-1, say.Kept("%s zeros in front, others of as many digits none", say.KeptCount(s.padded, "whole number has", "whole numbers have")), say.Mark("read as numbers; the zeros are not kept"))
		}
	case s.fractions > 0:
		f.Decimals = s.decimals.same()
	}
}

// sayGaps names the words that stand for missing among numbers, but for those
// that do so everywhere.
func (c *typing) sayGaps() {
	var known, declared []misfit
	for w, n := range c.gaps {
		switch {
		case missingAlways[w] && !c.codes.missing[w]:
			continue
		case c.codes.missing[w]:
			declared = append(declared, misfit{w, counted{n: n}})
		default:
			known = append(known, misfit{w, counted{n: n}})
		}
		c.column.Import.Missing = append(c.column.Import.Missing, w)
	}
	slices.Sort(c.column.Import.Missing)
	c.sayWords(known, "", say.Mark("taken as missing"))
	c.sayWords(declared, say.Mark(", as declared"), say.Mark("taken as missing"))
	if c.scan.declared > 0 {
		c.problem(-1, say.Kept("%s a number that is declared missing", say.KeptCount(c.scan.declared, "cell holds", "cells hold")), say.Mark("taken as missing"))
	}
}

// mostWords is how many words or cells one remark lists.
const mostWords = 5

// sayWords tells of words that stand in several cells, in one remark.
func (c *typing) sayWords(words []misfit, more, done string) {
	if len(words) == 0 {
		return
	}
	slices.SortFunc(words, func(a, b misfit) int { return cmp.Or(b.n-a.n, strings.Compare(a.cell, b.cell)) })
	cells := 0
	var list []string
	for k, w := range words {
		cells += w.n
		if k < mostWords {
			list = append(list, fmt.Sprintf("%q (%d)", shorten(w.cell), w.n))
		}
	}
	what := say.Kept("%d cells are words: %s", cells, strings.Join(list, ", "))
	switch {
	case len(words) == 1:
		what = fmt.Sprintf("%s %q%s", say.KeptCount(cells, "cell is", "cells are"), shorten(words[0].cell), more)
	case len(words) > mostWords:
		what = say.Kept("%s and %d other words", what, len(words)-mostWords) + more
	default:
		what += more
	}
	c.problem(-1, what, done)
}

// sayOdd names the cells among numbers that are none: a word that is repeated
// is a code for missing, one that stands once is an unreadable cell, and what
// holds several numbers is said to do so.
func (c *typing) sayOdd(what string) {
	found, words := mannersOf(c.odd)
	var codes, cells []misfit
	for _, o := range words {
		if o.n > 1 && !c.codes.values[o.cell] {
			c.column.Import.Missing = append(c.column.Import.Missing, o.cell)
			codes = append(codes, o)
		} else {
			cells = append(cells, o)
		}
	}
	slices.Sort(c.column.Import.Missing)
	c.sayWords(codes, ", "+what, say.Mark("taken as a code for missing"))
	for _, s := range found {
		list := slices.DeleteFunc(slices.Clone(c.odd), func(o misfit) bool { return mannerOf(o.cell) != s.manner })
		one, many := say.Kept("a %s", s.one), s.many
		if s.manner == withUnit {
			one, many = c.otherUnit()
		}
		c.sayCells(list, 0, one, many, say.Kept("taken as missing; %s", s.hint))
	}
	c.sayCells(cells, c.scan.words.unkept(), what, what, say.Mark("taken as missing"))
}

// otherUnit is how to call numbers with another unit than those of the column.
func (c *typing) otherUnit() (one, many string) {
	if c.affix == (affix{}) {
		return say.Mark("a number with a unit or sign, which others lack"), say.Mark("numbers with a unit or sign, which others lack")
	}
	return say.Kept("a number without the sign %q of the others", c.affix), say.Kept("numbers without the sign %q of the others", c.affix)
}

// sayCells names the first of some cells that could not be read, with their
// lines; n more are not kept.
func (c *typing) sayCells(cells []misfit, n int, one, many, done string) {
	for _, o := range cells {
		n += o.n
	}
	if n == 0 {
		return
	}
	row := -1
	var list []string
	for k, o := range cells {
		if k == 0 {
			row = o.row
		}
		if k < mostWords {
			entry := strconv.Quote(shorten(o.cell))
			if line := c.table.Line(o.row); line > 0 && k > 0 {
				entry = say.Kept("%s (line %d)", entry, line)
			}
			list = append(list, entry)
		}
	}
	if n > len(list) {
		list = append(list, "…")
	}
	what := say.Kept("1 cell is %s: %s", one, strings.Join(list, ", "))
	if n > 1 {
		what = say.Kept("%d cells are %s: %s", n, many, strings.Join(list, ", "))
	}
	c.problem(row, what, done)
}
