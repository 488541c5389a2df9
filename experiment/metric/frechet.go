package metric

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Gaussian is a normal distribution.
type Gaussian struct {
	Mean       []float64
	Covariance *mat.SymDense
}

// GaussianOf fits one to rows without gaps.
func GaussianOf(x dataset.Matrix) Gaussian {
	rows := mat.NewDense(x.Rows, x.Cols, x.Data)
	g := Gaussian{Mean: make([]float64, x.Cols), Covariance: mat.NewSymDense(x.Cols, nil)}
	for j := range g.Mean {
		g.Mean[j] = stat.Mean(mat.Col(nil, j, rows), nil)
	}
	stat.CovarianceMatrix(g.Covariance, rows, nil)
	return g
}

// Frechet is the squared Fréchet distance of two normal distributions (Dowson and
// Landau, J. Multivariate Analysis 1982), which generated images are judged by
// since Heusel et al. (NIPS 2017): |m − n|² + tr(A + B − 2 (A½ B A½)½).
func Frechet(a, b Gaussian) (float64, error) {
	half, err := root(a.Covariance)
	if err != nil {
		return math.NaN(), err
	}
	var left, middle mat.Dense
	left.Mul(half, b.Covariance)
	middle.Mul(&left, half)
	n := len(a.Mean)
	symmetric := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			symmetric.SetSym(i, j, (middle.At(i, j)+middle.At(j, i))/2)
		}
	}
	both, err := root(symmetric)
	if err != nil {
		return math.NaN(), err
	}
	d := mat.Trace(a.Covariance) + mat.Trace(b.Covariance) - 2*mat.Trace(both)
	for j, m := range a.Mean {
		d += (m - b.Mean[j]) * (m - b.Mean[j])
	}
	return max(d, 0), nil // against rounding
}

// root is the symmetric square root; what rounding left below 0 counts as 0.
func root(s *mat.SymDense) (*mat.SymDense, error) {
	var eigen mat.EigenSym
	if !eigen.Factorize(s, true) {
		return nil, say.Errorf("no eigenvalues of a %d×%d covariance were found, for the Fréchet distance", s.SymmetricDim(), s.SymmetricDim())
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	n := len(values)
	out := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for k, v := range values {
				sum += vectors.At(i, k) * math.Sqrt(max(v, 0)) * vectors.At(j, k)
			}
			out.SetSym(i, j, sum)
		}
	}
	return out, nil
}

// axes are the directions in which rows vary most.
type axes struct {
	mean []float64
	axis dataset.Matrix // of length 1, in rows
}

// axesOf finds at most k axes of the given rows: the eigenvectors of their
// products with each other, of which there are fewer than of columns' in images.
func axesOf(x dataset.Matrix, k int) (axes, error) {
	a := axes{mean: make([]float64, x.Cols)}
	centred := x.Clone()
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			a.mean[j] += v / float64(x.Rows)
		}
	}
	for i := range x.Rows {
		for j := range x.Cols {
			centred.Data[i*x.Cols+j] -= a.mean[j]
		}
	}
	rows := mat.NewDense(x.Rows, x.Cols, centred.Data)
	products := mat.NewSymDense(x.Rows, nil)
	products.SymOuterK(1, rows)
	var eigen mat.EigenSym
	if !eigen.Factorize(products, true) {
		return a, say.Errorf("the principal components of %d rows were not found, for the Fréchet distance", x.Rows)
	}
	var vectors, found mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	for values[x.Rows-1] > 0 && k > 0 && values[x.Rows-k] <= 1e-10*values[x.Rows-1] {
		k--
	}
	if k == 0 || values[x.Rows-1] <= 0 {
		return a, nil
	}
	found.Mul(vectors.Slice(0, x.Rows, x.Rows-k, x.Rows).T(), rows)
	a.axis = dataset.NewMatrix(k, x.Cols)
	for n := range k {
		row := found.RawRowView(n)
		for j, v := range row {
			a.axis.Set(n, j, v/math.Sqrt(values[x.Rows-k+n]))
		}
	}
	return a, nil
}

// along returns where rows lie on the axes.
func (a axes) along(x dataset.Matrix) dataset.Matrix {
	out := dataset.NewMatrix(x.Rows, a.axis.Rows)
	for i := range x.Rows {
		row := x.Row(i)
		for n := range a.axis.Rows {
			sum := 0.0
			for j, w := range a.axis.Row(n) {
				sum += w * (row[j] - a.mean[j])
			}
			out.Set(i, n, sum)
		}
	}
	return out
}
