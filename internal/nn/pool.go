package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// AttentionPool is the mean of a record's tokens, weighted by the softmax of
// their products with one learned query, name/query, over √width. Masked tokens
// have weight 0; a record without tokens yields 0. The second result holds the
// weights, one for each token, to be read as an output; no gradient flows
// through it.
func (g *Graph) AttentionPool(name string, s Sequence) (Tensor, Tensor) {
	m := &poolMath{all: s.rows, tokens: s.per, width: s.Width(), mask: s.mask}
	m.weights = make([]float32, s.rows.max*s.per)
	m.scores = make([]float32, s.per)
	row := Tensor{rows: s.rows, per: 1}
	out := g.apply("attention pool", m, row, s.shape, s.operand(), g.weight(name+"/query", 1, s.Width(), Normal(0.1)))
	read := &weightsMath{all: s.rows, width: s.per, from: m.weights}
	return out, g.apply("pool weights", read, row, []int{s.per}, operand{out.node, out.extent(), false})
}

type poolMath struct {
	all           *rowSet
	tokens, width int
	mask          *mask
	weights       []float32 // records × tokens
	scores        []float32
}

func (m *poolMath) forward(in [][]float32, out []float32) {
	d, n := m.width, m.all.n
	w := m.weights[:n*m.tokens]
	for b := range n {
		m.score(in[0][b*m.tokens*d:(b+1)*m.tokens*d], in[1], m.mask.row(b), w[b*m.tokens:(b+1)*m.tokens])
	}
	kernel.Exp(w, w)
	clear(out[:n*d])
	for b := range n {
		m.mix(in[0][b*m.tokens*d:(b+1)*m.tokens*d], m.mask.row(b), w[b*m.tokens:(b+1)*m.tokens], out[b*d:(b+1)*d])
	}
}

// score sets the weights of a record to its scores less the highest of them,
// and to −∞ where a token is masked.
func (m *poolMath) score(x, query []float32, on []bool, w []float32) {
	d, top := m.width, minusInf
	scale := float32(1 / math.Sqrt(float64(d)))
	for t := range w {
		w[t] = minusInf
		if on[t] {
			w[t] = scale * kernel.Dot(x[t*d:(t+1)*d], query)
			top = max(top, w[t])
		}
	}
	for t := range w {
		if on[t] {
			w[t] -= top
		}
	}
}

// mix brings the weights of a record to a sum of 1 and adds up its tokens.
func (m *poolMath) mix(x []float32, on []bool, w, y []float32) {
	d := m.width
	var sum float32
	for _, v := range w {
		sum += v
	}
	for t := range w {
		if on[t] {
			w[t] /= sum
			kernel.Axpy(w[t], x[t*d:(t+1)*d], y)
		}
	}
}

func (m *poolMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	d := m.width
	if din[1] != nil {
		clear(din[1])
	}
	for b := range m.all.n {
		lo, hi := b*m.tokens*d, (b+1)*m.tokens*d
		var dx []float32
		if din[0] != nil {
			dx = din[0][lo:hi]
			clear(dx)
		}
		m.record(b, in[0][lo:hi], in[1], dout[b*d:(b+1)*d], dx, din[1])
	}
}

// record adds the gradients of one record to dx and dquery, either of which may
// be nil.
func (m *poolMath) record(b int, x, query, dy, dx, dquery []float32) {
	d, scale := m.width, float32(1/math.Sqrt(float64(m.width)))
	on, w := m.mask.row(b), m.weights[b*m.tokens:(b+1)*m.tokens]
	for t := range m.tokens {
		if on[t] {
			m.scores[t] = kernel.Dot(x[t*d:(t+1)*d], dy)
		}
	}
	softmaxGradient(m.scores, w, on)
	for t := range m.tokens {
		if !on[t] {
			continue
		}
		if dx != nil {
			kernel.Axpy(w[t], dy, dx[t*d:(t+1)*d])
			kernel.Axpy(scale*m.scores[t], query, dx[t*d:(t+1)*d])
		}
		if dquery != nil {
			kernel.Axpy(scale*m.scores[t], x[t*d:(t+1)*d], dquery)
		}
	}
}

