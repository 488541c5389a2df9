package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
)

// blockDesign turns records into rows of features: the columns of all
// modalities side by side, standardised by the training rows, and after them
// one presence indicator for each modality.
type blockDesign struct {
	learn.Layout
	count     []int // observed training cells of each column
	mean      []float64
	deviation []float64 // 0 for a column that does not vary
	low, high []float64 // range of the training cells
}

// fitBlockDesign learns the scale of each column from training rows in their
// canonical order.
func fitBlockDesign(train dataset.View) *blockDesign {
	l := learn.LayoutOf(train)
	w := l.Width()
	d := &blockDesign{Layout: l, count: make([]int, w), mean: make([]float64, w), deviation: make([]float64, w),
		low: make([]float64, w), high: make([]float64, w)}
	for m := range l.Names {
		for j, cells := range observedCells(train, m) {
			d.describe(l.Start[m]+j, cells)
		}
	}
	return d
}

// describe learns one column from its observed cells, by Welford's recurrence,
// whose sums do not overflow.
func (d *blockDesign) describe(j int, cells []float64) {
	if len(cells) == 0 {
		return
	}
	d.count[j] = len(cells)
	d.low[j], d.high[j] = cells[0], cells[0]
	mean, squares := 0.0, 0.0
	for n, x := range cells {
		d.low[j], d.high[j] = min(d.low[j], x), max(d.high[j], x)
		delta := x - mean
		mean += delta / float64(n+1)
		squares += delta * (x - mean)
	}
	d.mean[j] = mean
	deviation := math.Sqrt(squares / float64(len(cells)))
	if deviation > 1e-9*math.Abs(mean) && !math.IsInf(deviation, 1) {
		d.deviation[j] = deviation
	}
}

// features returns the features of some rows of a view, NaN for missing cells.
func (d *blockDesign) features(v dataset.View, rows []int) dataset.Matrix {
	x := dataset.NewMatrix(len(rows), d.Width()+len(d.Names))
	for k, i := range rows {
		dst := x.Row(k)
		for m := range d.Names {
			source := v.Row(i, m)
			if source != nil {
				dst[d.Width()+m] = 1
			}
			for j := d.Start[m]; j < d.Start[m+1]; j++ {
				dst[j] = math.NaN()
				if source != nil {
					dst[j] = d.standard(j, source[j-d.Start[m]])
				}
			}
		}
	}
	return x
}

// farOut is the number of standard deviations at which features are clipped,
// so that one wild cell cannot decide all estimates of its record.
const farOut = 10

// standard scales a cell of column j.
func (d *blockDesign) standard(j int, x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case d.deviation[j] == 0:
		return 0
	}
	return min(max((x-d.mean[j])/d.deviation[j], -farOut), farOut)
}

// zeroFilled returns a copy with 0, the mean, for missing cells.
func zeroFilled(x dataset.Matrix) dataset.Matrix {
	out := x.Clone()
	for k, v := range out.Data {
		if math.IsNaN(v) {
			out.Data[k] = 0
		}
	}
	return out
}

// gaps lists the rows that miss a cell of modality m.
func (d *blockDesign) gaps(seen dataset.Matrix, m int) []int {
	var rows []int
	for i := range seen.Rows {
		for _, x := range seen.Row(i)[d.Start[m]:d.Start[m+1]] {
			if math.IsNaN(x) {
				rows = append(rows, i)
				break
			}
		}
	}
	return rows
}

// without copies some rows of features with modality m taken out.
func (d *blockDesign) without(x dataset.Matrix, rows []int, m int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		dst := out.Row(k)
		copy(dst, x.Row(i))
		clear(dst[d.Start[m]:d.Start[m+1]])
		dst[d.Width()+m] = 0
	}
	return out
}

// targets returns what modality m is regressed on and its cells, 0 for missing
// ones, over the rows that have it.
func (d *blockDesign) targets(seen, x dataset.Matrix, m int) (from, y dataset.Matrix, rows []int) {
	if d.Start[m] == d.Start[m+1] {
		return from, y, nil
	}
	for i := range seen.Rows {
		if d.present(seen.Row(i), m) {
			rows = append(rows, i)
		}
	}
	y = dataset.NewMatrix(len(rows), d.Start[m+1]-d.Start[m])
	for k, i := range rows {
		for j, value := range seen.Row(i)[d.Start[m]:d.Start[m+1]] {
			if !math.IsNaN(value) {
				y.Set(k, j, value)
			}
		}
	}
	return d.without(x, rows, m), y, rows
}

// present says whether the record of a row of features has modality m.
func (d *blockDesign) present(row []float64, m int) bool { return row[d.Width()+m] == 1 }

// within learns what the cells of modality m tell of each other over the rows
// that have it.
func (d *blockDesign) within(ctx context.Context, seen dataset.Matrix, stage *blockStage, m int) (*within, error) {
	var rows []int
	for i := range seen.Rows {
		if d.present(seen.Row(i), m) {
			rows = append(rows, i)
		}
	}
	start, end := d.Start[m], d.Start[m+1]
	said := stage.parts[m].Predict(d.without(stage.train, rows, m), stage.train)
	width := make([]float64, end-start)
	for j := range width {
		width[j] = d.standard(start+j, d.high[start+j]) - d.standard(start+j, d.low[start+j])
	}
	cells := dataset.NewMatrix(len(rows), end-start)
	for k, i := range rows {
		copy(cells.Row(k), seen.Row(i)[start:end])
	}
	return fitWithin(ctx, cells, said, width)
}

// write puts estimates of modality m into the gaps of a row of features, within
// the range of the training cells and a slack, where there is one.
func (d *blockDesign) write(out, seen, y []float64, m int, slack []float64) {
	for k, estimate := range y {
		j := d.Start[m] + k
		if !math.IsNaN(seen[j]) {
			continue
		}
		more := 0.0
		if slack != nil {
			more = slack[k]
		}
		out[j] = min(max(estimate, d.standard(j, d.low[j])-more), d.standard(j, d.high[j])+more)
	}
}

// inRange says whether what a record has of modality m lies where training
// records do.
func (d *blockDesign) inRange(seen []float64, m int) bool {
	for j := d.Start[m]; j < d.Start[m+1]; j++ {
		if seen[j] < d.standard(j, d.low[j]) || seen[j] > d.standard(j, d.high[j]) {
			return false
		}
	}
	return true
}

// restore writes features into the gaps of modality m of a record. What is in
// the range of training stays there to the last digit.
func (d *blockDesign) restore(out, x []float64, m int) {
	for k, value := range out {
		j := d.Start[m] + k
		if !math.IsNaN(value) {
			continue
		}
		out[k] = d.mean[j] + x[j]*d.deviation[j]
		if x[j] >= d.standard(j, d.low[j]) && x[j] <= d.standard(j, d.high[j]) {
			out[k] = min(max(out[k], d.low[j]), d.high[j])
		}
	}
}
