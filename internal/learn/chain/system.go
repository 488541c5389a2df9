package chain

import (
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/kernel"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// errSingular is returned where rounding leaves no solution: numbers beyond any
// scale.
var errSingular = say.Error("a regression has no solution: its numbers are too far apart")

// System is the regression of target columns on predictors.
type System struct {
	Targets    []int
	Train      []int // rows that have the targets
	Rest       []int // all others
	Fill       []int // those of them whose targets are to be estimated
	Predictors []int
	// Spread is added to the sum of squares of each predictor: the variance that
	// estimates among its cells lack. nil adds nothing.
	Spread []float64
	// Penalty is the weight of the squared coefficients. Solving puts in its
	// place what the evidence of the data prefers (MacKay, Bayesian
	// interpolation, Neural Computation 1992), one step of his fixed point.
	Penalty float64
}

// The penalty stays within these, per training row of standardised numbers.
const (
	leastPenalty = 1e-7
	mostPenalty  = 1e4
)

// Solution is a solved system.
type Solution struct {
	Predictors []int
	// Weights are targets × (1 + predictors), the constant first.
	Weights dataset.Matrix
	// Noise is the mean variance of what is left of the targets, over Freedom.
	Noise, Freedom float64
	penalty        float64 // that it was found with
	factor         factor
}

// factor is the Cholesky factor of the equations in two parts: the inverse of
// that of the leading predictors, and the rows of the ones that came later.
type factor struct {
	inverse     []float64 // first × first
	across      []float64 // last × first
	corner      []float64 // last × last
	first, last int
	trace       float64 // of the inverse equations, the constant left out
	places      []int   // in the factor, of the constant and of each predictor
}

// equations are a system half-way: what does not depend on the columns of its
// batch is formed and factorised.
type equations struct {
	system   *System
	lead     []int     // columns outside the batch, the constant first
	tail     []int     // columns of the batch
	rows     []int     // that the products are taken over
	subtract bool      // from the Gram matrix of all rows
	added    []float64 // to the diagonal, in the order of lead and tail
	factor   factor
}

// Solve solves systems in turn. use is called with each solution before the
// next system is solved, and changes the table by Set; it may change only the
// targets. Systems of one batch have one target each and different ones, unless
// the batch is a single system.
func (t *Table) Solve(ctx context.Context, batch []*System, threads int, use func(k int, s *Solution) error) error {
	moving := map[int]bool{}
	if len(batch) > 1 {
		for _, s := range batch {
			moving[s.Targets[0]] = true
		}
	}
	formed, failed := make([]*equations, len(batch)), make([]error, len(batch))
	inner := 1
	if len(batch) == 1 {
		inner = threads
	}
	learn.Deal(threads, len(batch), func(k int) { formed[k], failed[k] = t.form(ctx, batch[k], moving, inner) })
	for k, e := range formed {
		if failed[k] != nil {
			return failed[k]
		}
		s, err := t.finish(ctx, e)
		if err != nil {
			return err
		}
		if err := use(k, s); err != nil {
			return err
		}
	}
	return nil
}

// form factorises the equations of the predictors that do not move.
func (t *Table) form(ctx context.Context, s *System, moving map[int]bool, threads int) (*equations, error) {
	e := &equations{system: s, lead: []int{-1}, rows: s.Train}
	for _, j := range s.Predictors {
		if moving[j] {
			e.tail = append(e.tail, j)
		} else {
			e.lead = append(e.lead, j)
		}
	}
	if t.gram != nil && len(s.Rest) < len(s.Train) {
		e.rows, e.subtract = s.Rest, true
	}
	n := len(e.lead)
	a, err := t.product(ctx, e.rows, e.lead, threads)
	if err != nil {
		return nil, err
	}
	if e.subtract {
		for i, c := range e.lead {
			line := t.gram[(1+c)*(t.X.Cols+1):]
			for j, d := range e.lead[:i+1] {
				a[i*n+j] = line[1+d] - a[i*n+j]
			}
		}
	}
	s.clamp()
	places := placesOf(slices.Concat(e.lead, e.tail), s.Predictors)
	e.added = make([]float64, n+len(e.tail))
	for k, at := range places[1:] {
		e.added[at] = s.Penalty
		if s.Spread != nil {
			e.added[at] += s.Spread[k]
		}
	}
	for i := range n {
		a[i*n+i] += e.added[i]
	}
	inverse, definite := factorise(a, n)
	if !definite {
		return nil, errSingular
	}
	e.factor = factor{inverse: inverse, first: n, last: len(e.tail), trace: squares(inverse, n), places: places}
	return e, nil
}

func (s *System) clamp() {
	n := float64(max(1, len(s.Train)))
	s.Penalty = min(max(s.Penalty, leastPenalty*n), mostPenalty*n)
}

// squares adds up the squares of a lower triangle, its first column left out.
func squares(a []float64, side int) float64 {
	var sum float64
	for i := 1; i < side; i++ {
		for _, x := range a[i*side+1 : i*side+i+1] {
			sum += x * x
		}
	}
	return sum
}

// finish takes in the columns that may have moved and solves.
func (t *Table) finish(ctx context.Context, e *equations) (*Solution, error) {
	s, f := e.system, &e.factor
	columns := slices.Concat(e.lead, e.tail, s.Targets)
	last := len(e.tail) + len(s.Targets)
	right, err := t.crossProduct(ctx, e.rows, columns, last)
	if err != nil {
		return nil, err
	}
	if e.subtract {
		for i, c := range columns[len(e.lead):] {
			line, out := t.gram[(1+c)*(t.X.Cols+1):], right[i*len(columns):(i+1)*len(columns)]
			for j, d := range columns {
				out[j] = line[1+d] - out[j]
			}
		}
	}
	for i := range e.tail {
		right[i*len(columns)+f.first+i] += e.added[f.first+i]
	}
	if !f.extend(right, len(columns)) {
		return nil, errSingular
	}
	return e.solve(right[f.last*len(columns):], len(columns)), nil
}

// extend adds the rows of the last predictors to the factor.
func (f *factor) extend(rows []float64, stride int) bool {
	if f.last == 0 {
		return true
	}
	n, m := f.first, f.last
	f.across, f.corner = make([]float64, m*n), make([]float64, m*m)
	kernel.Gemm64(false, true, m, n, n, rows, stride, f.inverse, n, false, f.across, n)
	kernel.Gemm64(false, true, m, m, n, f.across, n, f.across, n, false, f.corner, m)
	for i := range m {
		for j := range m {
			f.corner[i*m+j] = rows[i*stride+n+j] - f.corner[i*m+j]
		}
	}
	if !factoriseBlock(f.corner, m, m) {
		return false
	}
	f.addTrace()
	return true
}

// addTrace adds what the last predictors contribute to the trace of the
// inverse.
func (f *factor) addTrace() {
	n, m := f.first, f.last
	own := make([]float64, m*m)
	invertBlock(own, f.corner, m, m)
	product, strip := make([]float64, m*n), make([]float64, m*n)
	kernel.Gemm64(false, false, m, n, n, f.across, n, f.inverse, n, false, product, n)
	kernel.Gemm64(false, false, m, n, m, own, m, product, n, false, strip, n)
	for i := range m {
		for _, x := range strip[i*n+1 : (i+1)*n] {
			f.trace += x * x
		}
		for _, x := range own[i*m : i*m+i+1] {
			f.trace += x * x
		}
	}
}

// solve computes the weights of the targets, whose products with all columns
// are the given rows, and renews the penalty.
func (e *equations) solve(rows []float64, stride int) *Solution {
	s, f := e.system, &e.factor
	targets, side := len(s.Targets), f.first+f.last
	w := make([]float64, targets*side)
	kernel.Gemm64(false, true, targets, f.first, f.first, rows, stride, f.inverse, f.first, false, w, side)
	for k := range targets {
		f.forward(w[k*side:(k+1)*side], rows[k*stride+f.first:])
	}
	w = f.back(w, targets)
	out := &Solution{Predictors: s.Predictors, penalty: s.Penalty, factor: *f}
	var left, norm float64
	for k := range targets {
		row, b := w[k*side:(k+1)*side], rows[k*stride:]
		rest := b[side+k]
		for j, x := range row {
			rest -= x * b[j]
			if j > 0 {
				rest -= s.Penalty * x * x
				norm += x * x
			}
		}
		left += max(rest, 1e-12*b[side+k], 0)
	}
	out.renew(s, left, norm, f)
	out.Weights = dataset.Matrix{Rows: targets, Cols: side, Data: out.factor.ordered(w, targets)}
	return out
}

// renew makes the step of the fixed point.
func (o *Solution) renew(s *System, left, norm float64, f *factor) {
	n, p, targets := float64(len(s.Train)), float64(f.first+f.last-1), float64(len(s.Targets))
	known := min(max(p-s.Penalty*f.trace, 0), p, n)
	o.Freedom = max(n-known, 1)
	o.Noise = left / (targets * o.Freedom)
	if norm > 0 && known > 0 {
		s.Penalty = bounded(targets*known/norm) * o.Noise
	}
	s.clamp()
}

// bounded keeps a number finite.
func bounded(x float64) float64 {
	if math.IsInf(x, 1) || math.IsNaN(x) {
		return math.MaxFloat32
	}
	return x
}

// forward finishes the solution of the lower triangle, the first part of which
// stands in y, for the last predictors.
func (f *factor) forward(y, right []float64) {
	for i := range f.last {
		x := right[i]
		for j, a := range f.across[i*f.first : (i+1)*f.first] {
			x -= a * y[j]
		}
		for j, c := range f.corner[i*f.last : i*f.last+i] {
			x -= c * y[f.first+j]
		}
		y[f.first+i] = x / f.corner[i*f.last+i]
	}
}

// back solves the upper triangle for some right sides, side by side in rows,
// and returns the solutions.
func (f *factor) back(y []float64, rows int) []float64 {
	side := f.first + f.last
	for k := range rows {
		row := y[k*side : (k+1)*side]
		for i := f.last - 1; i >= 0; i-- {
			x := row[f.first+i]
			for j := i + 1; j < f.last; j++ {
				x -= f.corner[j*f.last+i] * row[f.first+j]
			}
			row[f.first+i] = x / f.corner[i*f.last+i]
			axpy(row, f.across[i*f.first:(i+1)*f.first], -row[f.first+i])
		}
	}
	out := make([]float64, rows*side)
	kernel.Gemm64(false, false, rows, f.first, f.first, y, side, f.inverse, f.first, false, out, side)
	for k := range rows {
		copy(out[k*side+f.first:(k+1)*side], y[k*side+f.first:(k+1)*side])
	}
	return out
}

// placesOf returns for each predictor, the constant before them, where it
// stands in the factor.
func placesOf(order, predictors []int) []int {
	at := make(map[int]int, len(order))
	for k, c := range order {
		at[c] = k
	}
	places := make([]int, 1+len(predictors))
	for k, c := range predictors {
		places[1+k] = at[c]
	}
	return places
}

// ordered brings rows from the order of the factor to that of the predictors.
func (f *factor) ordered(w []float64, rows int) []float64 {
	side := f.first + f.last
	out := make([]float64, rows*side)
	for k := range rows {
		for j, at := range f.places {
			out[k*side+j] = w[k*side+at]
		}
	}
	return out
}

// Draw returns weights drawn from what the data leave open of them, given the
// variance of the noise: z are standard normal numbers, one for each weight of
// a target, and are overwritten.
func (o *Solution) Draw(z []float64, noise float64) dataset.Matrix {
	rows := o.Weights.Rows
	u := o.factor.ordered(o.factor.back(z, rows), rows)
	scale := math.Sqrt(noise)
	for k, w := range o.Weights.Data {
		u[k] = w + scale*u[k]
	}
	return dataset.Matrix{Rows: rows, Cols: o.Weights.Cols, Data: u}
}
