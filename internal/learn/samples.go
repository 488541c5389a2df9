// Package learn holds learners that work on bare matrices, each in a package of
// its own below, and here what they and the methods that use them have in
// common: tables of numbers, hold-outs, the order of rows, work dealt out to
// threads. Learners know no modality, no registry and no parameter form; methods
// in impute and models turn views into tables, call a learner, and say what it
// is.
package learn

// Samples is a table of features with the labels of its rows, as far as they
// are known.
type Samples struct {
	Rows, Cols int
	X          []float32 // Rows × Cols
	Labels     []int
}

// NewSamples returns a table of zeros, all of the first class.
func NewSamples(rows, cols int) Samples {
	return Samples{Rows: rows, Cols: cols, X: make([]float32, rows*cols), Labels: make([]int, rows)}
}

// Row returns the features of row i; it shares their memory.
func (s Samples) Row(i int) []float32 { return s.X[i*s.Cols : (i+1)*s.Cols] }

// Pick returns some of the rows.
func (s Samples) Pick(rows []int) Samples {
	out := NewSamples(len(rows), s.Cols)
	for k, i := range rows {
		copy(out.Row(k), s.Row(i))
		out.Labels[k] = s.Labels[i]
	}
	return out
}

// Join returns the rows of both tables, which have the same columns.
func (s Samples) Join(t Samples) Samples {
	out := NewSamples(s.Rows+t.Rows, s.Cols)
	copy(out.X[copy(out.X, s.X):], t.X)
	copy(out.Labels[copy(out.Labels, s.Labels):], t.Labels)
	return out
}

// Evenly lists n of the numbers 0…total-1 at even distances.
func Evenly(total, n int) []int {
	rows := make([]int, n)
	for k := range rows {
		rows[k] = k * total / n
	}
	return rows
}
