package table

import (
	"context"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
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

// timeNames are words in names of columns that hold days or times.
var timeNames = regexp.MustCompile(`(?i)date|datum|fecha|time|dob|visit|birth|admission|discharge`)

// sayPerhapsTimes tells of whole numbers that can be days as spreadsheets count
// them, or seconds or milliseconds as Unix counts them.
func (c *typing) sayPerhapsTimes() {
	s := c.scan
	if s.fractions+len(s.affixes) > 0 || s.numbers.of.n == 0 || !timeNames.MatchString(c.column.Name) {
		return
	}
	low, high := math.Inf(1), math.Inf(-1)
	s.numbers.of.each(func(bits uint64) bool {
		x := math.Float64frombits(bits)
		low, high = min(low, x), max(high, x)
		return true
	})
	for _, k := range []struct {
		low, high, second float64
		how               string
	}{
		{20000, 60000, 24 * 3600, say.Mark("days as spreadsheets count them")},
		{6e8, 3e9, 1, say.Mark("seconds since 1970")},
		{6e11, 3e12, 1e-3, say.Mark("milliseconds since 1970")},
	} {
		if low < k.low || high > k.high {
			continue
		}
		at := time.Unix(int64(low*k.second), 0)
		if k.low == 20000 {
			at = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(low))
		}
		c.problem(-1, say.Kept("its numbers can be %s: %.0f is %s", k.how, low, at.UTC().Format(time.DateOnly)), say.Mark("read as numbers, which keep the order and the distances"))
		return
	}
}
