package learn

import (
	"math"
	"math/bits"

	"lacuna/dataset"
)

// Table is some rows of a view with the columns of all modalities side by
// side: a number for each cell, 0 where it is missing, and a bit that tells.
type Table struct {
	Layout
	Rows   int
	values []float64 // rows × width
	Words  int       // of 64 bits for each row
	Seen   []uint64  // rows × words; bit j%64 of word j/64 = cell j is there
	Whole  []bool    // per modality: every row has all of its cells, or none
}

// NewTable copies the given rows of a view.
func NewTable(v dataset.View, rows []int) *Table {
	t := &Table{Layout: LayoutOf(v), Rows: len(rows), Whole: make([]bool, v.Modalities())}
	t.Words = (t.Width() + 63) / 64
	t.values = make([]float64, t.Rows*t.Width())
	t.Seen = make([]uint64, t.Rows*t.Words)
	for m := range t.Whole {
		t.Whole[m] = true
	}
	for i, row := range rows {
		for m := range t.Names {
			t.Whole[m] = t.fill(i, t.Start[m], v.Row(row, m)) && t.Whole[m]
		}
	}
	return t
}

// WholeTable returns a table of one modality without gaps. It shares the numbers.
func WholeTable(name string, x dataset.Matrix) *Table {
	t := &Table{Layout: Layout{Names: []string{name}, Columns: make([][]string, 1), Start: []int{0, x.Cols}}, Rows: x.Rows, values: x.Data, Whole: []bool{true}}
	t.Columns[0] = make([]string, x.Cols)
	t.Words = (x.Cols + 63) / 64
	t.Seen = make([]uint64, x.Rows*t.Words)
	for i := range x.Rows {
		for j := range x.Cols {
			t.SeenRow(i)[j/64] |= 1 << (j % 64)
		}
	}
	return t
}

// Picked returns a copy of some rows.
func (t *Table) Picked(rows []int) *Table {
	out := *t
	out.Rows = len(rows)
	out.values, out.Seen = make([]float64, len(rows)*t.Width()), make([]uint64, len(rows)*t.Words)
	for k, i := range rows {
		copy(out.Row(k), t.Row(i))
		copy(out.SeenRow(k), t.SeenRow(i))
	}
	return &out
}

// AllRows lists 0…n-1.
func AllRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// fill copies one modality of a record to row i from column j on, and says
// whether no cell was missing. An absent modality, nil, misses none.
func (t *Table) fill(i, j int, source []float64) bool {
	values, seen := t.Row(i), t.SeenRow(i)
	whole := true
	for k, x := range source {
		if math.IsNaN(x) {
			whole = false
			continue
		}
		values[j+k] = x
		seen[(j+k)/64] |= 1 << ((j + k) % 64)
	}
	return whole
}

// Row returns the numbers of row i, 0 where a cell is missing; it shares their memory.
func (t *Table) Row(i int) []float64 { return t.values[i*t.Width() : (i+1)*t.Width()] }

// SeenRow returns the bits of row i.
func (t *Table) SeenRow(i int) []uint64 { return t.Seen[i*t.Words : (i+1)*t.Words] }

// Has says whether cell (i, j) is there.
func (t *Table) Has(i, j int) bool { return t.Seen[i*t.Words+j/64]>>(j%64)&1 == 1 }

// HasModality says whether row i has any cell of modality m. Of a whole
// modality it then has all.
func (t *Table) HasModality(i, m int) bool { return t.Start[m] < t.Start[m+1] && t.Has(i, t.Start[m]) }

// Count returns the number of cells that row i has of modality m.
func (t *Table) Count(i, m int) int {
	n := 0
	for j := t.Start[m]; j < t.Start[m+1]; j++ {
		if t.Has(i, j) {
			n++
		}
	}
	return n
}

// Cells returns the number of cells that are there.
func (t *Table) Cells() int {
	n := 0
	for _, word := range t.Seen {
		n += bits.OnesCount64(word)
	}
	return n
}

// WithCells returns the same numbers with other cells there.
func (t *Table) WithCells(seen []uint64) *Table {
	other := *t
	other.Seen = seen
	return &other
}

// Hide makes cell (i, j) missing.
func (t *Table) Hide(i, j int) { t.Seen[i*t.Words+j/64] &^= 1 << (j % 64) }

// Means returns the mean of the seen cells of each column, 0 where there are
// none, and the number of seen cells.
func (t *Table) Means() (mean []float64, count []int) {
	mean, count = make([]float64, t.Width()), make([]int, t.Width())
	for i := range t.Rows {
		row := t.Row(i)
		EachBit(t.SeenRow(i), func(j int) {
			mean[j] += row[j]
			count[j]++
		})
	}
	for j, n := range count {
		if n > 0 {
			mean[j] /= float64(n)
		}
	}
	return mean, count
}

// Mapped returns a copy with other numbers: each seen cell x of column j is f(j, x).
func (t *Table) Mapped(f func(j int, x float64) float64) *Table {
	out := *t
	out.values = make([]float64, len(t.values))
	for i := range t.Rows {
		from, to := t.Row(i), out.Row(i)
		EachBit(t.SeenRow(i), func(j int) { to[j] = f(j, from[j]) })
	}
	return &out
}

// Ranges returns the lowest and the highest seen cell of each column, both 0
// where there is none.
func (t *Table) Ranges() (low, high []float64) {
	low, high = make([]float64, t.Width()), make([]float64, t.Width())
	known := make([]bool, t.Width())
	for i := range t.Rows {
		row := t.Row(i)
		EachBit(t.SeenRow(i), func(j int) {
			if x := row[j]; !known[j] {
				low[j], high[j], known[j] = x, x, true
			} else {
				low[j], high[j] = min(low[j], x), max(high[j], x)
			}
		})
	}
	return low, high
}

// EachBit calls f with the number of each set bit, rising.
func EachBit(words []uint64, f func(j int)) {
	for w, word := range words {
		for ; word != 0; word &= word - 1 {
			f(w*64 + bits.TrailingZeros64(word))
		}
	}
}

// PatternKey returns a string that stands for the bits of a row.
func PatternKey(words []uint64) string {
	key := make([]byte, 0, 8*len(words))
	for _, w := range words {
		for shift := 0; shift < 64; shift += 8 {
			key = append(key, byte(w>>shift))
		}
	}
	return string(key)
}
