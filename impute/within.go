package impute

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/learn/ridge"
	"lacuna/internal/say"
)

// within tells the missing cells of a modality that is there from its other
// cells: what the other modalities leave unexplained of a column is estimated
// from what they leave unexplained of the others, and from what they say, as
// the mean of a Gaussian given all that is known. The penalty that its
// covariance gets is chosen by cross-validation on training cells; where no
// penalty foretells cells that were left out, there is none.
type within struct {
	columns   int            // of the modality; in the rows, as many sayings follow
	unit      []float64      // deviation of each saying in training
	mean      []float64      // of a row
	precision dataset.Matrix // of rows
	trusted   []bool         // columns that are foretold better than by nothing
	slack     []float64      // how far beyond the range of training a column may go, in deviations
}

// Limits of within. A modality of more columns has the cells of neighbours
// enough, and too many for a covariance; up to fewColumns the covariance costs
// so little that it is learned even if no training record misses a cell.
const (
	withinColumns = 128
	fewColumns    = 64
	withinFolds   = 5
	withinRounds  = 20
	withinWork    = 2e10 // products that all rounds may cost
	roundsEnd     = 1e-7 // change of a missing cell, in deviations, that ends the rounds
	firstPenalty  = 1e-3 // of the rounds
)

// withinPenalties are tried, in units of the mean variance.
var withinPenalties = []float64{1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1, 10}

// A column whose left-out cells are foretold with so little of their variance
// left follows a law; estimates may go beyond the range of training by a share
// of it, as the law does.
const (
	lawful   = 0.01
	beyondBy = 0.5
)

// fitWithin learns a modality from the cells of training rows that have it, NaN
// where one is missing, and from what a regression says of them, all in standard
// deviations. width is the range of each column in training. It is nil where
// nothing can be learned.
func fitWithin(ctx context.Context, cells, said dataset.Matrix, width []float64) (*within, error) {
	p := cells.Cols
	gaps := hasGaps(cells)
	if p < 2 || p > withinColumns || p > fewColumns && !gaps || cells.Rows < 2*withinFolds {
		return nil, nil
	}
	scales := unitsOf(said)
	rest := dataset.NewMatrix(cells.Rows, 2*p)
	for i := range rest.Rows {
		joined(rest.Row(i), cells.Row(i), said.Row(i), scales)
	}
	x := zeroFilled(rest)
	unit := meanSquareOf(x)
	if unit == 0 {
		return nil, nil
	}
	if gaps {
		if err := settle(ctx, rest, x, firstPenalty*unit); err != nil {
			return nil, err
		}
	}
	errors, none, err := withinErrors(ctx, rest, x, unit, p)
	if err != nil {
		return nil, err
	}
	best := 0
	for k := range errors {
		if sum(errors[k]) < sum(errors[best]) {
			best = k
		}
	}
	if !(sum(errors[best]) < sum(none)) {
		return nil, nil
	}
	if gaps {
		if err := settle(ctx, rest, x, withinPenalties[best]*unit); err != nil {
			return nil, err
		}
	}
	w, err := precisionOf(x, nil, withinPenalties[best]*unit)
	if err != nil {
		return nil, err
	}
	w.columns, w.unit = p, scales
	w.trust(errors[best], none, width)
	return w, nil
}

// trust says which columns are foretold, and how far they may go.
func (w *within) trust(errors, none, width []float64) {
	w.trusted, w.slack = make([]bool, w.columns), make([]float64, w.columns)
	for j, e := range errors {
		w.trusted[j] = e < none[j]
		if e < lawful*none[j] {
			w.slack[j] = beyondBy * width[j]
		}
	}
}

// joined writes what is left of the cells, and then the sayings, of one size.
func joined(out, cells, said, unit []float64) {
	for j, y := range said {
		out[j], out[len(said)+j] = cells[j]-y, y/unit[j]
	}
}

// unitsOf returns the deviation of each column, 1 for one that does not vary.
func unitsOf(x dataset.Matrix) []float64 {
	x = x.Clone()
	learn.Centre(x)
	unit := make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			unit[j] += v * v / float64(x.Rows)
		}
	}
	for j, square := range unit {
		if unit[j] = math.Sqrt(square); !(unit[j] > 1e-9) {
			unit[j] = 1
		}
	}
	return unit
}

// settle fills the missing cells of x, which start at 0, again and again by the
// covariance of the last round.
func settle(ctx context.Context, rest, x dataset.Matrix, penalty float64) error {
	rounds := min(withinRounds, max(1, int(withinWork/workOf(rest))))
	for range rounds {
		w, err := precisionOf(x, nil, penalty)
		if err != nil {
			return err
		}
		change, err := w.refill(ctx, rest, x)
		if err != nil {
			return err
		}
		if change < roundsEnd {
			break
		}
	}
	return nil
}

// workOf is about how many products a round costs.
func workOf(x dataset.Matrix) float64 {
	work := 1.0
	for i := range x.Rows {
		gaps := 0.0
		for _, v := range x.Row(i) {
			if math.IsNaN(v) {
				gaps++
			}
		}
		work += gaps * (gaps*gaps/3 + float64(x.Cols))
	}
	return work
}

func hasGaps(x dataset.Matrix) bool {
	for _, v := range x.Data {
		if math.IsNaN(v) {
			return true
		}
	}
	return false
}

func sum(list []float64) (total float64) {
	for _, x := range list {
		total += x
	}
	return total
}

