package format

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
)

// columnRange is the least and the greatest value of a column.
type columnRange struct{ low, high float64 }

// suspects reports values that often stand for missing: they are left as they
// are, and a person decides.
func suspects(file string, names []string, m dataset.Matrix) []dataset.Problem {
	found := map[float64][]string{}
	counts := map[float64]int{}
	for j, r := range columnRanges(m) {
		for _, code := range r.candidates() {
			if n := suspectCount(m, j, code); n > 0 {
				found[code] = append(found[code], names[j])
				counts[code] += n
			}
		}
	}
	var problems []dataset.Problem
	for _, code := range []float64{-9, -99, -999, -9999, 9999, 99999, 0} {
		if columns := found[code]; len(columns) > 0 {
			problems = append(problems, dataset.Problem{File: file, Column: someOf(columns),
				What: fmt.Sprintf("%s of %g may stand for missing", plural(counts[code], "value", "values"), code), Done: "kept as numbers"})
		}
	}
	return append(problems, identicalRows(file, m)...)
}

// identicalRows reports a row that occurs in more than one of a hundred
// records, if rows are long enough that this is no chance.
func identicalRows(file string, m dataset.Matrix) []dataset.Problem {
	const long = 8
	if m.Cols < long {
		return nil
	}
	counts := map[uint64]int{}
	most := 0
	for i := range m.Rows {
		if key, ok := rowKey(m.Row(i)); ok {
			counts[key]++
			most = max(most, counts[key])
		}
	}
	if most < 3 || 100*most <= m.Rows {
		return nil
	}
	return []dataset.Problem{{File: file, What: fmt.Sprintf("%d records have the same values in all %d columns, which may stand for missing", most, m.Cols), Done: "kept"}}
}

// rowKey hashes a row (FNV over the bits of its cells); a row without any
// value has none.
func rowKey(row []float64) (key uint64, ok bool) {
	key = 14695981039346656037
	for _, x := range row {
		bits := math.Float64bits(x)
		if math.IsNaN(x) {
			bits = 0x7ff8000000000001
		} else {
			ok = true
		}
		key = (key ^ bits) * 1099511628211
		key ^= key >> 32
	}
	return key, ok
}

func someOf(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func columnRanges(m dataset.Matrix) []columnRange {
	ranges := make([]columnRange, m.Cols)
	for j := range ranges {
		ranges[j] = columnRange{low: math.Inf(1), high: math.Inf(-1)}
	}
	for i := range m.Rows {
		for j, x := range m.Row(i) {
			if x < ranges[j].low {
				ranges[j].low = x
			}
			if x > ranges[j].high {
				ranges[j].high = x
			}
		}
	}
	return ranges
}

// candidates lists the codes that lie at an end of the column: a code in the
// middle of the values is a value.
func (r columnRange) candidates() []float64 {
	var list []float64
	for _, code := range []float64{-9, -99, -999, -9999, 0} {
		if r.low == code && r.high > code {
			list = append(list, code)
		}
	}
	for _, code := range []float64{9999, 99999} {
		if r.high == code && r.low < code {
			list = append(list, code)
		}
	}
	return list
}

// suspectCount returns how often a code occurs in column j if it stands apart
// from the other values there, else 0. A negative code stands apart where
// nothing else is negative, a high one where the others stay below half of it,
// and a zero where twenty or more different values start far above it.
func suspectCount(m dataset.Matrix, j int, code float64) int {
	low, high, sum, n, others := math.Inf(1), math.Inf(-1), 0.0, 0, 0
	for i := range m.Rows {
		switch x := m.At(i, j); {
		case x == code:
			n++
		case !math.IsNaN(x):
			low, high, sum = min(low, x), max(high, x), sum+x
			others++
		}
	}
	apart := false
	switch {
	case others == 0:
	case code < 0:
		apart = low >= 0
	case code > 0:
		apart = high < code/2
	default:
		apart = n < others && low >= sum/float64(others)/4 && manyValues(m, j)
	}
	if !apart {
		return 0
	}
	return n
}

// manyValues says whether column j has more than twenty different values.
func manyValues(m dataset.Matrix, j int) bool {
	const few = 20
	seen := make([]float64, 0, few)
	for i := range m.Rows {
		x := m.At(i, j)
		if math.IsNaN(x) || slices.Contains(seen, x) {
			continue
		}
		if len(seen) == few {
			return true
		}
		seen = append(seen, x)
	}
	return false
}
