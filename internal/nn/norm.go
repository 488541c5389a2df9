package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// normEpsilon is added to the variance of a layer norm.
const normEpsilon = 1e-5

// LayerNorm brings each row to mean 0 and variance 1 and then applies a learned
// gain and bias, name/gain and name/bias (Ba, Kiros and Hinton, 2016).
func (g *Graph) LayerNorm(name string, x Tensor) Tensor {
	d := x.Width()
	m := &layerNormMath{rows: x.live(), width: d, unit: make([]float32, x.extent().size()), scale: make([]float32, x.extent().rows)}
	return g.apply("layer norm", m, x, x.shape, x.operand(),
		g.weight(name+"/gain", 1, d, Ones), g.weight(name+"/bias", 1, d, Zeros))
}

type layerNormMath struct {
	rows  liveRows
	width int
	unit  []float32 // rows before gain and bias
	scale []float32 // 1/deviation of each row
}

func (m *layerNormMath) forward(in [][]float32, out []float32) {
	gain, bias, d := in[1], in[2], m.width
	for r := range m.rows.n() {
		x, u, y := in[0][r*d:(r+1)*d], m.unit[r*d:(r+1)*d], out[r*d:(r+1)*d]
		mu := kernel.Sum(x) / float32(d)
		for j, v := range x {
			u[j] = v - mu
		}
		variance := float64(kernel.SumSq(u)) / float64(d)
		m.scale[r] = float32(1 / math.Sqrt(variance+normEpsilon))
		kernel.Scale(m.scale[r], u)
		kernel.Mul(y, u, gain)
		kernel.Add(y, y, bias)
	}
}

func (m *layerNormMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	m.affineGradient(dout, din[1], din[2])
	if din[0] == nil {
		return
	}
	gain, d := in[1], m.width
	for r := range m.rows.n() {
		u, dy, dx := m.unit[r*d:(r+1)*d], dout[r*d:(r+1)*d], din[0][r*d:(r+1)*d]
		kernel.Mul(dx, dy, gain)
		sum, dot := kernel.Sum(dx)/float32(d), kernel.Dot(dx, u)/float32(d)
		for j := range dx {
			dx[j] = m.scale[r] * (dx[j] - sum - u[j]*dot)
		}
	}
}

func (m *layerNormMath) affineGradient(dout, dgain, dbias []float32) {
	clear(dgain)
	clear(dbias)
	d := m.width
	for r := range m.rows.n() {
		u, dy := m.unit[r*d:(r+1)*d], dout[r*d:(r+1)*d]
		for j := range dgain {
			dgain[j] += dy[j] * u[j]
		}
		if dbias != nil {
			kernel.Add(dbias, dbias, dy)
		}
	}
}