// Mean is the mean of a record's tokens, masked ones left out; 0 where there is
// none.
func (g *Graph) Mean(s Sequence) Tensor { return g.gather("mean", s, true) }

// Sum is the sum of a record's tokens, masked ones left out. The sum of
// log-probabilities is a product of experts.
func (g *Graph) Sum(s Sequence) Tensor { return g.gather("sum", s, false) }

func (g *Graph) gather(name string, s Sequence, average bool) Tensor {
	m := &sumMath{all: s.rows, width: s.Width(), mask: s.mask, average: average}
	return g.apply(name, m, Tensor{rows: s.rows, per: 1}, s.shape, s.operand())
}

type sumMath struct {
	all     *rowSet
	width   int
	mask    *mask
	average bool
}

// factor is what each token of a record is multiplied by.
func (m *sumMath) factor(on []bool) float32 {
	count := 0
	for _, o := range on {
		if o {
			count++
		}
	}
	if !m.average || count == 0 {
		return 1
	}
	return 1 / float32(count)
}

func (m *sumMath) forward(in [][]float32, out []float32) {
	d := m.width
	for b := range m.all.n {
		y := out[b*d : (b+1)*d]
		clear(y)
		on := m.mask.row(b)
		f := m.factor(on)
		for t, o := range on {
			if o {
				kernel.Axpy(f, in[0][(b*len(on)+t)*d:(b*len(on)+t+1)*d], y)
			}
		}
	}
}

func (m *sumMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	d := m.width
	for b := range m.all.n {
		on := m.mask.row(b)
		f := m.factor(on)
		for t, o := range on {
			dx := din[0][(b*len(on)+t)*d : (b*len(on)+t+1)*d]
			clear(dx)
			if o {
				kernel.Axpy(f, dout[b*d:(b+1)*d], dx)
			}
		}
	}
}

// LogSoftmax is the logarithm of the softmax of each row.
func (g *Graph) LogSoftmax(x Tensor) Tensor {
	return g.apply("log-softmax", logSoftmaxMath{x.live(), x.Width()}, x, x.shape, x.operand())
}

// Softmax is the softmax of each row, for probabilities as an output. For a
// loss, give CrossEntropy the logits instead.
func (g *Graph) Softmax(x Tensor) Tensor {
	return g.apply("softmax", softmaxMath{x.live(), x.Width()}, x, x.shape, x.operand())
}

type softmaxMath struct {
	rows  liveRows
	width int
}

func (m softmaxMath) forward(in [][]float32, out []float32) {
	for r := range m.rows.n() {
		softmax(out[r*m.width:(r+1)*m.width], in[0][r*m.width:(r+1)*m.width])
	}
}

func (m softmaxMath) backward(_ [][]float32, out, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	for r := range m.rows.n() {
		lo, hi := r*m.width, (r+1)*m.width
		dot := kernel.Dot(out[lo:hi], dout[lo:hi])
		for j := lo; j < hi; j++ {
			din[0][j] = out[j] * (dout[j] - dot)
		}
	}
}

type logSoftmaxMath struct {
	rows  liveRows
	width int
}

func (m logSoftmaxMath) forward(in [][]float32, out []float32) {
	for r := range m.rows.n() {
		x, y := in[0][r*m.width:(r+1)*m.width], out[r*m.width:(r+1)*m.width]
		logSum := softmax(y, x)
		for j, v := range x {
			y[j] = float32(float64(v) - logSum)
		}
	}
}

func (m logSoftmaxMath) backward(_ [][]float32, out, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	for r := range m.rows.n() {
		lo, hi := r*m.width, (r+1)*m.width
		sum := kernel.Sum(dout[lo:hi])
		for j := lo; j < hi; j++ {
			din[0][j] = dout[j] - float32(math.Exp(float64(out[j])))*sum
		}
	}
}
