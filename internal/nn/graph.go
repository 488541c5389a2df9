package nn

import (
	"fmt"
	"strings"
	"sync"

	"lacuna/internal/kernel"
	"lacuna/internal/say"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// building guards gorgonia's own shared state (the constant 1 that Grad hangs
// into a graph caches its hash), so that networks may be built on several
// goroutines.
var building sync.Mutex

// Graph is one network being written down as an expression. A build function
// gets it, asks for inputs, applies operations, and names losses and outputs;
// it holds no numbers of its own and is forgotten afterwards. The same
// function is called once for every replica, so it must do the same each time.
//
// A mistake in a build function, such as adding tensors of different width,
// ends it at once, and New returns it as an error.
type Graph struct {
	expr   *G.ExprGraph
	params *paramSet
	work   *kernel.Workspace
	nextID uint32

	all        *rowSet
	inputs     []*input
	byName     map[string]*input
	noises     []*noise
	paramNodes map[string]*G.Node

	buffers    map[*G.Node][]float32
	norms      map[*G.Node]normalised
	losses     []*G.Node // that have a norm, in order
	objectives []*objective
	validation *Loss
	outputs    map[string]Tensor
	products   int // multiplications with weights, per record

	spectral []string           // prefixes of SpectralNorm
	normed   map[string]*G.Node // what it made of the weights

	trains   bool // whether the replica has a backward pass
	teaching bool // within Teacher
	training bool
	epoch    int    // of the training, counted from 1
	key      uint64 // of the random numbers of the step being run
	labels   []int  // of the batch, −1 = unknown
	weights  []float32
	classes  int // the fewest that a cross-entropy tells apart
}

// rowSet says which records of a batch a matrix has rows for.
type rowSet struct {
	name   string
	max    int
	n      int     // live rows
	record []int32 // row → record of the batch
	row    []int32 // record of the batch → row, −1 = absent
}

func newRowSet(name string, limit int) *rowSet {
	return &rowSet{name: name, max: limit, record: make([]int32, limit), row: make([]int32, limit)}
}

// input is one block of the data in the graph.
type input struct {
	name     string
	block    string // of the data
	modality bool   // has rows only for some records
	spared   bool   // by modality dropout
	tensor   Tensor
	rows     *rowSet
	data     []float32
}

// Tensor is a batch of records in the graph: one row (or, in a Sequence, one
// row per token) for each record that takes part, each of the same shape.
type Tensor struct {
	node  *G.Node
	rows  *rowSet
	per   int   // matrix rows of one record
	shape []int // of one matrix row
	grad  bool  // depends on a parameter
}

// Width returns the length of a row.
func (t Tensor) Width() int { return product(t.shape) }

// Shape returns the shape of a row, for example height, width, channels.
func (t Tensor) Shape() []int { return append([]int(nil), t.shape...) }

func (t Tensor) extent() extent { return extent{t.rows.max * t.per, t.Width()} }

// live returns a function for the number of matrix rows in the present batch.
func (t Tensor) live() liveRows { return liveRows{t.rows, t.per} }

// liveRows is the number of matrix rows that count in the present batch.
type liveRows struct {
	rows *rowSet
	per  int
}

func (l liveRows) n() int { return l.rows.n * l.per }

// Loss is a number to be made small, a mean over records or cells.
type Loss struct{ node *G.Node }

// objective is a loss and the parameters that are trained to make it small.
type objective struct {
	name  string
	loss  Loss
	train []string // prefixes; none means every parameter
	wrt   []string // the parameters, found when the graph is finished
	grads G.Nodes
}

func newGraph(params *paramSet, limit int) *Graph {
	g := &Graph{
		expr: G.NewGraph(), params: params, work: new(kernel.Workspace), all: newRowSet("all records", limit),
		byName: map[string]*input{}, paramNodes: map[string]*G.Node{}, buffers: map[*G.Node][]float32{},
		norms: map[*G.Node]normalised{}, outputs: map[string]Tensor{}, normed: map[string]*G.Node{},
		labels: make([]int, limit), weights: make([]float32, limit),
	}
	for i := range limit {
		g.all.record[i], g.all.row[i] = int32(i), int32(i)
	}
	return g
}

// Input declares a block that every record has, by its name in Data.Blocks.
// The shape is that of one record; a single number is the usual row of
// features. Images are height, width, channels.
func (g *Graph) Input(name string, shape ...int) Tensor {
	if in := g.byName[name]; g.teaching && in != nil {
		return in.tensor
	}
	return g.newInput(name, g.all, shape).tensor
}

// Modality declares a block that records may lack, by its name in
// Data.Blocks. The tensor has rows only for the records that have the
// modality: what is computed from it costs nothing for the others (bypass).
// Tokens brings tensors of different modalities together again.
func (g *Graph) Modality(name string, shape ...int) Tensor {
	id := name
	if g.teaching {
		id += say.Code(" as the teacher sees it")
	}
	in := g.newInput(id, newRowSet(name, g.all.max), shape)
	in.block, in.modality, in.spared = name, true, g.teaching
	return in.tensor
}

func (g *Graph) newInput(name string, rows *rowSet, shape []int) *input {
	if g.byName[name] != nil {
		fail("input %q is declared twice", name)
	}
	if len(shape) == 0 || product(shape) <= 0 {
		fail("input %q needs a shape of positive numbers, not %v", name, shape)
	}
	in := &input{name: name, block: name, rows: rows, tensor: g.leaf("input/"+name, rows, shape)}
	in.data = g.buffers[in.tensor.node]
	g.byName[name] = in
	g.inputs = append(g.inputs, in)
	return in
}

// leaf adds an input node with a buffer of its own.
func (g *Graph) leaf(name string, rows *rowSet, shape []int) Tensor {
	t := Tensor{rows: rows, per: 1, shape: append([]int(nil), shape...)}
	e := t.extent()
	t.node = G.NewMatrix(g.expr, tensor.Float32, G.WithShape(e.rows, e.cols), G.WithName(name))
	g.bind(t.node, e, make([]float32, e.size()))
	return t
}

// bind makes x the value of a node.
func (g *Graph) bind(n *G.Node, e extent, x []float32) {
	g.buffers[n] = x
	check(G.UnsafeLet(n, e.value(x)))
}

// param returns the node of the named parameter, the same for every use.
func (g *Graph) param(name string, rows, cols int, init Init) *G.Node {
	i := g.params.declare(paramSpec{name: name, rows: rows, cols: cols, init: init})
	if n := g.paramNodes[name]; n != nil {
		return n
	}
	n := G.NewMatrix(g.expr, tensor.Float32, G.WithShape(rows, cols), G.WithName("param/"+name))
	g.paramNodes[name] = n
	if g.params.frozen {
		p := g.params.specs[i]
		g.bind(n, extent{rows, cols}, g.params.values[p.off:p.off+p.size()])
	}
	return n
}

// node applies an operation. Operands that are parameters or tensors with grad
// set are differentiated.
func (g *Graph) node(name string, math arithmetic, out extent, operands ...operand) *G.Node {
	op := &fused{signature: g.sign(name, out), graph: g, math: math, data: make([]float32, out.size())}
	op.val = out.value(op.data)
	children := make([]*G.Node, len(operands))
	for i, o := range operands {
		op.in = append(op.in, o.extent)
		op.diff = append(op.diff, o.grad)
		children[i] = o.node
	}
	n, err := G.ApplyOp(op, children...)
	check(err)
	g.bind(n, out, op.data)
	if m, ok := math.(normalised); ok {
		g.norms[n] = m
		g.losses = append(g.losses, n)
	}
	return n
}

// operand is an input of an operation.
type operand struct {
	node   *G.Node
	extent extent
	grad   bool
}

func (t Tensor) operand() operand { return operand{t.node, t.extent(), t.grad} }

// weight declares a parameter as an operand.
func (g *Graph) weight(name string, rows, cols int, init Init) operand {
	return g.bounded(name, operand{g.param(name, rows, cols, init), extent{rows, cols}, !g.teaching})
}

// apply applies an operation with a tensor result on the rows of like.
func (g *Graph) apply(name string, math arithmetic, like Tensor, shape []int, operands ...operand) Tensor {
	t := Tensor{rows: like.rows, per: like.per, shape: shape}
	for _, o := range operands {
		t.grad = t.grad || o.grad
	}
	t.node = g.node(name, math, t.extent(), operands...)
	return t
}

func (g *Graph) sign(name string, out extent) signature {
	g.nextID++
	return signature{name: name, id: g.nextID, out: out}
}

func (g *Graph) newBackward(op *fused) *backward {
	b := &backward{signature: g.sign(op.name+"'", extent{1, 1}), of: op, grads: make([][]float32, len(op.in))}
	b.in = append(append(b.in, op.in...), op.out, op.out)
	b.val = b.out.value(make([]float32, 1))
	return b
}

func (g *Graph) newPick(b *backward, i int) *pick {
	p := &pick{signature: g.sign(fmt.Sprintf("%s[%d]", b.name, i), b.of.in[i]), from: b, index: i}
	p.in = []extent{b.out}
	return p
}

// Output names a tensor so that Predict can return it. A sequence is returned
// as one row of tokens × width per record. Within Teacher it does nothing. Name the scores of a classifier
// Logits: the accuracy on the validation set is taken from it.
func (g *Graph) Output(name string, t Tensor) {
	if t.node == nil {
		fail("output %q is an empty tensor", name)
	}
	if g.teaching {
		return
	}
	if _, twice := g.outputs[name]; twice {
		fail("output %q is declared twice", name)
	}
	g.outputs[name] = t
}

// Logits is the name of the output that holds a classifier's scores, one
// column for each class.
const Logits = "logits"

// Objective declares a loss and the parameters that are trained to make it
// small: those whose names begin with one of the prefixes, or all that the
// loss depends on if there are none. A training step takes the objectives in
// the order of their declaration, each with a step of the optimiser: a GAN has
// two. Parts of the graph that two objectives train must not be shared.
func (g *Graph) Objective(name string, loss Loss, prefixes ...string) {
	g.objectives = append(g.objectives, &objective{name: name, loss: loss, train: prefixes})
}

// Validation declares the loss that is computed on the validation set; without
// it the first objective is. Inputs that only this loss depends on need not be
// among the training data.
func (g *Graph) Validation(loss Loss) { g.validation = &loss }

func (o *objective) trains(param string) bool {
	for _, p := range o.train {
		if strings.HasPrefix(param, p) {
			return true
		}
	}
	return len(o.train) == 0
}

func product(shape []int) int {
	p := 1
	for _, d := range shape {
		p *= d
	}
	return p
}

func sameRows(what string, a, b Tensor) {
	if a.rows != b.rows || a.per != b.per {
		fail("%s: one operand has the rows of %q, the other of %q", what, a.rows.name, b.rows.name)
	}
}
