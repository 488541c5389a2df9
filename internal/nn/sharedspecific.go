package nn

import "math"

// StandIn brings tensors of equal width, one for each modality, together as the
// tokens of a sequence over all records, like Tokens; in the place of an absent
// modality stands the record's row of the given tensor.
func (g *Graph) StandIn(stand Tensor, xs ...Tensor) Sequence {
	m := &standInMath{all: g.all, width: stand.Width(), mask: newMask(g.all.max, len(xs))}
	if stand.rows != g.all {
		fail("stand-in: it has no row for some records")
	}
	operands := []operand{stand.operand()}
	for _, x := range xs {
		sameWidth("stand-in", stand, x)
		m.rows = append(m.rows, x.rows)
		operands = append(operands, x.operand())
	}
	for i := range m.mask.on {
		m.mask.on[i] = true
	}
	like := Tensor{rows: g.all, per: len(xs)}
	return Sequence{g.apply("stand-in", m, like, stand.shape, operands...), m.mask}
}

type standInMath struct {
	all   *rowSet
	rows  []*rowSet // of each modality
	width int
	mask  *mask // masks nothing
}

// each calls f for every token of the batch with its operand and row there.
func (m *standInMath) each(f func(token, operand, row int)) {
	for b := range m.all.n {
		for t, rows := range m.rows {
			if row := int(rows.row[b]); row >= 0 {
				f(b*len(m.rows)+t, t+1, row)
			} else {
				f(b*len(m.rows)+t, 0, b)
			}
		}
	}
}

func (m *standInMath) forward(in [][]float32, out []float32) {
	d := m.width
	m.each(func(token, operand, row int) {
		copy(out[token*d:(token+1)*d], in[operand][row*d:(row+1)*d])
	})
}

func (m *standInMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	d := m.width
	if din[0] != nil {
		clear(din[0][:m.all.n*d])
	}
	m.each(func(token, operand, row int) {
		if din[operand] == nil {
			return
		}
		dst, src := din[operand][row*d:(row+1)*d], dout[token*d:(token+1)*d]
		if operand > 0 {
			copy(dst, src)
			return
		}
		for j, v := range src {
			dst[j] += v
		}
	})
}

// Constant is a tensor with the given row on all rows of another one.
func (g *Graph) Constant(like Tensor, row ...float32) Tensor {
	m := constantMath{rows: like.live(), row: row}
	return g.apply("constant", m, like, []int{len(row)}, operand{like.node, like.extent(), false})
}

type constantMath struct {
	rows liveRows
	row  []float32
}

func (m constantMath) forward(_ [][]float32, out []float32) {
	for r := range m.rows.n() {
		copy(out[r*len(m.row):], m.row)
	}
}

func (m constantMath) backward([][]float32, []float32, []float32, [][]float32) {}

// Alignment is the mean absolute difference between the rows that two of the
// given tensors have for the same record, over all such pairs and their numbers:
// 0 where all modalities say the same. No record with a pair, no loss.
func (g *Graph) Alignment(xs ...Tensor) Loss {
	m := &alignmentMath{graph: g, width: xs[0].Width(), total: 1}
	var operands []operand
	for _, x := range xs {
		sameWidth("alignment", xs[0], x)
		m.rows = append(m.rows, x.rows)
		operands = append(operands, x.operand())
	}
	return Loss{g.node("alignment", m, extent{}, operands...)}
}

type alignmentMath struct {
	graph *Graph
	rows  []*rowSet
	width int
	total float64
}

// pairs calls f for every pair of rows of one record.
func (m *alignmentMath) pairs(f func(weight float64, s, i, t, j int)) {
	for b := range m.graph.all.n {
		w := float64(m.graph.weights[b])
		for s, first := range m.rows {
			for t, second := range m.rows[:s] {
				if i, j := first.row[b], second.row[b]; i >= 0 && j >= 0 {
					f(w, s, int(i), t, int(j))
				}
			}
		}
	}
}

func (m *alignmentMath) weight() float64 {
	var sum float64
	m.pairs(func(w float64, _, _, _, _ int) { sum += w * float64(m.width) })
	return sum
}

func (m *alignmentMath) normalise(total float64) { m.total = total }

func (m *alignmentMath) forward(in [][]float32, out []float32) {
	var loss float64
	m.pairs(func(w float64, s, i, t, j int) {
		y := in[t][j*m.width : (j+1)*m.width]
		for k, x := range in[s][i*m.width : (i+1)*m.width] {
			loss += w * math.Abs(float64(x-y[k]))
		}
	})
	out[0] = float32(ratio(loss, m.total))
}

func (m *alignmentMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	d := m.width
	for s, dx := range din {
		if dx != nil {
			clear(dx[:m.rows[s].n*d])
		}
	}
	m.pairs(func(w float64, s, i, t, j int) {
		step := float32(ratio(w, m.total)) * dout[0]
		y := in[t][j*d : (j+1)*d]
		for k, x := range in[s][i*d : (i+1)*d] {
			by := step
			switch {
			case x == y[k]:
				continue
			case x < y[k]:
				by = -step
			}
			if din[s] != nil {
				din[s][i*d+k] += by
			}
			if din[t] != nil {
				din[t][j*d+k] -= by
			}
		}
	})
}
