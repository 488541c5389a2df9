package svm

import (
	"context"
	"math"

	"lacuna/internal/say"
)

// dual is the dual problem of the support vector machine of two classes:
// minimise ½·αᵀQα − Σα with 0 ≤ α ≤ c and Σ yα = 0, where Q is the kernel
// times the signs y, +1 for the first class and −1 for the second. It is
// solved by sequential minimal optimisation with the second-order choice of
// the pair (Fan, Chen and Lin 2005).
type dual struct {
	c             float64
	gram          []float32 // n × n, rows ordered by class
	n             int
	first, second [2]int // where the rows of the two classes begin and end

	alpha, gradient []float64 // of the rows of the first class, then the second
	line            [2][]float32
}

// stopping is the violation of the optimality conditions at which the solution
// is accepted, as in LIBSVM.
const stopping = 1e-3

// flat replaces curvatures that are not positive.
const flat = 1e-12

// firstSize returns the number of rows of the first class.
func (d *dual) firstSize() int { return d.first[1] - d.first[0] }

func (d *dual) size() int { return d.firstSize() + d.second[1] - d.second[0] }

// place returns the row of the kernel matrix that variable i belongs to.
func (d *dual) place(i int) int {
	if f := d.firstSize(); i >= f {
		return d.second[0] + i - f
	}
	return d.first[0] + i
}

func (d *dual) sign(i int) float64 {
	if i < d.firstSize() {
		return 1
	}
	return -1
}

// kernelRow copies the kernel of variable i with all others.
func (d *dual) kernelRow(dst []float32, i int) []float32 {
	row := d.gram[d.place(i)*d.n : (d.place(i)+1)*d.n]
	dst = append(dst[:0], row[d.first[0]:d.first[1]]...)
	return append(dst, row[d.second[0]:d.second[1]]...)
}

// solve finds alpha. It looks at ctx now and then.
func (d *dual) solve(ctx context.Context) error {
	n := d.size()
	d.alpha, d.gradient = make([]float64, n), make([]float64, n)
	for i := range d.gradient {
		d.gradient[i] = -1
	}
	for step := range max(10_000_000, 100*n) {
		if step%512 == 0 && ctx.Err() != nil {
			return say.Errorf("stopped: %w", ctx.Err())
		}
		i, j := d.choose()
		if j < 0 {
			return nil
		}
		d.move(i, j)
	}
	return nil
}

// mayRise says whether y·α of a variable may grow; mayFall, whether it may
// shrink.
func (d *dual) mayRise(i int) bool {
	if i < d.firstSize() {
		return d.alpha[i] < d.c
	}
	return d.alpha[i] > 0
}

func (d *dual) mayFall(i int) bool {
	if i < d.firstSize() {
		return d.alpha[i] > 0
	}
	return d.alpha[i] < d.c
}

// choose returns the pair to move: the first violates the conditions most, the
// second promises the largest fall of the objective. j is negative at the
// solution. The kernel row of i is left in line[0].
func (d *dual) choose() (i, j int) {
	i, j = -1, -1
	top := math.Inf(-1)
	for k := range d.alpha {
		if v := -d.sign(k) * d.gradient[k]; v >= top && d.mayRise(k) {
			top, i = v, k
		}
	}
	if i < 0 {
		return i, j
	}
	d.line[0] = d.kernelRow(d.line[0], i)
	bottom, least := math.Inf(1), math.Inf(1)
	for k, near := range d.line[0] {
		if !d.mayFall(k) {
			continue
		}
		v := -d.sign(k) * d.gradient[k]
		bottom = min(bottom, v)
		if gap := top - v; gap > 0 {
			// The kernel of a row with itself is 1.
			if fall := -gap * gap / max(2-2*float64(near), flat); fall <= least {
				least, j = fall, k
			}
		}
	}
	if top-bottom < stopping {
		return i, -1
	}
	return i, j
}

// move minimises the objective over two variables and brings the gradient up to
// date. y·α of i grows by as much as that of j shrinks.
func (d *dual) move(i, j int) {
	d.line[1] = d.kernelRow(d.line[1], j)
	yi, yj := d.sign(i), d.sign(j)
	curvature := max(2-2*float64(d.line[0][j]), flat)
	step := (-yi*d.gradient[i] + yj*d.gradient[j]) / curvature
	step = min(step, d.room(i, yi), d.room(j, -yj))
	d.shift(i, yi*step)
	d.shift(j, -yj*step)
	for k := range d.gradient {
		d.gradient[k] += d.sign(k) * step * float64(d.line[0][k]-d.line[1][k])
	}
}

// room returns how far alpha may go in a direction.
func (d *dual) room(i int, direction float64) float64 {
	if direction > 0 {
		return d.c - d.alpha[i]
	}
	return d.alpha[i]
}

// shift changes a variable; at the ends of its range it stays exactly there.
func (d *dual) shift(i int, by float64) {
	d.alpha[i] = min(max(d.alpha[i]+by, 0), d.c)
	if near := 1e-12 * d.c; d.alpha[i] < near {
		d.alpha[i] = 0
	} else if d.c-d.alpha[i] < near {
		d.alpha[i] = d.c
	}
}

// bias returns the constant of the decision: the mean over the variables that
// are free, or the middle of what the others allow.
func (d *dual) bias() float64 {
	var sum, free float64
	low, high := math.Inf(-1), math.Inf(1)
	for k, a := range d.alpha {
		v := -d.sign(k) * d.gradient[k]
		switch {
		case a > 0 && a < d.c:
			sum, free = sum+v, free+1
		case d.mayRise(k):
			low = max(low, v)
		default:
			high = min(high, v)
		}
	}
	if free > 0 {
		return sum / free
	}
	return (low + high) / 2
}

// store writes y·α of each variable into its row of a table of so many columns.
func (d *dual) store(weights []float32, columns int) {
	for i, a := range d.alpha {
		weights[d.place(i)*columns] = float32(d.sign(i) * a)
	}
}
