package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// EnergyScore is the mean over the records of (‖a−x‖ + ‖b−x‖ − ‖a−b‖)/2, where
// a and b are two draws for a record whose value is x: the distance of a draw
// from what is real, less half the distance between two draws. Among all
// distributions the one that x comes from has the lowest expectation, so that
// neither the mean alone nor a spread too wide is best (Gneiting and Raftery,
// Strictly proper scoring rules, JASA 2007). Norms are divided by the square
// root of the number of cells. Weight, if it is not the zero Tensor, is 1 for
// the cells that count and 0 for the others; a record without any counts as 0.
func (g *Graph) EnergyScore(a, b, x, weight Tensor) Loss {
	for _, t := range []Tensor{b, x} {
		sameRows("energy score", a, t)
		sameWidth("energy score", a, t)
	}
	m := &energyMath{rows: a.live(), width: a.Width(), total: 1}
	operands := []operand{a.operand(), b.operand(), x.operand()}
	if x.grad {
		fail("energy score: what is real depends on parameters")
	}
	if weight.node != nil {
		sameRows("energy score", a, weight)
		sameWidth("energy score", a, weight)
		if weight.grad {
			fail("energy score: the weights depend on parameters")
		}
		operands = append(operands, weight.operand())
	}
	return Loss{g.node("energy score", m, extent{}, operands...)}
}

type energyMath struct {
	rows  liveRows
	width int
	total float64
}

func (m *energyMath) weight() float64         { return float64(m.rows.n()) }
func (m *energyMath) normalise(total float64) { m.total = total }

// cells returns the weights of a row, nil where all cells count, and how many
// count.
func (m *energyMath) cells(in [][]float32, r int) (w []float32, n float64) {
	if len(in) < 4 {
		return nil, float64(m.width)
	}
	w = in[3][r*m.width : (r+1)*m.width]
	return w, float64(kernel.Sum(w))
}

// distance is the norm of x − y over the cells that count.
func distance(x, y, w []float32) float64 {
	var sum float64
	for j, v := range x {
		d := float64(v - y[j])
		if w != nil {
			d *= float64(w[j])
		}
		sum += d * d
	}
	return math.Sqrt(sum)
}

func (m *energyMath) row(x []float32, r int) []float32 { return x[r*m.width : (r+1)*m.width] }

func (m *energyMath) forward(in [][]float32, out []float32) {
	var sum float64
	for r := range m.rows.n() {
		a, b, x := m.row(in[0], r), m.row(in[1], r), m.row(in[2], r)
		if w, n := m.cells(in, r); n > 0 {
			sum += (distance(a, x, w) + distance(b, x, w) - distance(a, b, w)) / (2 * math.Sqrt(n))
		}
	}
	out[0] = float32(ratio(sum, m.total))
}

// nearest is the distance below which two rows count as equal, where the
// gradient of a norm does not exist.
const nearest = 1e-6

func (m *energyMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	for r := range m.rows.n() {
		a, b, x := m.row(in[0], r), m.row(in[1], r), m.row(in[2], r)
		w, n := m.cells(in, r)
		scale := 0.0
		if n > 0 {
			scale = ratio(float64(dout[0]), m.total) / (2 * math.Sqrt(n))
		}
		apart := distance(a, b, w)
		for i, draw := range [][]float32{a, b} {
			if din[i] != nil {
				pull(m.row(din[i], r), draw, x, [][]float32{b, a}[i], w, scale/max(distance(draw, x, w), nearest), scale/max(apart, nearest))
			}
		}
	}
}

// pull sets dx to the gradient of a draw: towards what is real and away from
// the other draw.
func pull(dx, draw, x, other, w []float32, near, far float64) {
	for j, v := range draw {
		d := near*float64(v-x[j]) - far*float64(v-other[j])
		if w != nil {
			d *= float64(w[j])
		}
		dx[j] = float32(d)
	}
}
