package nn

import "lacuna/internal/kernel"

// Absent is what a sequence holds in the place of an absent modality.
type Absent uint8

// The ways to treat the absent.
const (
	// Masked leaves the token out: attention and means run over the others.
	Masked Absent = iota
	// Token puts a learned vector in its place, one for each modality.
	Token
	// PatternToken puts a learned vector there, one for each modality and
	// pattern of presence, as in the bank of Flex-MoE (Yun et al., NeurIPS
	// 2024).
	PatternToken
	// Zero puts zeros there and does not mask them.
	Zero
)

// maxPatternModalities bounds the bank of pattern tokens.
const maxPatternModalities = 10

// Sequence is a tensor of several tokens for each record and their mask.
type Sequence struct {
	// Tensor has one row for each token of a record.
	Tensor
	mask *mask
}

// Len returns the number of tokens of a record, masked ones included.
func (s Sequence) Len() int { return s.per }

// mask says which tokens of each record of the batch count. It is written by
// the operation that makes the sequence.
type mask struct {
	tokens int
	on     []bool // records × tokens
}

func newMask(limit, tokens int) *mask {
	return &mask{tokens: tokens, on: make([]bool, limit*tokens)}
}

func (m *mask) row(record int) []bool { return m.on[record*m.tokens : (record+1)*m.tokens] }

// Tokens brings tensors of equal width, one for each modality, together as the
// tokens of a sequence over all records, in the given order. In the place of an
// absent modality stands what absent says; name is that of the learned vectors,
// name/token. A tensor computed from an Input is present in every record.
func (g *Graph) Tokens(name string, absent Absent, xs ...Tensor) Sequence {
	if len(xs) == 0 {
		fail("tokens %q need a tensor", name)
	}
	d := xs[0].Width()
	m := &tokensMath{all: g.all, absent: absent, width: d, mask: newMask(g.all.max, len(xs))}
	var operands []operand
	for i, x := range xs {
		if x.Width() != d {
			fail("tokens %q: tensor %d is %d wide, the first is %d", name, i+1, x.Width(), d)
		}
		if x.per != 1 {
			fail("tokens %q: tensor %d is a sequence", name, i+1)
		}
		m.rows = append(m.rows, x.rows)
		operands = append(operands, x.operand())
	}
	switch absent {
	case Token:
		operands = append(operands, g.weight(name+"/token", len(xs), d, Normal(0.1)))
	case PatternToken:
		if len(xs) > maxPatternModalities {
			fail("tokens %q: a vector for each pattern of %d modalities is too many; use Token", name, len(xs))
		}
		operands = append(operands, g.weight(name+"/token", len(xs)<<len(xs), d, Normal(0.1)))
	}
	like := Tensor{rows: g.all, per: len(xs)}
	return Sequence{g.apply("tokens", m, like, []int{d}, operands...), m.mask}
}

// tokensMath scatters the rows of each modality to the records. Operands are
// the modalities' tensors and, if learned, the bank of vectors.
type tokensMath struct {
	all    *rowSet
	rows   []*rowSet
	absent Absent
	width  int
	mask   *mask
}

// banked returns the row of the bank for a token of a record, −1 for none.
func (m *tokensMath) banked(record, token int) int {
	switch m.absent {
	case Token:
		return token
	case PatternToken:
		pattern := 0
		for t, r := range m.rows {
			if r.row[record] >= 0 {
				pattern |= 1 << t
			}
		}
		return pattern*len(m.rows) + token
	default:
		return -1
	}
}

func (m *tokensMath) forward(in [][]float32, out []float32) {
	d, k := m.width, len(m.rows)
	for b := range m.all.n {
		on := m.mask.row(b)
		for t, rows := range m.rows {
			dst := out[(b*k+t)*d : (b*k+t+1)*d]
			row := int(rows.row[b])
			on[t] = row >= 0 || m.absent != Masked
			if row >= 0 {
				copy(dst, in[t][row*d:(row+1)*d])
			} else if bank := m.banked(b, t); bank >= 0 {
				copy(dst, in[k][bank*d:(bank+1)*d])
			} else {
				clear(dst)
			}
		}
	}
}

func (m *tokensMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	d, k := m.width, len(m.rows)
	var dbank []float32
	if len(din) > k && din[k] != nil {
		dbank = din[k]
		clear(dbank)
	}
	for b := range m.all.n {
		for t, rows := range m.rows {
			src := dout[(b*k+t)*d : (b*k+t+1)*d]
			row := int(rows.row[b])
			if row >= 0 {
				if din[t] != nil {
					copy(din[t][row*d:(row+1)*d], src)
				}
			} else if bank := m.banked(b, t); bank >= 0 && dbank != nil {
				dst := dbank[bank*d : (bank+1)*d]
				kernel.Add(dst, dst, src)
			}
		}
	}
}

