package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// Dropout sets numbers to 0 with probability p in training and divides the
// others by 1−p, so that nothing changes when predicting (inverted dropout;
// Srivastava et al., JMLR 2014). The choice depends on the seed, the step and
// the operation.
func (g *Graph) Dropout(p float64, x Tensor) Tensor {
	if p < 0 || p >= 1 {
		fail("dropout with probability %v: it must be in [0, 1)", p)
	}
	if p == 0 || g.teaching {
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
	kernel.Mul(out[:n], in[0][:n], m.factor[:n])
}

// draw chooses what to keep, four numbers for each random word, without
// branches, which would be guessed wrong all the time.
func (m *dropoutMath) draw(n int) {
	keep := math.Float32bits(float32(1 / (1 - m.p)))
	last := int32(m.p*(1<<16)) - 1
	kept := func(word uint64) float32 {
		return math.Float32frombits(keep & uint32((last-int32(word&0xffff))>>31)) // all ones or none
	}
	s, whole := branch(m.graph.key^golden, m.id), m.factor[:n&^3]
	for len(whole) > 0 {
		word, four := s.next(), (*[4]float32)(whole)
		four[0], four[1], four[2], four[3] = kept(word), kept(word>>16), kept(word>>32), kept(word>>48)
		whole = whole[4:]
	}
	if n&3 > 0 {
		word := s.next()
		for i := n &^ 3; i < n; i++ {
			m.factor[i] = kept(word)
			word >>= 16
		}
	}
}

func (m *dropoutMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if n := m.rows.n() * m.width; din[0] != nil {
		kernel.Mul(din[0][:n], dout[:n], m.factor[:n])
	}
}
