package record

import (
	"math"
	"regexp"
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
func counters(names []string, fields []dataset.Field, m dataset.Matrix) []int {
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

// counting returns how many cells of a column of whole numbers rise by one
// from row to row, starting at 0 or 1, and how many are different: all cells
// that have a value, or 0.
func counting(m dataset.Matrix, j int) (steps, different int) {
	seen := make(map[float64]bool, min(m.Rows, 1<<16))
	inOrder, last := true, 0.0
	for i := range m.Rows {
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
