package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// Cells says over which numbers of a matrix a loss runs. The zero value is the
// mean over all of them.
type Cells struct {
	// Weight weighs each number; with 0 and 1 it is a mask. The zero Tensor
	// weighs all alike. It must not depend on parameters.
	Weight Tensor
	// OverAll divides the weighted sum by the number of all cells instead of
	// the sum of the weights. Without it Weight must be an Input.
	OverAll bool
}

// BCEWithLogits is the weighted mean over the cells of the cross-entropy between
// target, from 0 to 1, and sigmoid(logits), computed safely from the logits.
func (g *Graph) BCEWithLogits(logits, target Tensor, cells Cells) Loss {
	return g.cellLoss("bce", &bceMath{}, logits, target, cells)
}

// MSE is the weighted mean over the cells of (x − target)².
func (g *Graph) MSE(x, target Tensor, cells Cells) Loss {
	return g.cellLoss("mse", &mseMath{}, x, target, cells)
}

// cellMath is a loss of cells before the weights: bare sum and gradient.
type cellMath interface {
	// sum returns Σ w·loss(x, t). w may be nil.
	sum(x, t, w []float32) float64
	// gradient sets dx to the derivative of loss(x, t) by x.
	gradient(dx, x, t []float32)
}

func (g *Graph) cellLoss(name string, m cellMath, x, target Tensor, cells Cells) Loss {
	sameRows(name, x, target)
	sameWidth(name, x, target)
	if target.grad {
		fail("%s: the target depends on parameters", name)
	}
	c := &cellLossMath{rows: x.live(), width: x.Width(), math: m, total: 1}
	operands := []operand{x.operand(), target.operand()}
	if w := cells.Weight; w.node != nil {
		sameRows(name, x, w)
		sameWidth(name, x, w)
		if w.grad || !cells.OverAll && w.node.Op() != nil {
			fail("%s: the weights must be an Input, unless the mean is over all cells", name)
		}
		operands = append(operands, w.operand())
		if !cells.OverAll {
			c.weights = g.buffers[w.node]
		}
	}
	return Loss{g.node(name, c, extent{}, operands...)}
}

type cellLossMath struct {
	rows    liveRows
	width   int
	math    cellMath
	weights []float32 // whose sum is the denominator; nil: all cells
	total   float64
}

func (m *cellLossMath) weight() float64 {
	n := m.rows.n() * m.width
	if m.weights == nil {
		return float64(n)
	}
	var sum float64
	for _, w := range m.weights[:n] {
		sum += float64(w)
	}
	return sum
}

func (m *cellLossMath) normalise(total float64) { m.total = total }

func (m *cellLossMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	var w []float32
	if len(in) > 2 {
		w = in[2][:n]
	}
	out[0] = float32(ratio(m.math.sum(in[0][:n], in[1][:n], w), m.total))
}

func (m *cellLossMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	n := m.rows.n() * m.width
	dx := din[0][:n]
	m.math.gradient(dx, in[0][:n], in[1][:n])
	if len(in) > 2 {
		kernel.Mul(dx, dx, in[2][:n])
	}
	kernel.Scale(float32(ratio(float64(dout[0]), m.total)), dx)
}

type mseMath struct{}

func (*mseMath) sum(x, t, w []float32) float64 {
	var sum float64
	for i, v := range x {
		d := float64(v - t[i])
		if w != nil {
			d *= d * float64(w[i])
		} else {
			d *= d
		}
		sum += d
	}
	return sum
}

func (*mseMath) gradient(dx, x, t []float32) {
	for i, v := range x {
		dx[i] = 2 * (v - t[i])
	}
}

// bceMath uses loss = max(x, 0) − x·t + log(1 + e^−|x|). The logarithms of many
// cells are taken at once, of the product of their arguments, each of which
// lies between 1 and 2.
type bceMath struct{ scratch []float32 }

// logGroup is the number of factors multiplied before a logarithm is taken.
const logGroup = 256

func (m *bceMath) sum(x, t, w []float32) float64 {
	if len(m.scratch) < len(x) {
		m.scratch = make([]float32, len(x))
	}
	e := m.scratch[:len(x)]
	for i, v := range x {
		e[i] = -float32(math.Abs(float64(v)))
	}
	kernel.Exp(e, e)
	var sum float64
	product, factors := 1.0, 0
	for i, v := range x {
		weight := 1.0
		if w != nil {
			weight = float64(w[i])
		}
		sum += weight * float64(max(v, 0)-v*t[i])
		if weight != 1 {
			if weight != 0 {
				sum += weight * math.Log1p(float64(e[i]))
			}
			continue
		}
		product *= 1 + float64(e[i])
		if factors++; factors == logGroup {
			sum += math.Log(product)
			product, factors = 1, 0
		}
	}
	return sum + math.Log(product)
}

func (*bceMath) gradient(dx, x, t []float32) {
	kernel.Sigmoid(dx, x)
	for i, v := range t {
		dx[i] -= v
	}
}
