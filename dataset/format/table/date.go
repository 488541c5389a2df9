package table

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lacuna/dataset"
)

// dateLayouts are how dates are written, in Go's reference time: the strict
// ones first, since a cell is written back as it was read.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "02.01.2006", "01/02/2006", "02/01/2006", "02-01-2006", "01-02-2006",
	"2006-1-2", "2006/1/2", "2.1.2006", "1/2/2006", "2/1/2006", "2-1-2006", "02.01.06", "01/02/06", "02/01/06", "2.1.06", "1/2/06", "2/1/06",
	"2006-01-02T15:04:05.000Z07:00", "2006-01-02T15:04:05.000000Z07:00", "2006-01-02T15:04:05.000", "2006-01-02T15:04:05.000000", "2006-01-02 15:04:05.000", "2006-01-02 15:04:05.000000", "15:04:05.000",
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04",
	"2006/01/02 15:04:05", "2006/01/02 15:04", "02.01.2006 15:04:05", "02.01.2006 15:04", "01/02/2006 15:04:05", "02/01/2006 15:04:05", "01/02/2006 15:04", "02/01/2006 15:04",
	"1/2/2006 15:04:05", "2/1/2006 15:04:05", "1/2/2006 15:04", "2/1/2006 15:04", "01/02/2006 03:04:05 PM", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "2/1/2006 3:04 PM",
	"02 Jan 2006", "2 Jan 2006", "02-Jan-2006", "2-Jan-2006", "02-Jan-06", "2-Jan-06", "02Jan2006", "2Jan2006", "02Jan06", "02Jan2006:15:04:05", "2006-Jan-02", "Jan 2, 2006", "Jan 02, 2006", "Jan 2 2006", "2 January 2006", "02 January 2006", "January 2, 2006", "January 2 2006",
	"Mon, 02 Jan 2006", "Mon Jan 2 15:04:05 2006", "2006-01", "2006/01", "Jan 2006", "January 2006", "Jan-06", "20060102", "20060102T150405",
	"15:04:05", "15:04", "3:04 PM", "03:04 PM", "3:04:05 PM",
}

// dayFirst pairs layouts that differ in which of day and month comes first.
func swapped(layout string) string {
	for _, pair := range [][2]string{{"01/02/", "02/01/"}, {"1/2/", "2/1/"}, {"01-02-2", "02-01-2"}} {
		for k, from := range pair {
			if rest, ok := strings.CutPrefix(layout, from); ok {
				return pair[1-k] + rest
			}
		}
	}
	return ""
}

// dateLayout finds how the dates of a column are written: the layout that most
// of its cells have, those aside that stand for missing.
func (c *typing) dateLayout() string {
	cells := c.scan.words.of
	if _, filled := c.wordTotals(); filled == 0 || c.scan.plain > filled {
		return ""
	}
	order := slices.DeleteFunc(c.firstWords(), missingInNumbers)
	if c.given.Layout != "" {
		return c.given.Layout
	}
	if c.given.Kind != dataset.DateColumn && !looksLikeDates(order) {
		return ""
	}
	best, most, all := "", 0, 0
	for _, cell := range order {
		all += cells[cell].n
	}
	few := sampleOf(order, 32)
	if len(order) > 0 {
		few = append(few, slices.MaxFunc(order, func(a, b string) int { return cmp.Compare(cells[a].n, cells[b].n) }))
	}
	for _, layout := range dateLayouts {
		if !slices.ContainsFunc(few, func(cell string) bool { _, err := time.Parse(layout, cell); return err == nil }) {
			continue // the layout of most cells is that of some of these
		}
		n := 0
		for _, cell := range order {
			if _, err := time.Parse(layout, cell); err == nil {
				n += cells[cell].n
			}
		}
		if n > most {
			best, most = layout, n
		}
	}
	if 2*most <= all {
		return ""
	}
	return best
}

func sampleOf(list []string, n int) []string {
	out := make([]string, 0, n)
	for _, r := range spread(len(list), n) {
		out = append(out, list[r])
	}
	return out
}

// looksLikeDates says whether most cells have digits and one of the marks of
// dates: a quick look before every layout is tried.
func looksLikeDates(cells []string) bool {
	n := 0
	for _, cell := range cells {
		if len(cell) >= 4 && len(cell) <= 40 && strings.ContainsFunc(cell, unicode.IsDigit) && strings.ContainsFunc(cell, isDateMark) {
			n++
		}
	}
	return 2*n > len(cells)
}

// isDateMark says whether a character can stand between the digits of a date.
func isDateMark(r rune) bool { return strings.ContainsRune("-/.: ", r) || unicode.IsLetter(r) }

// compactLayout is that of dates of digits alone.
const compactLayout = "20060102"

