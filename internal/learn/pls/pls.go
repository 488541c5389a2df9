// Package pls fits partial least squares regressions by SIMPLS (de Jong,
// Chemometrics and Intelligent Laboratory Systems 1993): a few directions of the
// features that go along most with the targets carry the prediction.
package pls

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Regression predicts several targets from features.
type Regression struct {
	Components   int            // directions that it rests on
	coefficients dataset.Matrix // features × targets
	offset       []float64      // per target
}

// directions are the components of one fit, in the order of SIMPLS.
type directions struct {
	centre, offset []float64   // means of the features and of the targets
	weights        [][]float64 // per component: of the features
	loads          [][]float64 // per component: of the targets
}

// heldOut is the part of the rows that chooses the number of components.
const heldOut = 5

// Choose fits regressions with up to most components on four in five rows, and
// fits the one that errs least on the others again on all. Rows count as many
// as they are: the order must not depend on anything but the data.
func Choose(ctx context.Context, x, y dataset.Matrix, most int, seed rng.Seed) (*Regression, error) {
	if x.Rows < 2*heldOut {
		return Fit(ctx, x, y, min(1, most))
	}
	order := seed.Rand().Perm(x.Rows)
	cut := x.Rows / heldOut
	held, kept := order[:cut], order[cut:]
	d, err := decompose(ctx, pick(x, kept), pick(y, kept), most)
	if err != nil {
		return nil, err
	}
	best := d.best(pick(x, held), pick(y, held))
	return Fit(ctx, x, y, best)
}

// Fit fits a regression with so many components, or fewer where the features
// have no more. It changes neither x nor y.
func Fit(ctx context.Context, x, y dataset.Matrix, components int) (*Regression, error) {
	d, err := decompose(ctx, x.Clone(), y.Clone(), components)
	if err != nil {
		return nil, err
	}
	r := &Regression{Components: len(d.weights), coefficients: dataset.NewMatrix(x.Cols, y.Cols), offset: d.offset}
	for a, w := range d.weights {
		for i, weight := range w {
			floats.AddScaled(r.coefficients.Row(i), weight, d.loads[a])
		}
	}
	for i, c := range d.centre {
		floats.AddScaled(r.offset, -c, r.coefficients.Row(i))
	}
	return r, nil
}

// Predict returns the targets of rows of features. What it was fitted with is
// not needed.
func (r *Regression) Predict(x, _ dataset.Matrix) dataset.Matrix {
	y := learn.Product(x, false, r.coefficients, false)
	for i := range y.Rows {
		floats.Add(y.Row(i), r.offset)
	}
	return y
}

// State is a regression as data.
type State struct {
	Components   int
	Coefficients dataset.Matrix
	Offset       []float64
}

// State returns the regression as data; it shares its memory.
func (r *Regression) State() State { return State{r.Components, r.coefficients, r.offset} }

// Regression returns the regression of so many targets on features, or says what
// does not fit.
func (s State) Regression(features, targets int) (*Regression, error) {
	if w := s.Coefficients; w.Rows != features || w.Cols != targets || len(s.Offset) != targets {
		return nil, say.Errorf("a regression of %d × %d weights and %d constants where %d × %d are needed", w.Rows, w.Cols, len(s.Offset), features, targets)
	}
	return &Regression{s.Components, s.Coefficients, s.Offset}, nil
}

// decompose finds the components. It centres x and y.
func decompose(ctx context.Context, x, y dataset.Matrix, most int) (*directions, error) {
	d := &directions{centre: learn.Centre(x), offset: learn.Centre(y)}
	cross := learn.Product(x, true, y, false) // features × targets; what the next component explains
	first := floats.Norm(cross.Data, math.Inf(1))
	var basis [][]float64
	for range min(most, x.Rows-1, x.Cols) {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		if floats.Norm(cross.Data, math.Inf(1)) <= 1e-10*first {
			break
		}
		weight := leading(cross)
		score := learn.Product(x, false, column(weight), false)
		length := floats.Norm(score.Data, 2)
		if length <= 1e-12 {
			break
		}
		floats.Scale(1/length, score.Data)
		floats.Scale(1/length, weight)
		load := learn.Product(x, true, score, false).Data
		d.weights = append(d.weights, weight)
		d.loads = append(d.loads, learn.Product(y, true, score, false).Data)
		for _, v := range basis {
			floats.AddScaled(load, -floats.Dot(v, load), v)
		}
		length = floats.Norm(load, 2)
		if length <= 1e-12 {
			break
		}
		floats.Scale(1/length, load)
		basis = append(basis, load)
		deflate(cross, load)
	}
	return d, nil
}

// deflate takes the direction of a unit vector out of the columns of x.
func deflate(x dataset.Matrix, unit []float64) {
	along := make([]float64, x.Cols)
	for i, u := range unit {
		floats.AddScaled(along, u, x.Row(i))
	}
	for i, u := range unit {
		floats.AddScaled(x.Row(i), -u, along)
	}
}

// Limits of the search for a singular vector.
const (
	mostTurns = 300
	turned    = 1e-9 // change of a unit vector that ends it
)

// leading returns the left singular vector of the largest singular value, by
// powers of x·xᵀ from the longest column on.
func leading(x dataset.Matrix) []float64 {
	v := longestColumn(x)
	along := make([]float64, x.Cols)
	next := make([]float64, x.Rows)
	for range mostTurns {
		clear(along)
		for i, u := range v {
			floats.AddScaled(along, u, x.Row(i))
		}
		for i := range next {
			next[i] = floats.Dot(x.Row(i), along)
		}
		floats.Scale(1/floats.Norm(next, 2), next)
		change := floats.Distance(v, next, 2)
		copy(v, next)
		if change < turned {
			break
		}
	}
	return v
}

// longestColumn returns the column of x with the largest norm, at length 1.
func longestColumn(x dataset.Matrix) []float64 {
	squares := make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			squares[j] += v * v
		}
	}
	at := floats.MaxIdx(squares)
	v := make([]float64, x.Rows)
	for i := range v {
		v[i] = x.At(i, at) / math.Sqrt(squares[at])
	}
	return v
}

// best returns the number of components with the lowest squared error on rows
// that were not fitted on; 0 where the means err least.
func (d *directions) best(x, y dataset.Matrix) int {
	for i := range x.Rows {
		floats.Sub(x.Row(i), d.centre)
		floats.Sub(y.Row(i), d.offset)
	}
	best, least := 0, floats.Dot(y.Data, y.Data)
	for a, w := range d.weights {
		for i := range y.Rows {
			floats.AddScaled(y.Row(i), -floats.Dot(x.Row(i), w), d.loads[a])
		}
		if e := floats.Dot(y.Data, y.Data); e < least {
			best, least = a+1, e
		}
	}
	return best
}

// pick copies some rows.
func pick(x dataset.Matrix, rows []int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		copy(out.Row(k), x.Row(i))
	}
	return out
}

// column is a matrix of one column; it shares the memory.
func column(x []float64) dataset.Matrix { return dataset.Matrix{Rows: len(x), Cols: 1, Data: x} }
