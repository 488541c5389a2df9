package table

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lacuna/dataset"
)

// parseDate reads a date; translated says that its month was named in another
// language than English. A date of eight digits may lack the zero in front.
func parseDate(layout, cell string) (t time.Time, ok, translated bool) {
	if len(cell) == len(compactLayout)-1 && slices.Contains(compactLayouts, layout) && strings.Trim(cell, "0123456789") == "" {
		cell = "0" + cell
	}
	t, err := time.Parse(layout, cell)
	if err != nil && strings.Contains(layout, "Jan") {
		if english, other := inEnglish(cell); other {
			t, err = time.Parse(layout, english)
			return t, err == nil, true
		}
	}
	return t, err == nil, false
}

// parseDates reads a date with the first layout that fits; way is its place, or
// −1.
func parseDates(layouts []string, cell string) (t time.Time, way int, translated bool) {
	for k, layout := range layouts {
		if t, ok, translated := parseDate(layout, cell); ok {
			return t, k, translated
		}
	}
	return time.Time{}, -1, false
}

// days returns the days from the first date of a column to a cell.
func days(f dataset.Field, layouts []string, cell string) (float64, bool) {
	t, way, _ := parseDates(layouts, cell)
	if way < 0 {
		return 0, false
	}
	seconds := float64(t.Unix()-f.Epoch.Unix()) + float64(t.Nanosecond()-f.Epoch.Nanosecond())/1e9
	return seconds / (24 * 3600), true
}

// dateWay is a layout, and how many cells have it.
type dateWay struct {
	layout string
	n      int
	sure   bool // day and month cannot be the other way round in all of them
}

// dateWay finds the layout that most of some words have.
func (c *typing) dateWay(order []string) (best dateWay) {
	cells := c.scan.words.of
	few := sampleOf(order, 32)
	if len(order) > 0 {
		few = append(few, slices.MaxFunc(order, func(a, b string) int { return cmp.Compare(cells[a].n, cells[b].n) }))
	}
	for _, layout := range dateLayouts {
		fits := func(cell string) bool { _, ok, _ := parseDate(layout, cell); return ok }
		if !slices.ContainsFunc(few, fits) {
			continue // the layout of most cells is that of some of these
		}
		n := 0
		for _, cell := range order {
			if fits(cell) {
				n += max(1, cells[cell].n)
			}
		}
		if n > best.n {
			best = dateWay{layout: layout, n: n}
		}
	}
	return best
}

// dateWays finds the layouts of some words of a column: that of most of them,
// then that of most of the others.
func (c *typing) dateWays(order []string) []dateWay {
	const most = 8
	var ways []dateWay
	for len(ways) < most {
		w := c.dateWay(order)
		if w.n == 0 {
			break
		}
		other := swapped(w.layout)
		w.sure = other == ""
		var rest []string
		for _, cell := range order {
			if _, ok, _ := parseDate(w.layout, cell); !ok {
				rest = append(rest, cell)
			} else if _, both, _ := parseDate(other, cell); !both {
				w.sure = true
			}
		}
		ways, order = append(ways, w), rest
	}
	return ways
}

// mainWay returns the layout that a column is written back with: that of most
// cells, of those with a time of day where some have one.
func mainWay(ways []dateWay) string {
	timed := func(w dateWay) bool { return strings.Contains(w.layout, "04") }
	if k := slices.IndexFunc(ways, timed); k > 0 && hasDay(ways[k].layout) {
		return ways[k].layout
	}
	return ways[0].layout
}
