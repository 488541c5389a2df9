package nn

// Jitter moves each image in training by up to so many pixels up or down and
// left or right, at random, with zeros behind it, so that a network does not
// learn by heart where things stand. When predicting nothing moves. The choice
// depends on the seed, the step and the operation.
func (g *Graph) Jitter(pixels int, x Tensor) Tensor {
	s := imageShape("jitter", x)
	if pixels < 0 || pixels >= min(s[0], s[1]) {
		fail("jitter: images of %d×%d cannot move by %d pixels", s[0], s[1], pixels)
	}
	if pixels == 0 || g.teaching {
		return x
	}
	m := &jitterMath{graph: g, id: uint64(g.nextID), rows: x.live(), height: s[0], width: s[1], channels: s[2], pixels: pixels}
	m.down, m.right = make([]int, x.extent().rows), make([]int, x.extent().rows)
	return g.apply("jitter", m, x, x.shape, x.operand())
}

type jitterMath struct {
	graph                   *Graph
	id                      uint64
	rows                    liveRows
	height, width, channels int
	pixels                  int
	down, right             []int // by which each image moved in the last forward pass
}

func (m *jitterMath) forward(in [][]float32, out []float32) {
	size := m.height * m.width * m.channels
	if !m.graph.training {
		copy(out[:m.rows.n()*size], in[0])
		return
	}
	s := branch(m.graph.key^golden, m.id)
	for r := range m.rows.n() {
		m.down[r], m.right[r] = m.step(&s), m.step(&s)
		m.move(out[r*size:(r+1)*size], in[0][r*size:(r+1)*size], m.down[r], m.right[r])
	}
}

// step draws a whole number of pixels from −pixels to pixels.
func (m *jitterMath) step(s *stream) int {
	return int(s.next()>>32)%(2*m.pixels+1) - m.pixels
}

// move writes src, moved, to dst.
func (m *jitterMath) move(dst, src []float32, down, right int) {
	clear(dst)
	line := m.width * m.channels
	from, to := max(0, -right)*m.channels, max(0, right)*m.channels
	for i := max(0, down); i < m.height+min(0, down); i++ {
		copy(dst[i*line+to:(i+1)*line], src[(i-down)*line+from:(i-down+1)*line])
	}
}

func (m *jitterMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	size := m.height * m.width * m.channels
	for r := range m.rows.n() {
		m.move(din[0][r*size:(r+1)*size], dout[r*size:(r+1)*size], -m.down[r], -m.right[r])
	}
}