func meanSquareOf(x dataset.Matrix) float64 {
	var square float64
	for _, v := range x.Data {
		square += v * v
	}
	return square / float64(len(x.Data))
}

// precisionOf inverts the covariance of some rows of x (nil: all), with a
// penalty on its diagonal.
func precisionOf(x dataset.Matrix, rows []int, penalty float64) (*within, error) {
	if rows == nil {
		rows = learn.AllRows(x.Rows)
	}
	x = pickRows(x, rows)
	mean := learn.Centre(x)
	gram := learn.Product(x, true, x, false)
	for k := range gram.Data {
		gram.Data[k] /= float64(x.Rows)
	}
	for j := range gram.Rows {
		gram.Data[j*gram.Cols+j] += penalty
	}
	var factor mat.Cholesky
	if !factor.Factorize(mat.NewSymDense(gram.Rows, gram.Data)) {
		return nil, ridge.ErrSingular
	}
	var inverse mat.SymDense
	if err := factor.InverseTo(&inverse); err != nil {
		return nil, ridge.ErrSingular
	}
	out := dataset.NewMatrix(gram.Rows, gram.Cols)
	for i := range out.Rows {
		for j := range out.Cols {
			out.Set(i, j, inverse.At(i, j))
		}
	}
	return &within{mean: mean, precision: out}, nil
}

func pickRows(x dataset.Matrix, rows []int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		copy(out.Row(k), x.Row(i))
	}
	return out
}

// withinErrors returns, for each penalty, the sum of squared errors of each of
// the first columns where its cells, a part of the rows at a time, are foretold
// from the others by the rest of the rows; and what it is where nothing is
// foretold.
func withinErrors(ctx context.Context, rest, x dataset.Matrix, unit float64, columns int) (errors [][]float64, none []float64, err error) {
	errors, none = make([][]float64, len(withinPenalties)), make([]float64, columns)
	for k := range errors {
		errors[k] = make([]float64, columns)
	}
	for fold := range withinFolds {
		learned, left := foldOf(x.Rows, fold)
		for k, penalty := range withinPenalties {
			if err := ctx.Err(); err != nil {
				return nil, nil, say.Errorf("stopped: %w", err)
			}
			w, err := precisionOf(x, learned, penalty*unit)
			if err != nil {
				return nil, nil, err
			}
			w.addErrors(rest, x, left, errors[k])
		}
		for _, i := range left {
			for j, v := range rest.Row(i)[:columns] {
				if !math.IsNaN(v) {
					none[j] += v * v
				}
			}
		}
	}
	return errors, none, nil
}

// foldOf deals rows out to a fold and the rest.
func foldOf(rows, fold int) (learned, left []int) {
	for i := range rows {
		if i%withinFolds == fold {
			left = append(left, i)
		} else {
			learned = append(learned, i)
		}
	}
	return learned, left
}

// addErrors adds the squared errors of the cells that are known of some rows,
// each foretold from all others of its row.
func (w *within) addErrors(rest, x dataset.Matrix, rows []int, out []float64) {
	centred := pickRows(x, rows)
	for k := range rows {
		for j, m := range w.mean {
			centred.Row(k)[j] -= m
		}
	}
	weighed := learn.Product(centred, false, w.precision, false)
	for k := range rows {
		for j, v := range weighed.Row(k)[:len(out)] {
			if e := v / w.precision.At(j, j); !math.IsNaN(rest.At(rows[k], j)) {
				out[j] += e * e
			}
		}
	}
}

// refill estimates the missing cells of all rows anew and returns the largest
// change.
func (w *within) refill(ctx context.Context, rest, x dataset.Matrix) (change float64, err error) {
	for i := range x.Rows {
		if err := ctx.Err(); err != nil {
			return 0, say.Errorf("stopped: %w", err)
		}
		row := x.Row(i)
		estimates, gaps := w.estimate(rest.Row(i))
		for k, j := range gaps {
			change = max(change, math.Abs(row[j]-estimates[k]))
			row[j] = estimates[k]
		}
	}
	return change, nil
}

// estimate returns the cells that a row misses and what the others tell of
// them.
func (w *within) estimate(row []float64) (estimates []float64, gaps []int) {
	for j, v := range row {
		if math.IsNaN(v) {
			gaps = append(gaps, j)
		}
	}
	if len(gaps) == 0 {
		return nil, nil
	}
	right, system := mat.NewVecDense(len(gaps), nil), mat.NewSymDense(len(gaps), nil)
	for k, g := range gaps {
		for j, v := range row {
			if !math.IsNaN(v) {
				right.SetVec(k, right.AtVec(k)-w.precision.At(g, j)*(v-w.mean[j]))
			}
		}
		for l, h := range gaps[:k+1] {
			system.SetSym(k, l, w.precision.At(g, h))
		}
	}
	var factor mat.Cholesky
	solution := mat.NewVecDense(len(gaps), nil)
	if !factor.Factorize(system) || factor.SolveVecTo(solution, right) != nil {
		return nil, nil
	}
	estimates = solution.RawVector().Data
	for k, j := range gaps {
		estimates[k] += w.mean[j]
	}
	return estimates, gaps
}

// correct adds to what a regression says of a row what its known cells tell of
// the missing ones.
func (w *within) correct(y, seen []float64) {
	rest := make([]float64, 2*w.columns)
	joined(rest, seen, y, w.unit)
	estimates, gaps := w.estimate(rest)
	for k, j := range gaps {
		if j < w.columns && w.trusted[j] { // beyond, a saying is no number
			y[j] += estimates[k]
		}
	}
}
