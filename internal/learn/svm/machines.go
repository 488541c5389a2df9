// Package svm trains support vector machines with a Gaussian kernel, one for
// each two classes (Cortes and Vapnik 1995), by sequential minimal optimisation
// (Fan, Chen and Lin, JMLR 2005), and turns their decisions into probabilities.
package svm

import (
	"context"
	"math"
	"slices"

	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// Limit is the most records whose kernel matrix is worth its memory: 1.6 GB.
const Limit = 20000

// Setting is what a support vector machine is trained with.
type Setting struct{ C, Gamma float64 }

// Around lists the setting itself and its neighbours.
func (s Setting) Around() []Setting {
	var out []Setting
	for _, c := range []float64{1, 3, 10} {
		for _, g := range []float64{1, 0.5, 2} {
			out = append(out, Setting{c * s.C, g * s.Gamma})
		}
	}
	return out
}

// ScaleGamma is scikit-learn's "scale": 1 / (columns × variance of all cells).
func ScaleGamma(s learn.Samples) float64 {
	var mean, squares float64
	for k, x := range s.X {
		delta := float64(x) - mean
		mean += delta / float64(k+1)
		squares += delta * (float64(x) - mean)
	}
	if squares == 0 {
		return 1
	}
	return float64(s.Rows) / squares
}

// Machines are support vector machines, one for each pair of classes that
// occur. The decision of a pair is positive for its first class.
type Machines struct {
	gamma   float64
	classes int
	pairs   [][2]int
	only    int           // the one class that occurs, or -1
	support learn.Samples // x only
	weights []float32     // support vectors × pairs
	bias    []float64     // per pair
}

// Train trains all pairs on one kernel matrix.
func Train(ctx context.Context, setting Setting, s learn.Samples, classes int, env job.Env) (*Machines, error) {
	order, start := byClass(s.Labels, classes)
	m := &Machines{gamma: setting.Gamma, classes: classes, only: -1, support: s.Pick(order)}
	if len(order) > 0 && s.Labels[order[0]] == s.Labels[order[len(order)-1]] {
		m.only = s.Labels[order[0]]
	}
	for a := range classes {
		for b := a + 1; b < classes; b++ {
			if start[a] < start[a+1] && start[b] < start[b+1] {
				m.pairs = append(m.pairs, [2]int{a, b})
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("stopped: %w", err)
	}
	gram := gaussian(m.support, m.support, setting.Gamma, env.Threads())
	m.weights, m.bias = make([]float32, s.Rows*len(m.pairs)), make([]float64, len(m.pairs))
	failed := make([]error, len(m.pairs))
	learn.Deal(env.Threads(), len(m.pairs), func(p int) {
		a, b := m.pairs[p][0], m.pairs[p][1]
		d := &dual{c: setting.C, gram: gram, n: s.Rows, first: [2]int{start[a], start[a+1]}, second: [2]int{start[b], start[b+1]}}
		if failed[p] = d.solve(ctx); failed[p] == nil {
			m.bias[p] = d.bias()
			d.store(m.weights[p:], len(m.pairs))
		}
	})
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	m.dropIdle()
	return m, nil
}

// byClass orders rows by their class and says where each class begins.
func byClass(labels []int, classes int) (order, start []int) {
	start = make([]int, classes+1)
	for c := range classes {
		for i, l := range labels {
			if l == c {
				order = append(order, i)
			}
		}
		start[c+1] = len(order)
	}
	return order, start
}

// dropIdle forgets the rows that support no decision.
func (m *Machines) dropIdle() {
	p := len(m.pairs)
	var rows []int
	var weights []float32
	for i := range m.support.Rows {
		w := m.weights[i*p : (i+1)*p]
		if slices.ContainsFunc(w, func(x float32) bool { return x != 0 }) {
			rows = append(rows, i)
			weights = append(weights, w...)
		}
	}
	m.support, m.weights = m.support.Pick(rows), weights
}

// Decisions returns the decision of each pair for every row: rows × pairs.
func (m *Machines) Decisions(s learn.Samples, threads int) []float32 {
	p := len(m.pairs)
	out := make([]float32, s.Rows*p)
	if p == 0 {
		return out
	}
	const block = 512
	learn.Deal(threads, (s.Rows+block-1)/block, func(k int) {
		low, high := k*block, min((k+1)*block, s.Rows)
		part := learn.Samples{Rows: high - low, Cols: s.Cols, X: s.X[low*s.Cols : high*s.Cols]}
		near := gaussian(part, m.support, m.gamma, 1)
		kernel.Gemm(false, false, part.Rows, p, m.support.Rows, near, m.support.Rows, m.weights, p, false, out[low*p:], p)
		for i := low; i < high; i++ {
			for j, b := range m.bias {
				out[i*p+j] += float32(b)
			}
		}
	})
	return out
}

// gaussian returns exp(−gamma·|a−b|²) of all rows of two tables.
func gaussian(a, b learn.Samples, gamma float64, threads int) []float32 {
	out := make([]float32, a.Rows*b.Rows)
	kernel.GemmParallel(threads, false, true, a.Rows, b.Rows, a.Cols, a.X, a.Cols, b.X, b.Cols, false, out, b.Rows)
	squares := rowSquares(b)
	learn.Spread(threads, a.Rows, 16, func(low, high int) {
		for i := low; i < high; i++ {
			line, own := out[i*b.Rows:(i+1)*b.Rows], float64(kernel.SumSq(a.Row(i)))
			for j, inner := range line {
				line[j] = float32(-gamma * max(0, own+squares[j]-2*float64(inner)))
			}
			kernel.Exp(line, line)
		}
	})
	return out
}

func rowSquares(s learn.Samples) []float64 {
	out := make([]float64, s.Rows)
	for i := range out {
		out[i] = float64(kernel.SumSq(s.Row(i)))
	}
	return out
}

// Calibration turns decisions into probabilities: a pair prefers its first
// class with probability sigmoid(slope·decision + offset).
type Calibration struct{ slope, offset float64 }

// preference returns the probability of the first class of a pair.
func (c Calibration) preference(decision float32) float64 {
	p := 1 / (1 + math.Exp(-(c.slope*float64(decision) + c.offset)))
	return min(max(p, 1e-7), 1-1e-7)
}
