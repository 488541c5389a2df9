// Package forest grows random forests (Breiman, Machine Learning 2001) and
// extremely randomised trees (Geurts, Ernst and Wehenkel, Machine Learning 2006)
// for one or more numbers, or for the shares of classes, which are numbers of
// which one is 1. Columns are cut into bins once, however many forests grow on
// them.
package forest

import (
	"slices"
	"sort"

	"lacuna/dataset"
)

// mostBins is the number of bins of a column.
const mostBins = 255

// Table is columns of numbers cut into bins: code c of a cell says that it lies
// above bound c−1 and not above bound c.
type Table struct {
	Rows   int
	bounds [][]float64 // by column, rising
	codes  [][]uint8   // by column, row
}

// NewTable cuts the columns at numbers that few cells lie between: at the
// midpoints of distinct numbers, or at even ranks where these are many. Which
// cells count, counts says; of a column without any, all are alike.
func NewTable(x dataset.Matrix, counts func(i, j int) bool) *Table {
	t := &Table{Rows: x.Rows, bounds: make([][]float64, x.Cols), codes: make([][]uint8, x.Cols)}
	cells := make([]float64, 0, x.Rows)
	for j := range x.Cols {
		cells = cells[:0]
		for i := range x.Rows {
			if counts(i, j) {
				cells = append(cells, x.At(i, j))
			}
		}
		slices.Sort(cells)
		t.bounds[j] = cut(cells)
		t.codes[j] = make([]uint8, x.Rows)
		for i := range x.Rows {
			t.Set(i, j, x.At(i, j))
		}
	}
	return t
}

// cut returns the bounds between bins of sorted numbers.
func cut(sorted []float64) (bounds []float64) {
	distinct := slices.Compact(slices.Clone(sorted))
	edges := distinct
	if len(distinct) > mostBins {
		edges = nil
		for k := range mostBins {
			edges = append(edges, sorted[(2*k+1)*len(sorted)/(2*mostBins)])
		}
		edges = slices.Compact(edges)
	}
	for k := 1; k < len(edges); k++ {
		bounds = append(bounds, edges[k-1]/2+edges[k]/2)
	}
	return bounds
}

// Like returns a table of rows with the bins of t.
func (t *Table) Like(x dataset.Matrix) *Table {
	out := &Table{Rows: x.Rows, bounds: t.bounds, codes: make([][]uint8, x.Cols)}
	for j := range out.codes {
		out.codes[j] = make([]uint8, x.Rows)
		for i := range x.Rows {
			out.Set(i, j, x.At(i, j))
		}
	}
	return out
}

// Set puts a number into a cell.
func (t *Table) Set(i, j int, x float64) { t.codes[j][i] = uint8(sort.SearchFloat64s(t.bounds[j], x)) }
