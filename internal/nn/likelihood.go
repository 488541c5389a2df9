package nn

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Likelihood says how the cells of a record scatter around what a network says
// of them.
type Likelihood struct {
	// Student takes Student's t distribution in the place of the normal one.
	Student bool
	// Scale and Freedom are what the deviation and the degrees of freedom of
	// each cell are made of, of the same shape as the location; with the zero
	// Tensor each column learns one number of its own, name/scale and
	// name/freedom.
	Scale, Freedom Tensor
}

// LeastScale is the least deviation of a cell.
const LeastScale = 0.01

// leastFreedom is that of Student's t distributions: their variance is finite.
const leastFreedom = 3

// ScaleOf returns the deviation that a raw number stands for.
func ScaleOf(raw float64) float64 { return LeastScale + softplus(raw) }

// FreedomOf returns the degrees of freedom that a raw number stands for.
func FreedomOf(raw float64) float64 { return leastFreedom + softplus(raw) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// firstScale is the raw number of a deviation of 1 or so.
const firstScale = 0.5

// CellLogLikelihood is the logarithm of the density of what is known of each
// record, x where weight is 1, around location: one number for each row of
// location, which may have several rows, draws, for each record.
func (g *Graph) CellLogLikelihood(name string, l Likelihood, location, x, weight Tensor) Tensor {
	if x.rows != location.rows || x.per != 1 {
		fail("likelihood %q: the numbers are of other records than their locations", name)
	}
	sameWidth("likelihood "+name, location, x)
	sameRows("likelihood "+name, x, weight)
	sameWidth("likelihood "+name, x, weight)
	if x.grad || weight.grad {
		fail("likelihood %q: what is known depends on parameters", name)
	}
	m := &likelihoodMath{rows: x.live(), draws: location.per, width: x.Width(), student: l.Student}
	operands := []operand{location.operand(), x.operand(), weight.operand()}
	operands = append(operands, m.shape(g, name+"/scale", l.Scale, location, &m.scales))
	if l.Student {
		operands = append(operands, m.shape(g, name+"/freedom", l.Freedom, location, &m.freedoms))
	}
	return g.apply("likelihood", m, location, []int{1}, operands...)
}

// shape is the operand of a parameter of the distributions, and whether each
// cell has its own.
func (m *likelihoodMath) shape(g *Graph, name string, t, location Tensor, each *bool) operand {
	if t.node == nil {
		return g.weight(name, 1, m.width, filledWith(firstScale))
	}
	sameRows("likelihood "+name, location, t)
	sameWidth("likelihood "+name, location, t)
	*each = true
	return t.operand()
}

type likelihoodMath struct {
	rows             liveRows // records
	draws, width     int
	student          bool
	scales, freedoms bool // each cell has its own
	columns          []cellDensity
	normal           normalColumns
}

// cellDensity is a distribution, with what is the same for all that it is asked.
type cellDensity struct {
	scale, freedom   float64
	constant         float64 // of the logarithm
	dscale, dfreedom float64 // derivatives of scale and freedom by the raw numbers
	digammas         float64 // derivative of the constant by freedom, twice
}

func (m *likelihoodMath) density(rawScale, rawFreedom float64) cellDensity {
	c := cellDensity{scale: ScaleOf(rawScale), dscale: sigmoid(rawScale)}
	c.constant = -math.Log(c.scale)
	if !m.student {
		c.constant -= math.Log(2*math.Pi) / 2
		return c
	}
	v := FreedomOf(rawFreedom)
	c.freedom, c.dfreedom = v, sigmoid(rawFreedom)
	above, _ := math.Lgamma((v + 1) / 2)
	below, _ := math.Lgamma(v / 2)
	c.constant += above - below - math.Log(v*math.Pi)/2
	c.digammas = mathext.Digamma((v+1)/2) - mathext.Digamma(v/2) - 1/v
	return c
}

// prepare computes the distributions of the columns.
func (m *likelihoodMath) prepare(in [][]float32) {
	if m.scales || m.freedoms {
		return
	}
	if m.columns == nil {
		m.columns = make([]cellDensity, m.width)
	}
	for j := range m.columns {
		m.columns[j] = m.of(in, j)
	}
}

// of is the distribution of a cell, or of the column where they are alike.
func (m *likelihoodMath) of(in [][]float32, at int) cellDensity {
	scale, freedom := at, at
	if !m.scales {
		scale = at % m.width
	}
	if !m.freedoms {
		freedom = at % m.width
	}
	if !m.student {
		return m.density(float64(in[3][scale]), 0)
	}
	return m.density(float64(in[3][scale]), float64(in[4][freedom]))
}

// at is the distribution of a cell.
func (m *likelihoodMath) at(in [][]float32, at int) cellDensity {
	if m.scales || m.freedoms {
		return m.of(in, at)
	}
	return m.columns[at%m.width]
}

// each calls f for the cells that are known: the cell of the location, and the
// number that is known.
func (m *likelihoodMath) each(in [][]float32, row int, f func(at int, x, weight float64)) {
	record := row / m.draws * m.width
	for j := range m.width {
		if w := in[2][record+j]; w != 0 {
			f(row*m.width+j, float64(in[1][record+j]), float64(w))
		}
	}
}

func (m *likelihoodMath) forward(in [][]float32, out []float32) {
	if !m.student && !m.scales {
		m.normal.prepare(in[3])
		for r := range m.rows.n() {
			x, weight, location := m.record(in, r)
			m.normal.forward(location, x, weight, out[r*m.draws:(r+1)*m.draws])
		}
		return
	}
	m.prepare(in)
	for row := range m.rows.n() * m.draws {
		var sum float64
		m.each(in, row, func(at int, x, weight float64) {
			c := m.at(in, at)
			d := (x - float64(in[0][at])) / c.scale
			if m.student {
				sum += weight * (c.constant - (c.freedom+1)/2*math.Log1p(d*d/c.freedom))
			} else {
				sum += weight * (c.constant - d*d/2)
			}
		})
		out[row] = float32(sum)
	}
}

// record returns what is known of a record, and the locations of its draws.
func (m *likelihoodMath) record(in [][]float32, r int) (x, weight, location []float32) {
	low, high := r*m.width, (r+1)*m.width
	return in[1][low:high], in[2][low:high], in[0][low*m.draws : high*m.draws]
}

// normalBackward is backward where the columns have one deviation each.
func (m *likelihoodMath) normalBackward(in [][]float32, dout []float32, din [][]float32) {
	m.normal.prepare(in[3])
	for r := range m.rows.n() {
		x, weight, location := m.record(in, r)
		var dlocation []float32
		if din[0] != nil {
			dlocation = din[0][r*m.draws*m.width : (r+1)*m.draws*m.width]
		}
		m.normal.backward(location, x, weight, dout[r*m.draws:(r+1)*m.draws], dlocation, din[3] != nil)
	}
	if din[3] != nil {
		m.normal.sums(in[3], din[3])
	}
}

func (m *likelihoodMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if !m.student && !m.scales {
		m.normalBackward(in, dout, din)
		return
	}
	m.prepare(in)
	n := m.rows.n() * m.draws * m.width
	if din[0] != nil {
		clear(din[0][:n])
	}
	var dscale, dfreedom []float64
	scales := m.sums(din, 3, m.scales, n, &dscale)
	freedoms := m.sums(din, 4, m.freedoms, n, &dfreedom)
	for row := range m.rows.n() * m.draws {
		grad := float64(dout[row])
		m.each(in, row, func(at int, x, weight float64) {
			c := m.at(in, at)
			slope, scale, freedom := m.slopes(c, x-float64(in[0][at]))
			if din[0] != nil {
				din[0][at] = float32(grad * weight * slope)
			}
			if scales != nil {
				scales(at, grad*weight*scale*c.dscale)
			}
			if freedoms != nil {
				freedoms(at, grad*weight*freedom*c.dfreedom)
			}
		})
	}
	for j, s := range dscale {
		din[3][j] = float32(s)
	}
	for j, s := range dfreedom {
		din[4][j] = float32(s)
	}
}

// slopes are the derivatives of the logarithm of the density by location, scale
// and degrees of freedom, at a distance from the location.
func (m *likelihoodMath) slopes(c cellDensity, distance float64) (location, scale, freedom float64) {
	d := distance / c.scale
	if !m.student {
		return d / c.scale, (d*d - 1) / c.scale, 0
	}
	q := d * d / c.freedom
	pull := (c.freedom + 1) / (1 + q)
	return pull * d / (c.freedom * c.scale), (pull*q - 1) / c.scale, (c.digammas - math.Log1p(q) + pull*q/c.freedom) / 2
}

// sums returns what takes the gradients of a parameter of the distributions, cell
// by cell: each has its own, or those of a column are added up in sums. It is nil
// where nobody needs them.
func (m *likelihoodMath) sums(din [][]float32, operand int, each bool, n int, sums *[]float64) func(at int, d float64) {
	if len(din) <= operand || din[operand] == nil {
		return nil
	}
	if each {
		clear(din[operand][:n])
		return func(at int, d float64) { din[operand][at] = float32(d) }
	}
	*sums = make([]float64, m.width)
	return func(at int, d float64) { (*sums)[at%m.width] += d }
}