// compactDates says whether the numbers of a column are dates of digits alone:
// several, all of eight digits, and each a day of these centuries.
func (c *scan) compactDates() bool {
	const several = 5
	if c.digits.same() != len(compactLayout) || c.fractions+c.limits+c.padded+c.lossy+len(c.affixes) > 0 || c.numbers.of.n < several {
		return false
	}
	ok := true
	c.numbers.of.each(func(bits uint64) bool {
		t, err := time.Parse(compactLayout, strconv.Itoa(int(math.Float64frombits(bits))))
		ok = err == nil && t.Year() >= 1900 && t.Year() <= 2100
		return ok
	})
	return ok
}

// compactDate describes a column of such dates.
func (t *Table) compactDate(ctx context.Context, column int) (Column, error) {
	given := t.decided(column)
	given.Kind, given.Layout = dataset.DateColumn, compactLayout
	columns, err := t.with(t.Names[column], given).Columns(ctx, []int{column})
	if err != nil {
		return Column{}, err
	}
	return columns[0], nil
}

// with returns the table with a decision about one column.
func (t *Table) with(name string, given dataset.ColumnImport) *Table {
	twin := *t
	twin.request.File.Columns = map[string]dataset.ColumnImport{name: given}
	return &twin
}

// datesSeen is what the cells of a column of dates are, counted.
type datesSeen struct {
	codes         *codes
	layout, other string // other has day and month the other way round
	first         time.Time
	filled, both  int // dates, and those that can be read with the other layout, too
	odd           counts
}

// look counts a cell that stands in n rows.
func (d *datesSeen) look(cell string, n counted) {
	t, err := time.Parse(d.layout, cell)
	if err != nil || d.codes.isMissing(cell) {
		d.odd.put(cell, n)
		return
	}
	if d.filled == 0 || t.Before(d.first) {
		d.first = t
	}
	if d.other != "" {
		if _, err := time.Parse(d.other, cell); err == nil {
			d.both += n.n
		}
	}
	d.filled += n.n
}

func (d *datesSeen) number(int, int, float64, int, int) {}

func (d *datesSeen) cell(row, _ int, cell []byte) {
	if len(cell) > 0 {
		d.look(string(cell), counted{1, row})
	}
}

// dates reads all cells with a layout: the words that were kept or, where there
// are too many, every row once more.
func (c *typing) dates(layout string) datesSeen {
	d := datesSeen{codes: &c.codes, layout: layout, other: swapped(layout)}
	if c.scan.words.unkept() > 0 {
		cells := c.table.source([]int{c.at})
		cells.each(0, c.table.Rows(), []byte{0}, &d)
		return d
	}
	for cell, n := range c.scan.words.of {
		d.look(cell, n)
	}
	return d
}

// asDates describes a column of dates: days since the first.
func (c *typing) asDates(layout string) {
	d, col := c.dates(layout), &c.column
	c.gaps, c.odd = map[string]int{}, nil
	for cell, n := range d.odd.of {
		if c.codes.isMissing(cell) || missingInNumbers(cell) {
			c.gaps[cell] = n.n
		} else {
			c.odd = append(c.odd, misfit{cell, n})
		}
	}
	slices.SortFunc(c.odd, byRow)
	c.scan.words.overflow, c.scan.words.hashes = d.odd.overflow, nil
	c.sayGaps()
	c.sayOdd("no date like the others")
	different, _ := c.wordTotals()
	col.Filled, col.Distinct = d.filled, min(different, d.filled)
	col.Missing = c.table.Rows() - col.Filled
	col.Import.Layout, col.Import.Why = layout, "dates such as "+layout
	col.Field = dataset.Field{Kind: dataset.Date, Layout: layout, Epoch: d.first}
	if d.both == col.Filled && d.both > 0 && c.given.Layout == "" {
		c.problem(-1, "which of day and month comes first cannot be told from its dates", fmt.Sprintf("read as %s; an import with the layout %q says otherwise", layout, swapped(layout)))
	}
	if col.Filled > 0 && !strings.Contains(layout, "2006") && strings.Contains(layout, "06") {
		c.problem(-1, "its years have two digits", "read as 1969 to 2068")
	}
	if col.Filled > 0 {
		c.problem(-1, fmt.Sprintf("%s, written like %s", plural(col.Filled, "cell is a date", "cells are dates"), layout), "read as days since the first, "+d.first.Format(layout))
	}
}

// days returns the days from the first date of a column to a cell.
func days(f dataset.Field, cell string) (float64, bool) {
	t, err := time.Parse(f.Layout, cell)
	if err != nil {
		return 0, false
	}
	seconds := float64(t.Unix()-f.Epoch.Unix()) + float64(t.Nanosecond()-f.Epoch.Nanosecond())/1e9
	return seconds / (24 * 3600), true
}
