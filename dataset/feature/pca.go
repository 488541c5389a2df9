package feature

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/kernel"
	"lacuna/internal/say"
)

// components reduces the features of a modality to those directions in which
// the training rows vary most (Pearson 1901). A missing cell counts as the
// mean.
type components struct {
	transform                // the features that are reduced
	mean      []float64      // of the training rows
	axes      dataset.Matrix // components × features
	scale     float64        // one for all components
	columns   []string
}

// reduce wraps a transform in components, or returns it where the modality has
// too few columns or rows for that.
func reduce(t transform, train dataset.View, m, k int) (transform, error) {
	in := t.modality(train.Modality(m))
	rows := matrixOf(t, train, m, len(in.Columns))
	if k == 0 || len(in.Columns) <= k || rows.Rows <= k {
		return t, nil
	}
	c := &components{transform: t, mean: make([]float64, rows.Cols)}
	for i := range rows.Rows {
		for j, x := range rows.Row(i) {
			c.mean[j] += x / float64(rows.Rows)
		}
	}
	for i := range rows.Rows {
		for j, row := 0, rows.Row(i); j < len(row); j++ {
			row[j] -= c.mean[j]
		}
	}
	variances, err := c.solve(rows, k)
	if err != nil {
		return nil, say.Errorf("features: modality %q: %w", in.Name, err)
	}
	for n := range k {
		c.scale += variances[n] / float64(k)
	}
	c.columns = componentNames(k)
	if c.scale = math.Sqrt(c.scale); !(c.scale > 1e-12) {
		c.scale = 1
	}
	return c, nil
}

func componentNames(k int) []string {
	names := make([]string, k)
	for n := range names {
		names[n] = fmt.Sprintf(say.Code("component %d"), n+1)
	}
	return names
}

// matrixOf makes the features of the rows that are there, 0 for what is missing.
func matrixOf(t transform, v dataset.View, m, columns int) dataset.Matrix {
	out := dataset.Matrix{Cols: columns}
	for i := range v.Len() {
		if !v.Has(i, m) {
			continue
		}
		row := make([]float64, columns)
		t.row(v, i, m, row)
		zeroMissing(row)
		out.Data = append(out.Data, row...)
		out.Rows++
	}
	return out
}

func zeroMissing(row []float64) {
	for j, x := range row {
		if math.IsNaN(x) {
			row[j] = 0
		}
	}
}

// solve finds the axes of centred rows and returns their variances, largest
// first: from the products of columns, or from those of rows where these are
// fewer.
func (c *components) solve(rows dataset.Matrix, k int) ([]float64, error) {
	byRows := rows.Rows < rows.Cols
	size, inner := rows.Cols, rows.Rows
	if byRows {
		size, inner = inner, size
	}
	products := make([]float64, size*size)
	kernel.Gemm64(!byRows, byRows, size, size, inner, rows.Data, rows.Cols, rows.Data, rows.Cols, false, products, size)
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(size, products), true) {
		return nil, say.Errorf("the principal components of %d rows were not found; leave pca out", rows.Rows)
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	c.axes = dataset.NewMatrix(k, rows.Cols)
	variances := make([]float64, k)
	for n := range k {
		at := size - 1 - n                                // they come smallest first
		if !(values[at] > 1e-12*max(values[size-1], 0)) { // rounding has no direction
			break
		}
		variances[n] = values[at] / float64(rows.Rows)
		axis := mat.Col(nil, at, &vectors)
		if byRows {
			axis = combined(rows, axis)
		}
		copy(c.axes.Row(n), oriented(axis))
	}
	return variances, nil
}

// combined adds up rows by their weights.
func combined(rows dataset.Matrix, weights []float64) []float64 {
	out := make([]float64, rows.Cols)
	for i, w := range weights {
		for j, x := range rows.Row(i) {
			out[j] += w * x
		}
	}
	return out
}

// oriented gives an axis the length 1 and its largest part a plus, since both
// directions are as good.
func oriented(axis []float64) []float64 {
	normalise(axis)
	largest := 0.0
	for _, x := range axis {
		if math.Abs(x) > math.Abs(largest)*(1+1e-9) {
			largest = x
		}
	}
	if largest < 0 {
		for j := range axis {
			axis[j] = -axis[j]
		}
	}
	return axis
}

func (c *components) modality(in dataset.Modality) dataset.Modality {
	in = c.transform.modality(in)
	in.Kind, in.Shape, in.Columns, in.Fields = dataset.Table, nil, c.columns, nil
	return in
}

func (c *components) row(v dataset.View, i, m int, out []float64) {
	features := make([]float64, len(c.mean))
	c.transform.row(v, i, m, features)
	zeroMissing(features)
	for n := range out {
		out[n] = 0
		for j, a := range c.axes.Row(n) {
			out[n] += a * (features[j] - c.mean[j])
		}
		out[n] /= c.scale
	}
}

// unscale returns what the components tell of the features.
func (c *components) unscale(row, out []float64) {
	features := append([]float64(nil), c.mean...)
	for n, z := range row {
		for j, a := range c.axes.Row(n) {
			features[j] += z * c.scale * a
		}
	}
	c.transform.unscale(features, out)
}

func (c *components) describe() string {
	return say.Kept("%s; then %d principal components of %d columns, one common scale (a missing cell counts as the mean)",
		c.transform.describe(), len(c.columns), len(c.mean))
}
