package learn

import (
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
)

// Cells are rows of a view with the columns of all modalities side by side, as
// they are: NaN where a cell is missing.
type Cells struct {
	Rows, Cols int
	X          []float64 // Rows × Cols
	Labels     []int     // dataset.NoLabel where unknown
	// Groups of the rows, whose losses are told apart where they validate.
	Groups job.Groups
}

// CellsOf copies the given rows of a view.
func CellsOf(v dataset.View, rows []int) Cells {
	c := Cells{Rows: len(rows), Labels: make([]int, len(rows))}
	for m := range v.Modalities() {
		c.Cols += v.Columns(m)
	}
	c.X = dataset.NewMissing(c.Rows, c.Cols).Data
	for k, i := range rows {
		c.Labels[k] = v.Label(i)
		dst := c.Row(k)
		for m := range v.Modalities() {
			copy(dst, v.Row(i, m))
			dst = dst[v.Columns(m):]
		}
	}
	return c
}

// Row returns the cells of row i; it shares their memory.
func (c Cells) Row(i int) []float64 { return c.X[i*c.Cols : (i+1)*c.Cols] }

// Join returns the rows of both tables, which have the same columns.
func (c Cells) Join(d Cells) Cells {
	return Cells{Rows: c.Rows + d.Rows, Cols: c.Cols, X: slices.Concat(c.X, d.X), Labels: slices.Concat(c.Labels, d.Labels)}
}
