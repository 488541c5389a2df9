package table

import (
	"slices"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// datesSeen is what the cells of a column of dates are, counted.
type datesSeen struct {
	codes      *codes
	layouts    []string // the first is how the column is written
	other      string   // the first with day and month the other way round
	first      time.Time
	filled     int
	main, both int // dates with the first layout, and those that can be read with the other, too
	differ     noticed
	translated noticed
	odd        counts
}

// look counts a cell that stands in n rows.
func (d *datesSeen) look(cell string, n counted) {
	t, way, translated := parseDates(d.layouts, cell)
	if way < 0 || d.codes.isMissing(cell) {
		d.odd.put(cell, n)
		return
	}
	if d.filled == 0 || t.Before(d.first) {
		d.first = t
	}
	d.filled += n.n
	if translated {
		d.translated.add(cell, n)
	}
	if way > 0 {
		d.differ.add(cell, n)
		return
	}
	d.main += n.n
	if d.other != "" {
		if _, ok, _ := parseDate(d.other, cell); ok {
			d.both += n.n
		}
	}
}

func (t *noticed) add(cell string, n counted) {
	if t.n == 0 || n.row < t.first.row {
		t.first = example{cell, n.row}
	}
	t.n += n.n
}

func (d *datesSeen) number(int, int, float64, int, int) {}

func (d *datesSeen) cell(row, _ int, cell []byte) {
	if len(cell) > 0 {
		d.look(string(cell), counted{1, row})
	}
}

// dates reads all cells with some layouts: the words that were kept or, where
// there are too many, every row once more.
func (c *typing) dates(layouts []string) datesSeen {
	d := datesSeen{codes: &c.codes, layouts: layouts, other: swapped(layouts[0])}
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

// readDates reads the cells as dates: those that are written otherwise than
// most, too, where that can be told.
func (c *typing) readDates(layout string) datesSeen {
	d := c.dates([]string{layout})
	var odd []string
	for cell := range d.odd.of {
		if !c.codes.isMissing(cell) && !missingInNumbers(cell) {
			odd = append(odd, cell)
		}
	}
	if len(odd) == 0 {
		return d
	}
	slices.Sort(odd)
	layouts := d.layouts
	for _, w := range c.dateWays(odd) {
		if w.sure && w.layout != d.other {
			layouts = append(layouts, w.layout)
		}
	}
	if len(layouts) == 1 {
		return d
	}
	return c.dates(layouts)
}

// asDates describes a column of dates: days since the first.
func (c *typing) asDates(layout string) {
	d, col := c.readDates(layout), &c.column
	col.layouts = d.layouts
	c.gaps, c.odd = map[string]int{}, nil
	var unsure []misfit
	for cell, n := range d.odd.of {
		if c.codes.isMissing(cell) || missingInNumbers(cell) {
			c.gaps[cell] = n.n
		} else if c.isDate(cell) {
			unsure = append(unsure, misfit{cell, n})
		} else {
			c.odd = append(c.odd, misfit{cell, n})
		}
	}
	slices.SortFunc(c.odd, byRow)
	c.scan.words.overflow, c.scan.words.hashes = d.odd.overflow, nil
	c.sayGaps()
	slices.SortFunc(unsure, byRow)
	c.sayCells(unsure, 0, say.Mark("a date whose day and month cannot be told apart"), say.Mark("dates whose day and month cannot be told apart"), say.Mark("taken as missing; write them as 2021-12-31"))
	c.sayOdd(say.Mark("no date like the others"))
	different, _ := c.wordTotals()
	col.Filled, col.Distinct = d.filled, min(different, d.filled)
	col.Missing = c.table.Rows() - col.Filled
	col.Import.Layout, col.Import.Why = layout, say.Kept("dates such as %s", layout)
	col.Field = dataset.Field{Kind: dataset.Date, Layout: layout, Epoch: d.first}
	c.sayDates(&d)
}

// isDate says whether a cell is a date in any layout.
func (c *typing) isDate(cell string) bool {
	_, way, _ := parseDates(dateLayouts, cell)
	return way >= 0
}

// sayDates tells how the dates were read.
func (c *typing) sayDates(d *datesSeen) {
	layout := d.layouts[0]
	if d.both == d.main && d.both > 0 && (c.given.Layout == "" || c.table.guessed) {
		c.problem(-1, say.Mark("which of day and month comes first cannot be told from its dates"), say.Kept("read as %s; an --import with the layout %q says otherwise", layout, swapped(layout)))
	}
	if d.filled > 0 && !strings.Contains(layout, "2006") && strings.Contains(layout, "06") {
		c.problem(-1, say.Mark("its years have two digits"), say.Mark("read as 1969 to 2068"))
	}
	if t := d.differ; t.n > 0 {
		c.problem(t.first.row, say.Kept("%s in another way than most, such as %q", say.KeptCount(t.n, "date is written", "dates are written"), t.first.cell), say.Kept("read by its own way; written like %s where dates are written", layout))
	}
	if t := d.translated; t.n > 0 {
		c.problem(t.first.row, say.Kept("%s a month in another language, such as %q", say.KeptCount(t.n, "date names", "dates name"), t.first.cell), say.Mark("read; named in English where dates are written"))
	}
	switch {
	case d.filled == 0:
	case hasDay(layout):
		what := say.Kept("%d cells are dates, written like %s", d.filled, layout)
		if d.filled == 1 {
			what = say.Kept("1 cell is a date, written like %s", layout)
		}
		c.problem(-1, what, say.Kept("read as days since the first, %s", d.first.Format(layout)))
	default:
		what := say.Kept("%d cells are times of day, written like %s", d.filled, layout)
		if d.filled == 1 {
			what = say.Kept("1 cell is a time of day, written like %s", layout)
		}
		c.problem(-1, what, say.Kept("read as parts of a day since the first, %s", d.first.Format(layout)))
	}
}

// hasDay says whether a layout has a date, not a time of day alone.
func hasDay(layout string) bool {
	return strings.Contains(layout, "06") || strings.Contains(layout, "Jan")
}
