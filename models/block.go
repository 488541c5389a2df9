package models

import (
	"math"

	"lacuna/dataset"
)

// extreme is the number of standard deviations at which features are clipped,
// so that one wild value cannot decide a linear score.
const extreme = 10

// block turns the rows of one modality into finite features: each column
// centred and scaled by the training rows that have the modality, a missing
// cell 0 (the training mean), and after them, for every column with missing
// cells in training, an indicator that is 1 where the cell is missing.
type block struct {
	modality int
	seen     int // training rows that have the modality
	mean     []float64
	scale    []float64 // 1/deviation, 0 for a column that never varies
	gaps     []int     // the columns with an indicator
}

// fitBlock learns the features of modality m from rows of a view.
func fitBlock(v dataset.View, rows []int, m int) block {
	b := block{modality: m, mean: make([]float64, v.Columns(m)), scale: make([]float64, v.Columns(m))}
	counts := make([]int, v.Columns(m))
	squares := make([]float64, v.Columns(m))
	for _, i := range rows {
		row := v.Row(i, m)
		if row == nil {
			continue
		}
		b.seen++
		for j, x := range row {
			if math.IsNaN(x) {
				continue
			}
			counts[j]++
			d := x - b.mean[j]
			b.mean[j] += d / float64(counts[j])
			squares[j] += d * (x - b.mean[j])
		}
	}
	for j, n := range counts {
		if n > 0 && n < b.seen {
			b.gaps = append(b.gaps, j)
		}
		if deviation := math.Sqrt(squares[j] / float64(max(1, n))); deviation > 1e-9*(1+math.Abs(b.mean[j])) {
			b.scale[j] = 1 / deviation
		}
	}
	return b
}

// width returns the number of features.
func (b block) width() int { return len(b.mean) + len(b.gaps) }

// write puts the features of a row, which must not be nil, into dst.
func (b block) write(dst []float32, row []float64) {
	for j, x := range row {
		z := 0.0
		if !math.IsNaN(x) {
			z = min(max((x-b.mean[j])*b.scale[j], -extreme), extreme)
		}
		dst[j] = float32(z)
	}
	for k, j := range b.gaps {
		dst[len(row)+k] = 0
		if math.IsNaN(row[j]) {
			dst[len(row)+k] = 1
		}
	}
}

// samples is a table of features with the labels of its rows, as far as they
// are known.
type samples struct {
	rows, cols int
	x          []float32 // rows × cols
	labels     []int
}

func newSamples(rows, cols int) samples {
	return samples{rows: rows, cols: cols, x: make([]float32, rows*cols), labels: make([]int, rows)}
}

func (s samples) row(i int) []float32 { return s.x[i*s.cols : (i+1)*s.cols] }

// pick returns some of the rows.
func (s samples) pick(rows []int) samples {
	out := newSamples(len(rows), s.cols)
	for k, i := range rows {
		copy(out.row(k), s.row(i))
		out.labels[k] = s.labels[i]
	}
	return out
}

// join returns the rows of both tables, which have the same columns.
func (s samples) join(t samples) samples {
	out := newSamples(s.rows+t.rows, s.cols)
	copy(out.x[copy(out.x, s.x):], t.x)
	copy(out.labels[copy(out.labels, s.labels):], t.labels)
	return out
}

// samples returns the features of the labelled rows that have the modality.
func (b block) samples(v dataset.View) samples {
	var rows []int
	for _, i := range labelled(v) {
		if v.Has(i, b.modality) {
			rows = append(rows, i)
		}
	}
	out := newSamples(len(rows), b.width())
	for k, i := range rows {
		b.write(out.row(k), v.Row(i, b.modality))
		out.labels[k] = v.Label(i)
	}
	return out
}
