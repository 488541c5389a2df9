package cca

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
)

// reduced is a view by its largest principal components.
type reduced struct {
	rows     []int          // that have the view
	scores   dataset.Matrix // rows × rank: left singular vectors
	singular []float64
	back     dataset.Matrix // columns × rank: a row of the view times it is its scores
}

// Settings of the search for principal components (Halko, Martinsson and Tropp,
// SIAM Review 2011).
const (
	oversampled = 10
	powers      = 4
	negligible  = 1e-6 // of the largest singular value
)

// reduce finds the components of the rows of x, by powers of a random subspace;
// exactly, where there are no more than asked for.
func reduce(v View, most int, seed rng.Seed) reduced {
	r := reduced{rows: v.rows()}
	x := pick(v.X, r.rows)
	width := min(most+oversampled, x.Rows, x.Cols)
	if width == 0 {
		r.scores, r.back = dataset.NewMatrix(x.Rows, 0), dataset.NewMatrix(x.Cols, 0)
		return r
	}
	start := dataset.NewMatrix(x.Cols, width)
	random := seed.Rand()
	for k := range start.Data {
		start.Data[k] = random.NormFloat64()
	}
	basis := orthonormal(learn.Product(x, false, start, false))
	for range powers {
		basis = orthonormal(learn.Product(x, false, orthonormal(learn.Product(x, true, basis, false)), false))
	}
	within := learn.Product(basis, true, x, false)
	values, vectors := eigen(learn.Product(within, false, within, true))
	rank := 0
	for rank < min(most, len(values)) && values[rank] > negligible*negligible*values[0] {
		r.singular = append(r.singular, math.Sqrt(values[rank]))
		rank++
	}
	vectors = firstColumns(vectors, rank)
	r.scores = learn.Product(basis, false, vectors, false)
	r.back = learn.Product(x, true, r.scores, false)
	for j := range r.back.Rows {
		for a, s := range r.singular {
			r.back.Row(j)[a] /= s * s
		}
	}
	return r
}

// orthonormal returns an orthonormal basis of the columns of a matrix, by Gram
// and Schmidt's method, twice over; columns that the others make up are left out.
func orthonormal(x dataset.Matrix) dataset.Matrix {
	var basis [][]float64
	for a := range x.Cols {
		v := make([]float64, x.Rows)
		for i := range v {
			v[i] = x.At(i, a)
		}
		size := floats.Norm(v, 2)
		for range 2 {
			for _, b := range basis {
				floats.AddScaled(v, -floats.Dot(b, v), b)
			}
		}
		if left := floats.Norm(v, 2); left > negligible*negligible*size {
			floats.Scale(1/left, v)
			basis = append(basis, v)
		}
	}
	out := dataset.NewMatrix(x.Rows, len(basis))
	for a, v := range basis {
		for i, b := range v {
			out.Set(i, a, b)
		}
	}
	return out
}

// eigen returns the eigenvalues of a symmetric matrix from the largest on, and
// the eigenvectors as columns.
func eigen(x dataset.Matrix) ([]float64, dataset.Matrix) {
	n := x.Rows
	if n == 0 {
		return nil, x
	}
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(n, x.Data), true) {
		return nil, dataset.NewMatrix(n, 0)
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	out := dataset.NewMatrix(n, n)
	for i := range n {
		for a := range n {
			out.Set(i, a, vectors.At(i, n-1-a))
		}
	}
	slices.Reverse(values)
	return values, out
}

func firstColumns(x dataset.Matrix, n int) dataset.Matrix {
	out := dataset.NewMatrix(x.Rows, n)
	for i := range x.Rows {
		copy(out.Row(i), x.Row(i)[:n])
	}
	return out
}

func pick(x dataset.Matrix, rows []int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		copy(out.Row(k), x.Row(i))
	}
	return out
}