// Flatten lays a sequence's tokens side by side: the concatenation of the
// modalities. Masked tokens are 0.
func (g *Graph) Flatten(s Sequence) Tensor {
	t := Tensor{rows: s.rows, per: 1}
	m := &flattenMath{all: s.rows, width: s.Width(), mask: s.mask}
	return g.apply("flatten", m, t, []int{s.per * s.Width()}, s.operand())
}

type flattenMath struct {
	all   *rowSet
	width int
	mask  *mask
}

func (m *flattenMath) forward(in [][]float32, out []float32) { m.move(in[0], out) }

func (m *flattenMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] != nil {
		m.move(dout, din[0])
	}
}

// move copies the tokens that count and clears the others.
func (m *flattenMath) move(src, dst []float32) {
	copy(dst, src[:m.all.n*m.mask.tokens*m.width])
	for i, on := range m.mask.on[:m.all.n*m.mask.tokens] {
		if !on {
			clear(dst[i*m.width : (i+1)*m.width])
		}
	}
}

// ClassToken puts a learned vector, name/class, before the tokens of each
// record. It is never masked, and so a record without any modality still has
// something to attend to.
func (g *Graph) ClassToken(name string, s Sequence) Sequence {
	m := &classMath{all: s.rows, width: s.Width(), from: s.mask, mask: newMask(s.rows.max, s.per+1)}
	like := Tensor{rows: s.rows, per: s.per + 1}
	w := g.weight(name+"/class", 1, s.Width(), Normal(0.1))
	return Sequence{g.apply("class token", m, like, s.shape, s.operand(), w), m.mask}
}

type classMath struct {
	all        *rowSet
	width      int
	from, mask *mask
}

func (m *classMath) forward(in [][]float32, out []float32) {
	d, k := m.width, m.from.tokens
	for b := range m.all.n {
		on := m.mask.row(b)
		on[0] = true
		copy(on[1:], m.from.row(b))
		dst := out[b*(k+1)*d : (b+1)*(k+1)*d]
		copy(dst, in[1][:d])
		copy(dst[d:], in[0][b*k*d:(b+1)*k*d])
	}
}

func (m *classMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	d, k := m.width, m.from.tokens
	if din[1] != nil {
		clear(din[1])
	}
	for b := range m.all.n {
		src := dout[b*(k+1)*d : (b+1)*(k+1)*d]
		if din[1] != nil {
			kernel.Add(din[1], din[1], src[:d])
		}
		if din[0] != nil {
			copy(din[0][b*k*d:(b+1)*k*d], src[d:])
		}
	}
}

// TokenAt returns the i-th token of each record, 0 where it is masked.
func (g *Graph) TokenAt(i int, s Sequence) Tensor {
	if i < 0 || i >= s.per {
		fail("there is no token %d in a sequence of %d", i, s.per)
	}
	m := &tokenMath{all: s.rows, width: s.Width(), index: i, mask: s.mask}
	return g.apply("token", m, Tensor{rows: s.rows, per: 1}, s.shape, s.operand())
}

type tokenMath struct {
	all   *rowSet
	width int
	index int
	mask  *mask
}

func (m *tokenMath) forward(in [][]float32, out []float32) {
	d, k := m.width, m.mask.tokens
	for b := range m.all.n {
		dst := out[b*d : (b+1)*d]
		clear(dst)
		if m.mask.row(b)[m.index] {
			copy(dst, in[0][(b*k+m.index)*d:])
		}
	}
}

func (m *tokenMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	d, k := m.width, m.mask.tokens
	clear(din[0][:m.all.n*k*d])
	for b := range m.all.n {
		if m.mask.row(b)[m.index] {
			copy(din[0][(b*k+m.index)*d:], dout[b*d:(b+1)*d])
		}
	}
}

// Presence is 1 where a record has a modality and 0 where not, one column for
// each of the given tensors: the missing indicator. It knows of modality
// dropout.
func (g *Graph) Presence(xs ...Tensor) Tensor {
	m := &presenceMath{all: g.all}
	var operands []operand
	for _, x := range xs {
		m.rows = append(m.rows, x.rows)
		operands = append(operands, operand{x.node, x.extent(), false})
	}
	return g.apply("presence", m, Tensor{rows: g.all, per: 1}, []int{len(xs)}, operands...)
}

type presenceMath struct {
	all  *rowSet
	rows []*rowSet
}

func (m *presenceMath) forward(_ [][]float32, out []float32) {
	for b := range m.all.n {
		for t, rows := range m.rows {
			out[b*len(m.rows)+t] = 0
			if rows.row[b] >= 0 {
				out[b*len(m.rows)+t] = 1
			}
		}
	}
}

func (m *presenceMath) backward([][]float32, []float32, []float32, [][]float32) {}
