package table

import (
	"context"
	"math"
	"strconv"
	"strings"

	"lacuna/dataset"
)

// compactLayout is that of dates of digits alone as programs write them, and
// compactLayouts are those of people, too.
const compactLayout = "20060102"

var compactLayouts = []string{compactLayout, "02012006", "01022006"}

// compactDates returns the layout of a column whose numbers are dates of digits
// alone, or "": several different ones, all of eight digits or with one zero in
// front that is gone, and each a day of these centuries.
func (c *scan) compactDates() string {
	const several = 5
	width := len(compactLayout)
	if c.digits.high != width || c.digits.low < width-1 || c.fractions+c.limits+c.lossy+len(c.affixes)+len(c.told) > 0 || c.numbers.of.n < several {
		return ""
	}
	if c.padded > 0 && c.digits.low < width { // zeros in front of some
		return ""
	}
	for _, layout := range compactLayouts {
		ok := layout != compactLayout || c.digits.low == width
		c.numbers.of.each(func(bits uint64) bool {
			digits := strconv.Itoa(int(math.Float64frombits(bits)))
			t, valid, _ := parseDate(layout, strings.Repeat("0", max(0, width-len(digits)))+digits)
			ok = ok && valid && t.Year() >= 1900 && t.Year() <= 2100
			return ok
		})
		if ok {
			return layout
		}
	}
	return ""
}

// compactDate describes a column of such dates.
func (t *Table) compactDate(ctx context.Context, column int, layout string) (Column, error) {
	given := t.decided(column)
	given.Kind, given.Layout = dataset.DateColumn, layout
	twin := t.with(t.Names[column], given)
	twin.guessed = true
	columns, err := twin.Columns(ctx, []int{column})
	if err != nil {
		return Column{}, err
	}
	return columns[0], nil
}
