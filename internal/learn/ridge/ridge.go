// Package ridge solves ridge regressions in closed form (Hoerl and Kennard,
// Technometrics 1970).
package ridge

import (
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// Regression is a solved ridge regression of several targets with free
// intercepts. Of the two closed forms it keeps the one that costs less: the
// coefficients, or, where there are fewer rows than features, the weights of
// the training rows (Saunders, Gammerman and Vovk, ICML 1998).
type Regression struct {
	coefficients dataset.Matrix // features × targets; Data is nil in the dual form
	weights      dataset.Matrix // all training rows × targets, 0 for rows outside the fit
	offset       []float64      // per target
}

// ErrSingular is returned where rounding leaves no solution.
var ErrSingular = say.Error("the regression has no solution; raise the penalty alpha")

// Fit minimises |y − x·w − b|² + alpha·|w|². Row k of x and y is row
// rows[k] of the total training rows. It changes x and y.
func Fit(x, y dataset.Matrix, alpha float64, rows []int, total int) (*Regression, error) {
	center, offset := learn.Centre(x), learn.Centre(y)
	r := &Regression{offset: offset}
	if x.Rows >= x.Cols {
		w, err := solveShifted(x, true, learn.Product(x, true, y, false), alpha)
		if err != nil {
			return nil, err
		}
		r.coefficients = w
		r.shift(learn.Product(rowMatrix(center), false, w, false).Data)
		return r, nil
	}
	a, err := solveShifted(x, false, y, alpha)
	if err != nil {
		return nil, err
	}
	// The weights of each target sum to 0, so that they may meet features that
	// are not centred; what the centre contributes is part of the offset.
	xc := learn.Product(rowMatrix(center), false, x, true)
	addSquare(xc.Data, center)
	r.shift(learn.Product(xc, false, a, false).Data)
	r.weights = dataset.NewMatrix(total, y.Cols)
	for k, i := range rows {
		copy(r.weights.Row(i), a.Row(k))
	}
	return r, nil
}

// shift subtracts what the centre of the features contributes.
func (r *Regression) shift(contribution []float64) {
	for j, c := range contribution {
		r.offset[j] -= c
	}
}

// Predict returns the targets of rows of features. The dual form also needs the
// features of all training rows.
func (r *Regression) Predict(x, train dataset.Matrix) dataset.Matrix {
	var y dataset.Matrix
	if r.coefficients.Data != nil {
		y = learn.Product(x, false, r.coefficients, false)
	} else {
		y = learn.Product(learn.Product(x, false, train, true), false, r.weights, false)
	}
	for i := range y.Rows {
		out := y.Row(i)
		for j, b := range r.offset {
			out[j] += b
		}
	}
	return y
}

// State is a regression as data: Coefficients, or Weights of training rows.
type State struct {
	Coefficients, Weights dataset.Matrix
	Offset                []float64
}

// State returns the regression as data; it shares its memory.
func (r *Regression) State() State { return State{r.coefficients, r.weights, r.offset} }

// NeedsRows says whether predictions take the training rows.
func (s State) NeedsRows() bool { return s.Coefficients.Data == nil }

// Regression returns the regression of so many targets on features, whose dual
// form was fitted on so many rows; or says what does not fit.
func (s State) Regression(features, targets, rows int) (*Regression, error) {
	w, inner := s.Coefficients, features
	if s.NeedsRows() {
		w, inner = s.Weights, rows
	}
	if w.Rows != inner || w.Cols != targets || len(s.Offset) != targets {
		return nil, say.Errorf("a regression of %d × %d weights and %d constants where %d × %d are needed", w.Rows, w.Cols, len(s.Offset), inner, targets)
	}
	return &Regression{s.Coefficients, s.Weights, s.Offset}, nil
}

// addSquare adds |center|² to every number.
func addSquare(out, center []float64) {
	var square float64
	for _, c := range center {
		square += c * c
	}
	for i := range out {
		out[i] += square
	}
}

// solveShifted solves (xᵀx + alpha·I)·w = y, or with xxᵀ where trans is false,
// by Cholesky.
func solveShifted(x dataset.Matrix, trans bool, y dataset.Matrix, alpha float64) (dataset.Matrix, error) {
	gram := learn.Product(x, trans, x, !trans)
	for i := range gram.Rows {
		gram.Data[i*gram.Cols+i] += alpha
	}
	var factor mat.Cholesky
	if !factor.Factorize(mat.NewSymDense(gram.Rows, gram.Data)) {
		return dataset.Matrix{}, ErrSingular
	}
	out := dataset.NewMatrix(y.Rows, y.Cols)
	if err := factor.SolveTo(mat.NewDense(out.Rows, out.Cols, out.Data), mat.NewDense(y.Rows, y.Cols, y.Data)); err != nil {
		return dataset.Matrix{}, ErrSingular
	}
	return out, nil
}

// rowMatrix is a matrix of one row.
func rowMatrix(x []float64) dataset.Matrix { return dataset.Matrix{Rows: 1, Cols: len(x), Data: x} }
