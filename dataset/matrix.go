package dataset

import (
	"iter"
	"math"
)

// Matrix is a dense row-major matrix. A NaN is a missing cell.
type Matrix struct {
	Rows, Cols int
	Data       []float64 // Rows × Cols
}

// NewMatrix returns a matrix of zeros.
func NewMatrix(rows, cols int) Matrix {
	return Matrix{Rows: rows, Cols: cols, Data: make([]float64, rows*cols)}
}

// NewMissing returns a matrix of missing cells.
func NewMissing(rows, cols int) Matrix {
	m := NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = math.NaN()
	}
	return m
}

// Size returns the number of rows and of columns.
func (m Matrix) Size() (rows, cols int) { return m.Rows, m.Cols }

// Row returns row i; it shares the matrix's memory.
func (m Matrix) Row(i int) []float64 {
	return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols]
}

// All lists the rows in order.
func (m Matrix) All() iter.Seq2[int, []float64] {
	return func(yield func(int, []float64) bool) {
		for i := range m.Rows {
			if !yield(i, m.Row(i)) {
				return
			}
		}
	}
}

// At returns one cell.
func (m Matrix) At(i, j int) float64 { return m.Data[i*m.Cols+j] }

// Set writes one cell.
func (m Matrix) Set(i, j int, x float64) { m.Data[i*m.Cols+j] = x }

// Clone returns a copy with memory of its own.
func (m Matrix) Clone() Matrix {
	m.Data = append([]float64(nil), m.Data...)
	return m
}
