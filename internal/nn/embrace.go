package nn

import "lacuna/internal/kernel"

// Embrace draws each number of the result from one of the record's tokens that
// are not masked, each equally likely, anew in every step of training; when
// predicting it is their mean, the expectation (EmbraceNet; Choi and Lee,
// Information Fusion 2019). A record without tokens yields 0.
func (g *Graph) Embrace(s Sequence) Tensor {
	if g.teaching {
		return g.Mean(s)
	}
	m := &embraceMath{graph: g, id: uint64(g.nextID), all: s.rows, width: s.Width(), mask: s.mask}
	m.choice = make([]int32, s.rows.max*s.Width())
	m.average = sumMath{all: s.rows, width: s.Width(), mask: s.mask, average: true}
	return g.apply("embrace", m, Tensor{rows: s.rows, per: 1}, s.shape, s.operand())
}

type embraceMath struct {
	graph   *Graph
	id      uint64
	all     *rowSet
	width   int
	mask    *mask
	choice  []int32 // token of each number in the last forward pass, −1 for none
	average sumMath
}

func (m *embraceMath) forward(in [][]float32, out []float32) {
	if !m.graph.training {
		m.average.forward(in, out)
		return
	}
	s := branch(m.graph.key^golden, m.id)
	present := make([]int32, 0, maxOnStack)
	d := m.width
	for b := range m.all.n {
		on := m.mask.row(b)
		present = present[:0]
		for t, o := range on {
			if o {
				present = append(present, int32(t))
			}
		}
		for j := b * d; j < (b+1)*d; j++ {
			m.choice[j], out[j] = -1, 0
			if len(present) > 0 {
				t := present[int(s.float()*float32(len(present)))]
				m.choice[j], out[j] = t, in[0][(b*len(on)+int(t))*d+j-b*d]
			}
		}
	}
}

// maxOnStack is a number of tokens for which no memory has to be asked for.
const maxOnStack = 32

func (m *embraceMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	d, k := m.width, m.mask.tokens
	clear(din[0][:m.all.n*k*d])
	for b := range m.all.n {
		for j := b * d; j < (b+1)*d; j++ {
			if t := m.choice[j]; t >= 0 {
				din[0][(b*k+int(t))*d+j-b*d] = dout[j]
			}
		}
	}
}

// SoftCrossEntropy is the mean over the records of −Σ target·log softmax(x/T),
// times T² so that its gradient keeps its size (Hinton, Vinyals and Dean,
// 2015): the target is the teacher's softmax at the same temperature T. It must
// not depend on parameters.
func (g *Graph) SoftCrossEntropy(logits, target Tensor, temperature float64) Loss {
	sameRows("soft cross-entropy", logits, target)
	sameWidth("soft cross-entropy", logits, target)
	if target.grad || temperature <= 0 {
		fail("soft cross-entropy: the target depends on parameters, or the temperature %v is not positive", temperature)
	}
	m := &softMath{graph: g, rows: logits.rows, classes: logits.Width(), temperature: float32(temperature), total: 1}
	m.probs = make([]float32, logits.extent().size())
	m.scaled = make([]float32, logits.Width())
	return Loss{g.node("soft cross-entropy", m, extent{}, logits.operand(), target.operand())}
}

type softMath struct {
	graph         *Graph
	rows          *rowSet
	classes       int
	temperature   float32
	probs, scaled []float32
	total         float64
}

func (m *softMath) recordWeight(row int) float64 {
	return float64(m.graph.weights[m.rows.record[row]])
}

func (m *softMath) weight() float64 {
	var sum float64
	for row := range m.rows.n {
		sum += m.recordWeight(row)
	}
	return sum
}

func (m *softMath) normalise(total float64) { m.total = total }

func (m *softMath) forward(in [][]float32, out []float32) {
	k := m.classes
	var loss float64
	for row := range m.rows.n {
		copy(m.scaled, in[0][row*k:(row+1)*k])
		kernel.Scale(1/m.temperature, m.scaled)
		logSum := softmax(m.probs[row*k:(row+1)*k], m.scaled)
		for j, t := range in[1][row*k : (row+1)*k] {
			loss += m.recordWeight(row) * float64(t) * (logSum - float64(m.scaled[j]))
		}
	}
	out[0] = float32(ratio(loss, m.total)) * m.temperature * m.temperature
}

func (m *softMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	k := m.classes
	for row := range m.rows.n {
		scale := float32(ratio(m.recordWeight(row), m.total)) * m.temperature * dout[0]
		target := in[1][row*k : (row+1)*k]
		mass := kernel.Sum(target)
		for j, t := range target {
			din[0][row*k+j] = scale * (mass*m.probs[row*k+j] - t)
		}
	}
}
