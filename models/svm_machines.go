package models

import (
	"context"
	"fmt"
	"math"
	"slices"

	"lacuna/internal/job"
	"lacuna/internal/kernel"
)

// svmLimit is the most records whose kernel matrix is worth its memory: 1.6 GB.
const svmLimit = 20000

// machineSetting is what a support vector machine is trained with.
type machineSetting struct{ c, gamma float64 }

// around lists the setting itself and its neighbours.
func (s machineSetting) around() []machineSetting {
	var out []machineSetting
	for _, c := range []float64{1, 3, 10} {
		for _, g := range []float64{1, 0.5, 2} {
			out = append(out, machineSetting{c * s.c, g * s.gamma})
		}
	}
	return out
}

// scaleGamma is scikit-learn's "scale": 1 / (columns × variance of all cells).
func scaleGamma(s samples) float64 {
	var mean, squares float64
	for k, x := range s.x {
		delta := float64(x) - mean
		mean += delta / float64(k+1)
		squares += delta * (float64(x) - mean)
	}
	if squares == 0 {
		return 1
	}
	return float64(s.rows) / squares
}

// machines are support vector machines, one for each pair of classes that
// occur. The decision of a pair is positive for its first class.
type machines struct {
	gamma   float64
	classes int
	pairs   [][2]int
	only    int       // the one class that occurs, or -1
	support samples   // x only
	weights []float32 // support vectors × pairs
	bias    []float64 // per pair
}

// trainMachines trains all pairs on one kernel matrix.
func trainMachines(ctx context.Context, setting machineSetting, s samples, classes int, env job.Env) (*machines, error) {
	order, start := byClass(s.labels, classes)
	m := &machines{gamma: setting.gamma, classes: classes, only: -1, support: s.pick(order)}
	if len(order) > 0 && s.labels[order[0]] == s.labels[order[len(order)-1]] {
		m.only = s.labels[order[0]]
	}
	for a := range classes {
		for b := a + 1; b < classes; b++ {
			if start[a] < start[a+1] && start[b] < start[b+1] {
				m.pairs = append(m.pairs, [2]int{a, b})
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("stopped: %w", err)
	}
	gram := gaussian(m.support, m.support, setting.gamma, env.Threads())
	m.weights, m.bias = make([]float32, s.rows*len(m.pairs)), make([]float64, len(m.pairs))
	failed := make([]error, len(m.pairs))
	deal(env.Threads(), len(m.pairs), func(p int) {
		a, b := m.pairs[p][0], m.pairs[p][1]
		d := &dual{c: setting.c, gram: gram, n: s.rows, first: [2]int{start[a], start[a+1]}, second: [2]int{start[b], start[b+1]}}
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
func (m *machines) dropIdle() {
	p := len(m.pairs)
	var rows []int
	var weights []float32
	for i := range m.support.rows {
		w := m.weights[i*p : (i+1)*p]
		if slices.ContainsFunc(w, func(x float32) bool { return x != 0 }) {
			rows = append(rows, i)
			weights = append(weights, w...)
		}
	}
	m.support, m.weights = m.support.pick(rows), weights
}

// decisions returns the decision of each pair for every row: rows × pairs.
func (m *machines) decisions(s samples, threads int) []float32 {
	p := len(m.pairs)
	out := make([]float32, s.rows*p)
	if p == 0 {
		return out
	}
	const block = 512
	deal(threads, (s.rows+block-1)/block, func(k int) {
		low, high := k*block, min((k+1)*block, s.rows)
		part := samples{rows: high - low, cols: s.cols, x: s.x[low*s.cols : high*s.cols]}
		near := gaussian(part, m.support, m.gamma, 1)
		kernel.Gemm(false, false, part.rows, p, m.support.rows, near, m.support.rows, m.weights, p, false, out[low*p:], p)
		for i := low; i < high; i++ {
			for j, b := range m.bias {
				out[i*p+j] += float32(b)
			}
		}
	})
	return out
}

// gaussian returns exp(−gamma·|a−b|²) of all rows of two tables.
func gaussian(a, b samples, gamma float64, threads int) []float32 {
	out := make([]float32, a.rows*b.rows)
	kernel.GemmParallel(threads, false, true, a.rows, b.rows, a.cols, a.x, a.cols, b.x, b.cols, false, out, b.rows)
	squares := rowSquares(b)
	spread(threads, a.rows, 16, func(low, high int) {
		for i := low; i < high; i++ {
			line, own := out[i*b.rows:(i+1)*b.rows], float64(kernel.SumSq(a.row(i)))
			for j, inner := range line {
				line[j] = float32(-gamma * max(0, own+squares[j]-2*float64(inner)))
			}
			kernel.Exp(line, line)
		}
	})
	return out
}

func rowSquares(s samples) []float64 {
	out := make([]float64, s.rows)
	for i := range out {
		out[i] = float64(kernel.SumSq(s.row(i)))
	}
	return out
}

// calibration turns decisions into probabilities: a pair prefers its first
// class with probability sigmoid(slope·decision + offset).
type calibration struct{ slope, offset float64 }

// preference returns the probability of the first class of a pair.
func (c calibration) preference(decision float32) float64 {
	p := 1 / (1 + math.Exp(-(c.slope*float64(decision) + c.offset)))
	return min(max(p, 1e-7), 1-1e-7)
}
