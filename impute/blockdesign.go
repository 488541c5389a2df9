package impute

import (
	"math"

	"lacuna/dataset"
)

// blockDesign turns records into rows of finite features: the columns of all
// modalities side by side, standardised by the training rows and 0, the mean,
// where a cell is missing, and after them one presence indicator for each
// modality.
type blockDesign struct {
	layout
	count     []int // observed training cells of each column
	mean      []float64
	deviation []float64 // 0 for a column that does not vary
	low, high []float64 // range of the training cells
}

// fitBlockDesign learns the scale of each column from training rows in their
// canonical order.
func fitBlockDesign(train dataset.View) *blockDesign {
	l := layoutOf(train)
	w := l.width()
	d := &blockDesign{layout: l, count: make([]int, w), mean: make([]float64, w), deviation: make([]float64, w),
		low: make([]float64, w), high: make([]float64, w)}
	for m := range l.names {
		for j, cells := range observedCells(train, m) {
			d.describe(l.start[m]+j, cells)
		}
	}
	return d
}

func (d *blockDesign) describe(j int, cells []float64) {
	if len(cells) == 0 {
		return
	}
	d.count[j] = len(cells)
	d.low[j], d.high[j] = cells[0], cells[0]
	mean, squares := 0.0, 0.0 // Welford's recurrence: no overflow of sums
	for n, x := range cells {
		d.low[j], d.high[j] = min(d.low[j], x), max(d.high[j], x)
		delta := x - mean
		mean += delta / float64(n+1)
		squares += delta * (x - mean)
	}
	d.mean[j] = mean
	if deviation := math.Sqrt(squares / float64(len(cells))); deviation > 1e-9*math.Abs(mean) && !math.IsInf(deviation, 1) {
		d.deviation[j] = deviation
	}
}

// inputs returns the number of features of a record.
func (d *blockDesign) inputs() int { return d.width() + len(d.names) }

// features returns the features of some rows of a view.
func (d *blockDesign) features(v dataset.View, rows []int) dataset.Matrix {
	x := dataset.NewMatrix(len(rows), d.inputs())
	for k, i := range rows {
		dst := x.Row(k)
		for m := range d.names {
			source := v.Row(i, m)
			if source == nil {
				continue
			}
			dst[d.width()+m] = 1
			for j, value := range source {
				dst[d.start[m]+j] = d.standard(d.start[m]+j, value)
			}
		}
	}
	return x
}

// extreme is the number of standard deviations at which features are clipped,
// so that one wild cell cannot decide all estimates of its record.
const extreme = 10

// standard scales a cell of column j; a missing one is 0.
func (d *blockDesign) standard(j int, x float64) float64 {
	if math.IsNaN(x) || d.deviation[j] == 0 {
		return 0
	}
	return min(max((x-d.mean[j])/d.deviation[j], -extreme), extreme)
}

// blank takes modality m out of a row of features.
func (d *blockDesign) blank(x []float64, m int) {
	clear(x[d.start[m]:d.start[m+1]])
	x[d.width()+m] = 0
}

// restore writes estimates, in standard units, into the gaps of modality m of a
// record, within the range of the training cells.
func (d *blockDesign) restore(out, y []float64, m int) {
	for k, value := range out {
		if j := d.start[m] + k; math.IsNaN(value) {
			out[k] = min(max(d.mean[j]+y[k]*d.deviation[j], d.low[j]), d.high[j])
		}
	}
}
