package nn

import "lacuna/internal/kernel"

// MeanMatching is the squared distance between the mean row of made and that of
// real, over the number of columns: feature matching, where the columns are what
// a discriminator finds (Salimans et al., Improved techniques for training GANs,
// NeurIPS 2016). Single rows may differ as they like. A minibatch in several
// shards has the mean of their distances, weighed by their rows. No gradient
// goes to real.
func (g *Graph) MeanMatching(made, real Tensor) Loss {
	sameRows("mean matching", made, real)
	sameWidth("mean matching", made, real)
	if real.grad {
		fail("mean matching: what is real depends on parameters")
	}
	m := &meanMatchingMath{rows: made.live(), width: made.Width(), apart: make([]float32, made.Width()), total: 1}
	return Loss{g.node("mean matching", m, extent{}, made.operand(), real.operand())}
}

type meanMatchingMath struct {
	rows  liveRows
	width int
	apart []float32 // the one mean row less the other
	total float64
}

func (m *meanMatchingMath) weight() float64         { return float64(m.rows.n()) }
func (m *meanMatchingMath) normalise(total float64) { m.total = total }

func (m *meanMatchingMath) forward(in [][]float32, out []float32) {
	n := m.rows.n()
	if out[0] = 0; n == 0 {
		return
	}
	clear(m.apart)
	for r := range n {
		made, real := in[0][r*m.width:(r+1)*m.width], in[1][r*m.width:(r+1)*m.width]
		for j, x := range made {
			m.apart[j] += x - real[j]
		}
	}
	kernel.Scale(1/float32(n), m.apart)
	out[0] = float32(float64(kernel.SumSq(m.apart)) / float64(m.width) * ratio(float64(n), m.total))
}

func (m *meanMatchingMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	n := m.rows.n()
	if din[0] == nil || n == 0 {
		return
	}
	scale := float32(2 * float64(dout[0]) / float64(m.width) * ratio(1, m.total))
	for r := range n {
		dx := din[0][r*m.width : (r+1)*m.width]
		for j, d := range m.apart {
			dx[j] = scale * d
		}
	}
}
