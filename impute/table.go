package impute

import (
	"math"
	"math/bits"

	"lacuna/dataset"
)

// table is some rows of a view with the columns of all modalities side by
// side: a number for each cell, 0 where it is missing, and a bit that tells.
type table struct {
	layout
	rows   int
	values []float64 // rows × width
	words  int       // of 64 bits for each row
	seen   []uint64  // rows × words; bit j%64 of word j/64 = cell j is there
	whole  []bool    // per modality: every row has all of its cells, or none
}

// newTable copies the given rows of a view.
func newTable(v dataset.View, rows []int) *table {
	t := &table{layout: layoutOf(v), rows: len(rows), whole: make([]bool, v.Modalities())}
	t.words = (t.width() + 63) / 64
	t.values = make([]float64, t.rows*t.width())
	t.seen = make([]uint64, t.rows*t.words)
	for m := range t.whole {
		t.whole[m] = true
	}
	for i, row := range rows {
		for m := range t.names {
			t.whole[m] = t.fill(i, t.start[m], v.Row(row, m)) && t.whole[m]
		}
	}
	return t
}

// allRows lists 0…n-1.
func allRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// fill copies one modality of a record to row i from column j on, and says
// whether no cell was missing. An absent modality, nil, misses none.
func (t *table) fill(i, j int, source []float64) bool {
	values, seen := t.row(i), t.seenRow(i)
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

func (t *table) row(i int) []float64 { return t.values[i*t.width() : (i+1)*t.width()] }

func (t *table) seenRow(i int) []uint64 { return t.seen[i*t.words : (i+1)*t.words] }

// has says whether cell (i, j) is there.
func (t *table) has(i, j int) bool { return t.seen[i*t.words+j/64]>>(j%64)&1 == 1 }

// hasModality says whether row i has any cell of modality m. Of a whole
// modality it then has all.
func (t *table) hasModality(i, m int) bool { return t.start[m] < t.start[m+1] && t.has(i, t.start[m]) }

// count returns the number of cells that row i has of modality m.
func (t *table) count(i, m int) int {
	n := 0
	for j := t.start[m]; j < t.start[m+1]; j++ {
		if t.has(i, j) {
			n++
		}
	}
	return n
}

// cells returns the number of cells that are there.
func (t *table) cells() int {
	n := 0
	for _, word := range t.seen {
		n += bits.OnesCount64(word)
	}
	return n
}

// withCells returns the same numbers with other cells there.
func (t *table) withCells(seen []uint64) *table {
	other := *t
	other.seen = seen
	return &other
}

// hide makes cell (i, j) missing.
func (t *table) hide(i, j int) { t.seen[i*t.words+j/64] &^= 1 << (j % 64) }

// means returns the mean of the seen cells of each column, 0 where there are
// none, and the number of seen cells.
func (t *table) means() (mean []float64, count []int) {
	mean, count = make([]float64, t.width()), make([]int, t.width())
	for i := range t.rows {
		row := t.row(i)
		eachBit(t.seenRow(i), func(j int) {
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

// eachBit calls f with the number of each set bit, rising.
func eachBit(words []uint64, f func(j int)) {
	for w, word := range words {
		for ; word != 0; word &= word - 1 {
			f(w*64 + bits.TrailingZeros64(word))
		}
	}
}
