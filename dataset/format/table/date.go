package table

import (
	"slices"
	"strings"
	"unicode"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// dateLayouts are how dates are written, in Go's reference time: the strict
// ones first, since a cell is written back as it was read.
var dateLayouts = say.Codes(
	"2006-01-02", "2006/01/02", "2006.01.02", "02.01.2006", "01/02/2006", "02/01/2006", "02-01-2006", "01-02-2006",
	"2006-1-2", "2006/1/2", "2.1.2006", "1/2/2006", "2/1/2006", "2-1-2006", "02.01.06", "01/02/06", "02/01/06", "2.1.06", "1/2/06", "2/1/06",
	"2006-01-02T15:04:05.000Z07:00", "2006-01-02T15:04:05.000000Z07:00", "2006-01-02T15:04:05.000", "2006-01-02T15:04:05.000000", "2006-01-02 15:04:05.000", "2006-01-02 15:04:05.000000", "15:04:05.000",
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04",
	"2006/01/02 15:04:05", "2006/01/02 15:04", "02.01.2006 15:04:05", "02.01.2006 15:04", "01/02/2006 15:04:05", "02/01/2006 15:04:05", "01/02/2006 15:04", "02/01/2006 15:04",
	"1/2/2006 15:04:05", "2/1/2006 15:04:05", "1/2/2006 15:04", "2/1/2006 15:04", "01/02/2006 03:04:05 PM", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "2/1/2006 3:04 PM",
	"02 Jan 2006", "2 Jan 2006", "02-Jan-2006", "2-Jan-2006", "02-Jan-06", "2-Jan-06", "02Jan2006", "2Jan2006", "02Jan06", "02Jan2006:15:04:05", "2006-Jan-02", "Jan 2, 2006", "Jan 02, 2006", "Jan 2 2006", "2 January 2006", "02 January 2006", "2. January 2006", "02. January 2006", "2. Jan 2006", "02. Jan 2006", "January 2, 2006", "January 2 2006",
	"Mon, 02 Jan 2006", "Mon Jan 2 15:04:05 2006", "2006-01", "2006/01", "Jan 2006", "January 2006", "Jan-06", "20060102", "02012006", "01022006", "20060102T150405",
	"2006年01月02日", "2006年1月2日", "2006年1月", "2006년 01월 02일", "2006년 1월 2일", "2006. 1. 2.",
	"15:04:05", "15:04", "3:04 PM", "03:04 PM", "3:04:05 PM",
)

// dayFirst pairs layouts that differ in which of day and month comes first.
func swapped(layout string) string {
	for _, pair := range [][2]string{{"01/02/", "02/01/"}, {"1/2/", "2/1/"}, {"01-02-2", "02-01-2"}, {"01022", "02012"}} {
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
	all := 0
	for _, cell := range order {
		all += cells[cell].n
	}
	ways := c.dateWays(order)
	most := 0
	for _, w := range ways {
		most += w.n
	}
	if 2*most <= all {
		return ""
	}
	return mainWay(ways)
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

// with returns the table with a decision about one column.
func (t *Table) with(name string, given dataset.ColumnImport) *Table {
	twin := *t
	twin.request.File.Columns = map[string]dataset.ColumnImport{name: given}
	return &twin
}
