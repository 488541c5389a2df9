package record

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// counterName matches names that tools and people give to row numbers and ids,
// firstName those that mean this only in the first column, where R and
// spreadsheets put them.
var (
	counterName = regexp.MustCompile(`^(unnamed\d*|index|idx|indices|row|rows|rowid|rowno|rownr|rownum|rownumber|rownames?|rowindex|no|nr|nummer|numero|` +
		`s(l|r)?no|serial|serialno|serialnumber|seq|seqno|sequencenumber|lfd|lfdnr|obs|observation|observationnumber|rec(ord)?(no|nr|number|id)?|case(no|nr|number|id)|` +
		`line(no|nr|number)?|level0|u?u?ids?|guid|pk)?$`)
	firstName = regexp.MustCompile(`^(v1|column1|field1|n|num|number|key|item|case|entry|sequence)$`)
)

// counters returns the columns that number the records: named like an index
// and counting 0, 1, 2 or 1, 2, 3 in the order of the table, or holding a
// different whole number in every record.
func counters(names []string, fields []dataset.Field, m dataset.Cells) []int {
	const many = 10 // different numbers in fewer records are no evidence
	var found []int
	for j, name := range names {
		if j < len(fields) && (fields[j].Kind == dataset.Category || fields[j].Kind == dataset.Date) {
			continue
		}
		key := strings.Join(layout.NameWords(name), "")
		always, first := counterName.MatchString(key), j == 0 && firstName.MatchString(key)
		if !always && !first {
			continue
		}
		steps, different := counting(m, j)
		if always && (steps >= 3 || different >= many) || first && steps >= many {
			found = append(found, j)
		}
	}
	return found
}

// manyRows is how many rows a column of any name must number to be taken for
// row numbers: fewer whole numbers may be in order by chance or by hand.
const manyRows = 20

// rowNumbers returns the columns that number the rows whatever they are called:
// from 0 or 1 on, every value is one more than that of the row above, within each
// part of the table, or the column holds each number from 0 or 1 up to the number of rows
// once, as row numbers do that were shuffled. Where several columns are so
// shuffled they are ranks, and stay. starts are the rows at which parts begin.
// A count from another number may be a measurement on a rising grid: rising lists
// such columns, which are only told of.
func rowNumbers(fields []dataset.Field, m dataset.Cells, starts []int) (found, rising []int) {
	rows, cols := m.Size()
	if rows < manyRows {
		return nil, nil
	}
	var shuffled []int
	for j := range cols {
		if j < len(fields) && (fields[j].Kind == dataset.Category || fields[j].Kind == dataset.Date) {
			continue
		}
		switch {
		case inOrder(m, j, starts) && startsLow(m, j):
			found = append(found, j)
		case inOrder(m, j, starts):
			rising = append(rising, j)
		case isShuffled(m, j):
			shuffled = append(shuffled, j)
		}
	}
	if len(shuffled) == 1 {
		found = append(found, shuffled[0])
	}
	slices.Sort(found)
	return found, rising
}

// startsLow says whether the first value of a column, at the top or behind rows
// without one, is what a count from 0 or 1 has there.
func startsLow(m dataset.Cells, j int) bool {
	rows, _ := m.Size()
	for i := range rows {
		if x := m.At(i, j); !math.IsNaN(x) {
			return x == float64(i) || x == float64(i+1)
		}
	}
	return false
}

// inOrder says whether a column rises by one from row to row, within each part.
// Some cells may be missing, if the count goes on behind them.
func inOrder(m dataset.Cells, j int, starts []int) bool {
	filled, offset, known := 0, 0.0, false
	rows, _ := m.Size()
	for i := range rows {
		if len(starts) > 0 && starts[0] == i {
			starts, known = starts[1:], false
		}
		x := m.At(i, j)
		switch {
		case math.IsNaN(x):
			continue
		case x != math.Trunc(x), known && x-float64(i) != offset:
			return false
		}
		filled, offset, known = filled+1, x-float64(i), true
	}
	return filled >= manyRows && 10*filled >= 9*rows
}

// isShuffled says whether a column holds every number from 0 or 1 on once.
func isShuffled(m dataset.Cells, j int) bool {
	rows, _ := m.Size()
	seen := make([]bool, rows+1)
	for i := range rows {
		x := m.At(i, j)
		if !(x >= 0 && x <= float64(rows)) || x != math.Trunc(x) || seen[int(x)] {
			return false
		}
		seen[int(x)] = true
	}
	return !seen[0] || !seen[rows]
}

// counting returns how many cells of a column of whole numbers rise by one
// from row to row, starting at 0 or 1, and how many are different: all cells
// that have a value, or 0.
func counting(m dataset.Cells, j int) (steps, different int) {
	rows, _ := m.Size()
	seen := make(map[float64]bool, min(rows, 1<<16))
	inOrder, last := true, 0.0
	for i := range rows {
		x := m.At(i, j)
		if math.IsNaN(x) {
			continue
		}
		if x != math.Trunc(x) || seen[x] {
			return 0, 0
		}
		if len(seen) == 0 {
			inOrder = x == 0 || x == 1
		} else {
			inOrder = inOrder && x == last+1
		}
		seen[x], last = true, x
	}
	if inOrder {
		steps = len(seen)
	}
	return steps, len(seen)
}
