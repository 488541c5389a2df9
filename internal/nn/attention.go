package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// With returns the sequence with other contents on the same tokens and mask,
// for what was computed token by token.
func (s Sequence) With(t Tensor) Sequence {
	if t.rows != s.rows || t.per != s.per {
		fail("a sequence of %d tokens cannot hold a tensor of %d", s.per, t.per)
	}
	return Sequence{t, s.mask}
}

// SelfAttention is masked multi-head self-attention over the tokens of each
// record (Vaswani et al., NeurIPS 2017): masked tokens are no keys, and as
// queries they yield 0. Its linear layers are name/qkv and name/out. The second
// result holds the attention weights, heads × tokens × tokens for each record
// (query before key), to be read as an output; no gradient flows through it.
func (g *Graph) SelfAttention(name string, heads int, s Sequence) (Sequence, Tensor) {
	d := s.Width()
	if heads <= 0 || d%heads != 0 {
		fail("attention %q: a width of %d cannot be shared by %d heads", name, d, heads)
	}
	qkv := g.Linear(name+"/qkv", 3*d, Identity, s.Tensor)
	m := &attentionMath{all: s.rows, tokens: s.per, heads: heads, width: d, mask: s.mask}
	m.weights = make([]float32, s.rows.max*heads*s.per*s.per)
	m.scores = make([]float32, s.per)
	core := g.apply("attention", m, s.Tensor, []int{d}, qkv.operand())
	read := &weightsMath{all: s.rows, width: heads * s.per * s.per, from: m.weights}
	weights := g.apply("attention weights", read, Tensor{rows: s.rows, per: 1}, []int{read.width}, operand{core.node, core.extent(), false})
	return s.With(g.Linear(name+"/out", d, Identity, core)), weights
}

// attentionMath computes softmax(QKᵀ/√h)·V for each record and head. Its
// operand has Q, K and V side by side in each token's row.
type attentionMath struct {
	all                  *rowSet
	tokens, heads, width int
	mask                 *mask
	weights              []float32 // records × heads × tokens × tokens
	scores               []float32
}

// eachHead calls f with the start of a record's rows in the operand and in the
// output, the offset of the head, and its weights.
func (m *attentionMath) eachHead(f func(on []bool, in, out, head int, w []float32)) {
	square := m.tokens * m.tokens
	for b := range m.all.n {
		for h := range m.heads {
			at := (b*m.heads + h) * square
			f(m.mask.row(b), b*m.tokens*3*m.width, b*m.tokens*m.width, h*m.width/m.heads, m.weights[at:at+square])
		}
	}
}

func (m *attentionMath) forward(in [][]float32, out []float32) {
	clear(out[:m.all.n*m.tokens*m.width])
	m.eachHead(func(on []bool, at, _, head int, w []float32) { m.score(in[0], on, at, head, w) })
	all := m.weights[:m.all.n*m.heads*m.tokens*m.tokens]
	kernel.Exp(all, all)
	m.eachHead(func(on []bool, at, to, head int, w []float32) { m.mix(in[0], out, on, at, to, head, w) })
}

// score sets the weights of a head to its scores less the highest of each
// query, and to −∞ where query or key is masked.
func (m *attentionMath) score(x []float32, on []bool, at, head int, w []float32) {
	d, h := m.width, m.width/m.heads
	scale := float32(1 / math.Sqrt(float64(h)))
	for i := range m.tokens {
		wi, top := w[i*m.tokens:(i+1)*m.tokens], minusInf
		q := x[at+i*3*d+head:][:h]
		for j := range wi {
			wi[j] = minusInf
			if on[i] && on[j] {
				wi[j] = scale * kernel.Dot(q, x[at+j*3*d+d+head:][:h])
				top = max(top, wi[j])
			}
		}
		for j := range wi {
			if on[i] && on[j] {
				wi[j] -= top
			}
		}
	}
}

// mix brings the weights of each query to a sum of 1 and adds up the values.
func (m *attentionMath) mix(x, out []float32, on []bool, at, to, head int, w []float32) {
	d, h := m.width, m.width/m.heads
	for i := range m.tokens {
		if !on[i] {
			continue
		}
		wi := w[i*m.tokens : (i+1)*m.tokens]
		kernel.Scale(1/kernel.Sum(wi), wi)
		for j := range wi {
			if on[j] {
				kernel.Axpy(wi[j], x[at+j*3*d+2*d+head:][:h], out[to+i*d+head:][:h])
			}
		}
	}
}

func (m *attentionMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	d, x, dx := m.width, in[0], din[0]
	h := d / m.heads
	scale := float32(1 / math.Sqrt(float64(h)))
	clear(dx[:m.all.n*m.tokens*3*d])
	m.eachHead(func(on []bool, at, to, head int, w []float32) {
		for i := range m.tokens {
			if !on[i] {
				continue
			}
			wi, dy := w[i*m.tokens:(i+1)*m.tokens], dout[to+i*d+head:to+i*d+head+h]
			for j := range m.tokens {
				if on[j] {
					v := at + j*3*d + 2*d + head
					m.scores[j] = kernel.Dot(dy, x[v:v+h])
					kernel.Axpy(wi[j], dy, dx[v:v+h])
				}
			}
			softmaxGradient(m.scores, wi, on)
			q := at + i*3*d + head
			for j := range m.tokens {
				if on[j] {
					k := at + j*3*d + d + head
					kernel.Axpy(scale*m.scores[j], x[k:k+h], dx[q:q+h])
					kernel.Axpy(scale*m.scores[j], x[q:q+h], dx[k:k+h])
				}
			}
		}
	})
}

var minusInf = float32(math.Inf(-1))

// softmaxGradient turns the gradient of softmax weights w into that of the
// scores, in place.
func softmaxGradient(dw, w []float32, on []bool) {
	var dot float32
	for j, v := range w {
		if on[j] {
			dot += v * dw[j]
		}
	}
	for j, v := range w {
		if on[j] {
			dw[j] = v * (dw[j] - dot)
		}
	}
}

// weightsMath makes numbers that an operation keeps aside readable as a tensor.
type weightsMath struct {
	all   *rowSet
	width int
	from  []float32
}

func (m *weightsMath) forward(_ [][]float32, out []float32) {
	copy(out, m.from[:m.all.n*m.width])
}

func (m *weightsMath) backward([][]float32, []float32, []float32, [][]float32) {}
