package nn

// Dropout sets numbers to 0 with probability p in training and divides the
// others by 1−p, so that nothing changes when predicting (inverted dropout;
// Srivastava et al., JMLR 2014). The choice depends on the seed, the step and
// the operation.
func (g *Graph) Dropout(p float64, x Tensor) Tensor {
	if p < 0 || p >= 1 {
		fail("dropout with probability %v: it must be in [0, 1)", p)
	}
	if p == 0 {
		return x
	}
	m := &dropoutMath{graph: g, id: uint64(g.nextID), rows: x.live(), width: x.Width(), p: p}
	m.factor = make([]float32, x.extent().size())
	return g.apply("dropout", m, x, x.shape, x.operand())
}

type dropoutMath struct {
	graph  *Graph
	id     uint64
	rows   liveRows
	width  int
	p      float64
	factor []float32 // of each number in the last forward pass
}

func (m *dropoutMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	if !m.graph.training {
		copy(out[:n], in[0][:n])
		return
	}
	m.draw(n)
	for i, f := range m.factor[:n] {
		out[i] = f * in[0][i]
	}
}

// draw chooses what to keep, two numbers for each random word.
func (m *dropoutMath) draw(n int) {
	keep := float32(1 / (1 - m.p))
	limit := uint32(m.p * (1 << 32))
	s := branch(m.graph.key^golden, m.id)
	for i := 0; i < n; i += 2 {
		word := s.next()
		m.factor[i] = kept(uint32(word), limit, keep)
		if i+1 < n {
			m.factor[i+1] = kept(uint32(word>>32), limit, keep)
		}
	}
}

func kept(word, limit uint32, keep float32) float32 {
	if word < limit {
		return 0
	}
	return keep
}

func (m *dropoutMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	for i, f := range m.factor[:m.rows.n()*m.width] {
		din[0][i] = f * dout[i]
	}
}
