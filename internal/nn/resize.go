package nn

import "lacuna/internal/kernel"

// Reshape reads the rows of x in another shape of as many numbers: the output
// of a linear layer as a small image of several channels. Nothing is copied.
func (g *Graph) Reshape(x Tensor, shape ...int) Tensor {
	if product(shape) != x.Width() {
		fail("reshape: %d numbers do not make the shape %v", x.Width(), shape)
	}
	x.shape = append([]int(nil), shape...)
	return x
}

// Detach is x as a constant: no gradient flows through it. A discriminator
// reads the condition so, which the generator must not bend to deceive it.
func (g *Graph) Detach(x Tensor) Tensor {
	x.grad = false
	return x
}

// Upsample enlarges images to height × width pixels, each that of the nearest
// pixel before. A convolution behind it does what a transposed convolution
// would, without that one's pattern of a chessboard (Odena, Dumoulin and Olah,
// Distill 2016).
func (g *Graph) Upsample(height, width int, x Tensor) Tensor {
	s := imageShape("upsample", x)
	if height < s[0] || width < s[1] {
		fail("upsample: %d×%d is smaller than images of %d×%d", height, width, s[0], s[1])
	}
	m := &upsampleMath{rows: x.live(), channels: s[2], in: s[0] * s[1], from: make([]int, 0, height*width)}
	for i := range height {
		for j := range width {
			m.from = append(m.from, (i*s[0]/height)*s[1]+j*s[1]/width)
		}
	}
	return g.apply("upsample", m, x, []int{height, width, s[2]}, x.operand())
}

type upsampleMath struct {
	rows     liveRows
	channels int
	in       int   // pixels of an image before
	from     []int // for each pixel after, the one before
}

func (m *upsampleMath) forward(in [][]float32, out []float32) {
	c := m.channels
	for r := range m.rows.n() {
		x, y := in[0][r*m.in*c:(r+1)*m.in*c], out[r*len(m.from)*c:(r+1)*len(m.from)*c]
		for p, q := range m.from {
			copy(y[p*c:(p+1)*c], x[q*c:(q+1)*c])
		}
	}
}

func (m *upsampleMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	c := m.channels
	clear(din[0][:m.rows.n()*m.in*c])
	for r := range m.rows.n() {
		dx, dy := din[0][r*m.in*c:(r+1)*m.in*c], dout[r*len(m.from)*c:(r+1)*len(m.from)*c]
		for p, q := range m.from {
			kernel.Add(dx[q*c:(q+1)*c], dx[q*c:(q+1)*c], dy[p*c:(p+1)*c])
		}
	}
}

// Edges is how much each pixel differs from its neighbour on the right and from
// the one below, side by side as twice the channels; 0 at the border. Blurred
// images differ from sharp ones in their edges more than in their pixels.
func (g *Graph) Edges(x Tensor) Tensor {
	s := imageShape("edges", x)
	m := edgesMath{rows: x.live(), height: s[0], width: s[1], channels: s[2]}
	return g.apply("edges", m, x, []int{s[0], s[1], 2 * s[2]}, x.operand())
}

type edgesMath struct {
	rows                    liveRows
	height, width, channels int
}

// each calls f for every pair of neighbours of all images: the places of both
// in x, and that of their difference in y.
func (m edgesMath) each(f func(at, next, to int)) {
	c := m.channels
	for r := range m.rows.n() {
		for i := range m.height {
			for j := range m.width {
				p := (r*m.height+i)*m.width + j
				if j+1 < m.width {
					f(p*c, (p+1)*c, 2*p*c)
				}
				if i+1 < m.height {
					f(p*c, (p+m.width)*c, (2*p+1)*c)
				}
			}
		}
	}
}

func (m edgesMath) forward(in [][]float32, out []float32) {
	x := in[0]
	clear(out[:2*m.rows.n()*m.height*m.width*m.channels])
	m.each(func(at, next, to int) {
		for k := range m.channels {
			out[to+k] = x[next+k] - x[at+k]
		}
	})
}

func (m edgesMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	dx := din[0]
	if dx == nil {
		return
	}
	clear(dx[:m.rows.n()*m.height*m.width*m.channels])
	m.each(func(at, next, to int) {
		for k := range m.channels {
			dx[next+k] += dout[to+k]
			dx[at+k] -= dout[to+k]
		}
	})
}
