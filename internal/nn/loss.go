package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// normalised is arithmetic that divides a sum by a weight that depends on the
// data alone. The trainer adds up the weights of all shards of a minibatch
// beforehand, so that the loss is the mean over the whole minibatch.
type normalised interface {
	weight() float64
	normalise(total float64)
}

// supervised is the arithmetic of a loss that reads labels.
type supervised interface {
	// target returns the label of a row and its weight, 0 where it is unknown.
	target(row int) (label int, weight float64)
}

// CrossEntropyOptions refine CrossEntropy. The zero value is the plain mean.
type CrossEntropyOptions struct {
	// ClassWeights weighs the records of each class; nil weighs all alike.
	ClassWeights []float32
	// Smoothing is the share ε of the target spread evenly over all classes
	// (Szegedy et al., CVPR 2016), from 0 up to 1.
	Smoothing float64
}

// CrossEntropy is the weighted mean of −log softmax(logits) at the label of
// each record, over the records that have a row in logits: on the tensor of a
// modality, over the records that have the modality. Labels and record weights
// are those of Data.
func (g *Graph) CrossEntropy(logits Tensor, o CrossEntropyOptions) Loss {
	m := g.newCrossEntropy(logits, o)
	return Loss{g.node("cross-entropy", m, extent{}, logits.operand())}
}

// newCrossEntropy checks what the losses of classes need.
func (g *Graph) newCrossEntropy(logits Tensor, o CrossEntropyOptions) *crossEntropyMath {
	k := logits.Width()
	if o.ClassWeights != nil && len(o.ClassWeights) != k {
		fail("cross-entropy: %d class weights for %d classes", len(o.ClassWeights), k)
	}
	if o.Smoothing < 0 || o.Smoothing >= 1 {
		fail("cross-entropy: label smoothing %v is not in [0, 1)", o.Smoothing)
	}
	if logits.per != 1 {
		fail("cross-entropy: the logits are a sequence")
	}
	if g.classes == 0 || k < g.classes {
		g.classes = k
	}
	return &crossEntropyMath{graph: g, rows: logits.rows, classes: k, options: o,
		probs: make([]float32, logits.extent().size()), each: make([]float64, logits.extent().size()/k), total: 1}
}

type crossEntropyMath struct {
	graph   *Graph
	rows    *rowSet
	classes int
	options CrossEntropyOptions
	probs   []float32
	each    []float64 // the loss of each row, before its weight
	total   float64
}

func (m *crossEntropyMath) target(row int) (int, float64) {
	record := m.rows.record[row]
	label := m.graph.labels[record]
	if label < 0 {
		return 0, 0
	}
	w := float64(m.graph.weights[record])
	if m.options.ClassWeights != nil {
		w *= float64(m.options.ClassWeights[label])
	}
	return label, w
}

func (m *crossEntropyMath) weight() float64 {
	var sum float64
	for row := range m.rows.n {
		_, w := m.target(row)
		sum += w
	}
	return sum
}

func (m *crossEntropyMath) normalise(total float64) { m.total = total }

func (m *crossEntropyMath) forward(in [][]float32, out []float32) {
	k, eps := m.classes, m.options.Smoothing
	var loss float64
	for row := range m.rows.n {
		x, p := in[0][row*k:(row+1)*k], m.probs[row*k:(row+1)*k]
		logSum := softmax(p, x)
		label, w := m.target(row)
		if w == 0 {
			continue
		}
		at := logSum - float64(x[label])
		if eps > 0 {
			at = (1-eps)*at + eps*(logSum-mean(x))
		}
		m.each[row] = at
		loss += w * at
	}
	out[0] = float32(ratio(loss, m.total))
}

func (m *crossEntropyMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	dx := din[0]
	if dx == nil {
		return
	}
	k, eps := m.classes, m.options.Smoothing
	for row := range m.rows.n {
		label, w := m.target(row)
		scale := float32(float64(dout[0]) * ratio(w, m.total))
		p, d := m.probs[row*k:(row+1)*k], dx[row*k:(row+1)*k]
		for j, v := range p {
			d[j] = scale * (v - float32(eps)/float32(k))
		}
		d[label] -= scale * float32(1-eps)
	}
}

// softmax sets p to the softmax of x and returns the logarithm of the sum of
// exponentials, both safe from overflow.
func softmax(p, x []float32) float64 {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	for j, v := range x {
		p[j] = v - top
	}
	kernel.Exp(p, p)
	var sum float64
	for _, e := range p {
		sum += float64(e)
	}
	kernel.Scale(float32(1/sum), p)
	return float64(top) + math.Log(sum)
}

func mean(x []float32) float64 {
	var sum float64
	for _, v := range x {
		sum += float64(v)
	}
	return sum / float64(len(x))
}

// ratio is a/b, and 0 where nothing was weighed.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Term is a loss and its weight in a total.
type Term struct {
	Loss   Loss
	Weight float64
	// Ramp is the number of epochs of training in which the weight grows
	// linearly to its full height; 0 means at once.
	Ramp int
}

// Total is the weighted sum of losses.
func (g *Graph) Total(terms ...Term) Loss {
	if len(terms) == 0 {
		fail("a total needs a term")
	}
	var operands []operand
	for _, t := range terms {
		operands = append(operands, operand{t.Loss.node, extent{}, true})
	}
	return Loss{g.node("total", totalMath{g, terms}, extent{}, operands...)}
}

type totalMath struct {
	graph *Graph
	terms []Term
}

// weight returns the present weight of a term.
func (m totalMath) weight(t Term) float32 {
	if m.graph.training && m.graph.epoch < t.Ramp {
		return float32(t.Weight * float64(m.graph.epoch) / float64(t.Ramp))
	}
	return float32(t.Weight)
}

func (m totalMath) forward(in [][]float32, out []float32) {
	out[0] = 0
	for i, t := range m.terms {
		out[0] += m.weight(t) * in[i][0]
	}
}

func (m totalMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	for i, t := range m.terms {
		if din[i] != nil {
			din[i][0] = m.weight(t) * dout[0]
		}
	}
}
