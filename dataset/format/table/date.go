package table

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"lacuna/dataset"
)

// dateLayouts are how dates are written, in Go's reference time: the strict
// ones first, since a cell is written back as it was read.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "02.01.2006", "01/02/2006", "02/01/2006", "02-01-2006", "01-02-2006",
	"2006-1-2", "2006/1/2", "2.1.2006", "1/2/2006", "2/1/2006", "2-1-2006", "2.1.06", "1/2/06", "2/1/06", "02.01.06", "01/02/06", "02/01/06",
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04",
	"2006/01/02 15:04:05", "2006/01/02 15:04", "02.01.2006 15:04:05", "02.01.2006 15:04", "01/02/2006 15:04:05", "02/01/2006 15:04:05", "01/02/2006 15:04", "02/01/2006 15:04",
	"1/2/2006 15:04:05", "2/1/2006 15:04:05", "1/2/2006 15:04", "2/1/2006 15:04", "01/02/2006 03:04:05 PM", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "2/1/2006 3:04 PM",
	"02 Jan 2006", "2 Jan 2006", "02-Jan-2006", "2-Jan-2006", "02-Jan-06", "2-Jan-06", "Jan 2, 2006", "Jan 02, 2006", "Jan 2 2006", "2 January 2006", "02 January 2006", "January 2, 2006", "January 2 2006",
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
// of its cells have, if that is four in five or more.
func (c *typing) dateLayout() string {
	cells := c.scan.words.of
	if _, filled := c.wordTotals(); filled == 0 || c.scan.plain > filled {
		return ""
	}
	order := c.firstWords()
	if !looksLikeDates(order) {
		return ""
	}
	best, most, all := "", 0, 0
	for _, cell := range order {
		all += cells[cell].n
	}
	for _, layout := range dateLayouts {
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
	if 5*most < 4*all {
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
		if len(cell) >= 4 && len(cell) <= 40 && strings.ContainsAny(cell, "-/.: ") && strings.ContainsFunc(cell, unicode.IsDigit) {
			n++
		}
	}
	return 2*n > len(cells)
}

// asDates describes a column of dates: days since the first.
func (c *typing) asDates(layout string) {
	cells := c.scan.words.of
	col := &c.column
	var first time.Time
	var odds []misfit
	both, seen := 0, false
	for _, cell := range slices.Sorted(maps.Keys(cells)) {
		if c.codes.isMissing(cell) {
			continue
		}
		t, err := time.Parse(layout, cell)
		if err != nil {
			odds = append(odds, misfit{cell, cells[cell]})
			continue
		}
		if !seen || t.Before(first) {
			first, seen = t, true
		}
		if other := swapped(layout); other != "" {
			if _, err := time.Parse(other, cell); err == nil {
				both += cells[cell].n
			}
		}
		col.Filled += cells[cell].n
		col.Distinct++
	}
	c.odd = odds
	c.gaps = c.missingWords()
	c.sayGaps()
	c.sayOddDates()
	col.Missing = c.table.Rows() - col.Filled
	col.Import.Layout, col.Import.Why = layout, "dates such as "+layout
	col.Field = dataset.Field{Kind: dataset.Date, Layout: layout, Epoch: first}
	if both == col.Filled && both > 0 && c.given.Layout == "" {
		c.problem(-1, "which of day and month comes first cannot be told from its dates", fmt.Sprintf("read as %s; an import with the layout %q says otherwise", layout, swapped(layout)))
	}
	if col.Filled > 0 {
		c.problem(-1, fmt.Sprintf("%s, written like %s", plural(col.Filled, "cell is a date", "cells are dates"), layout), "read as days since the first, "+first.Format(layout))
	}
}

func (c *typing) sayOddDates() {
	const most = 5
	for k, o := range c.odd {
		if k == most {
			c.problem(-1, fmt.Sprintf("%d more words are no dates like the others", len(c.odd)-most), "taken as missing")
			break
		}
		c.problem(o.row, fmt.Sprintf("%s %q, no date like the others", plural(o.n, "cell is", "cells are"), shorten(o.cell)), "taken as missing")
	}
}

// days returns the days from the first date of a column to a cell.
func days(f dataset.Field, cell string) (float64, bool) {
	t, err := time.Parse(f.Layout, cell)
	if err != nil {
		return 0, false
	}
	return float64(t.Unix()-f.Epoch.Unix()) / (24 * 3600), true
}
