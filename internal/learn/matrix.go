package learn

import (
	"lacuna/dataset"
	"lacuna/internal/kernel"
)

// Centre subtracts the column means and returns them.
func Centre(x dataset.Matrix) []float64 {
	mean := make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			mean[j] += v
		}
	}
	for j := range mean {
		mean[j] /= float64(x.Rows)
	}
	for i := range x.Rows {
		out := x.Row(i)
		for j, m := range mean {
			out[j] -= m
		}
	}
	return mean
}

// Product returns op(a)·op(b), where op transposes if asked to.
func Product(a dataset.Matrix, transA bool, b dataset.Matrix, transB bool) dataset.Matrix {
	m, k := a.Rows, a.Cols
	if transA {
		m, k = k, m
	}
	n := b.Cols
	if transB {
		n = b.Rows
	}
	out := dataset.NewMatrix(m, n)
	kernel.Gemm64(transA, transB, m, n, k, a.Data, a.Cols, b.Data, b.Cols, false, out.Data, n)
	return out
}
