package nn

import "lacuna/internal/kernel"

// Add is the sum of two tensors of equal width on the same rows, for example
// the residual connection.
func (g *Graph) Add(a, b Tensor) Tensor {
	sameRows("add", a, b)
	sameWidth("add", a, b)
	return g.apply("add", addMath{a.live(), a.Width()}, a, a.shape, a.operand(), b.operand())
}

type addMath struct {
	rows  liveRows
	width int
}

func (m addMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	kernel.Add(out[:n], in[0][:n], in[1][:n])
}

func (m addMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	for _, d := range din {
		if d != nil {
			copy(d, dout[:m.rows.n()*m.width])
		}
	}
}

// Mul is the product of two tensors, number by number.
func (g *Graph) Mul(a, b Tensor) Tensor {
	sameRows("mul", a, b)
	sameWidth("mul", a, b)
	return g.apply("mul", mulMath{a.live(), a.Width()}, a, a.shape, a.operand(), b.operand())
}

type mulMath struct {
	rows  liveRows
	width int
}

func (m mulMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	kernel.Mul(out[:n], in[0][:n], in[1][:n])
}

func (m mulMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	n := m.rows.n() * m.width
	for i, d := range din {
		if d != nil {
			kernel.Mul(d[:n], dout[:n], in[1-i][:n])
		}
	}
}

// Affine is scale·x + shift with constant scale and shift: Affine(−1, 1, m) is
// the complement of a mask.
func (g *Graph) Affine(scale, shift float64, x Tensor) Tensor {
	m := affineMath{x.live(), x.Width(), float32(scale), float32(shift)}
	return g.apply("affine", m, x, x.shape, x.operand())
}

type affineMath struct {
	rows         liveRows
	width        int
	scale, shift float32
}

func (m affineMath) forward(in [][]float32, out []float32) {
	for i, v := range in[0][:m.rows.n()*m.width] {
		out[i] = m.scale*v + m.shift
	}
}

func (m affineMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	for i, v := range dout[:m.rows.n()*m.width] {
		din[0][i] = m.scale * v
	}
}

// Blend is mask·a + (1−mask)·b, number by number. The mask must not depend on
// parameters. It is how a generator's numbers are put between the observed ones.
func (g *Graph) Blend(mask, a, b Tensor) Tensor {
	for _, t := range []Tensor{a, b} {
		sameRows("blend", mask, t)
		sameWidth("blend", mask, t)
	}
	if mask.grad {
		fail("blend: the mask depends on parameters")
	}
	return g.apply("blend", blendMath{a.live(), a.Width()}, a, a.shape, mask.operand(), a.operand(), b.operand())
}

type blendMath struct {
	rows  liveRows
	width int
}

func (m blendMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	w, a, b := in[0][:n], in[1][:n], in[2][:n]
	for i, v := range w {
		out[i] = b[i] + v*(a[i]-b[i])
		if v == 1 {
			out[i] = a[i] // bit for bit, whatever the rounding
		}
	}
}

func (m blendMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	n := m.rows.n() * m.width
	w := in[0][:n]
	if da := din[1]; da != nil {
		kernel.Mul(da[:n], dout[:n], w)
	}
	if db := din[2]; db != nil {
		for i, v := range w {
			db[i] = (1 - v) * dout[i]
		}
	}
}

func sameWidth(what string, a, b Tensor) {
	if a.Width() != b.Width() {
		fail("%s: one operand is %d wide, the other %d", what, a.Width(), b.Width())
	}
}
