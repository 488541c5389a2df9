package models

import (
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/learn"
)

// margin is how far beyond the values of training a feature may go, in standard
// deviations, so that one wild value cannot decide a linear score.
const margin = 3

// block turns the rows of one modality into finite features: each column
// centred by the training rows that have the modality, all divided by one
// common scale (columns arrive in comparable units, and their proportions are
// kept), a missing cell 0 (the training mean), and after them, for every column
// with missing cells in training, an indicator that is 1 where the cell is
// missing.
type block struct {
	modality  int
	seen      int // training rows that have the modality
	mean      []float64
	low, high []float64 // the range of training and the margin, scaled
	scale     float64   // 1/deviation over all columns; 0 where nothing varies
	gaps      []int     // the columns with an indicator
	text      reading   // of words in the place of columns
}

// fitBlock learns the features of modality m from rows of a view.
func fitBlock(v dataset.View, rows []int, m int) block {
	b := block{modality: m, mean: make([]float64, v.Columns(m))}
	b.low, b.high = slices.Clone(b.mean), slices.Clone(b.mean)
	counts, squares := make([]int, len(b.mean)), 0.0
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
			if counts[j]++; counts[j] == 1 {
				b.low[j], b.high[j] = x, x
			}
			b.low[j], b.high[j] = min(b.low[j], x), max(b.high[j], x)
			d := x - b.mean[j]
			b.mean[j] += d / float64(counts[j])
			squares += d * (x - b.mean[j])
		}
	}
	b.finish(counts, squares)
	return b
}

// finish turns counts of cells, and the sum of squares about the means, into
// the scale, the range and the indicators.
func (b *block) finish(counts []int, squares float64) {
	cells, size := 0, 0.0
	for j, n := range counts {
		cells += n
		size = max(size, math.Abs(b.mean[j]))
		if n > 0 && n < b.seen {
			b.gaps = append(b.gaps, j)
		}
	}
	if deviation := math.Sqrt(squares / float64(max(1, cells))); deviation > 1e-9*size {
		b.scale = 1 / deviation
	}
	for j, mean := range b.mean {
		b.low[j] = (b.low[j]-mean)*b.scale - margin
		b.high[j] = (b.high[j]-mean)*b.scale + margin
	}
}

// useful says whether there is anything to learn from: a training row that has
// the modality, and a column (raw text has none).
func (b block) useful() bool { return b.seen > 0 && b.width() > 0 }

// width returns the number of features.
func (b block) width() int {
	if b.text.length > 0 {
		return b.text.length
	}
	return len(b.mean) + len(b.gaps)
}

// features puts the features of row i of a view, which must have the modality,
// into dst.
func (b block) features(dst []float32, v dataset.View, i int) {
	if b.text.length > 0 {
		b.text.row(dst, v.Words(i, b.modality))
		return
	}
	b.write(dst, v.Row(i, b.modality))
}

// write puts the features of a row, which must not be nil, into dst.
func (b block) write(dst []float32, row []float64) {
	for j, x := range row {
		z := 0.0
		if !math.IsNaN(x) {
			z = min(max((x-b.mean[j])*b.scale, b.low[j]), b.high[j])
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

// samples returns the features of the labelled rows that have the modality.
func (b block) samples(v dataset.View) learn.Samples {
	var rows []int
	for _, i := range labelled(v) {
		if v.Has(i, b.modality) {
			rows = append(rows, i)
		}
	}
	out := learn.NewSamples(len(rows), b.width())
	for k, i := range rows {
		b.write(out.Row(k), v.Row(i, b.modality))
		out.Labels[k] = v.Label(i)
	}
	return out
}
