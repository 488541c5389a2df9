package nn

import (
	"fmt"

	"lacuna/internal/kernel"

	G "gorgonia.org/gorgonia"
)

// instruction is one operation of a program, its operands found beforehand.
type instruction struct {
	math      arithmetic
	in        [][]float32
	out, dout []float32
	din       [][]float32 // not nil: the backward pass
}

func (c *instruction) run() {
	if c.din != nil {
		c.math.backward(c.in, c.out, c.dout, c.din)
		return
	}
	c.math.forward(c.in, c.out)
}

// executor runs a fixed list of operations in the caller's goroutine, on
// buffers that never move. It is a gorgonia VM that prunes everything its
// roots do not need, allocates nothing, and lets a panic reach the caller.
type executor struct{ code []instruction }

var _ G.VM = (*executor)(nil)

// RunAll runs the program once. The inputs must be in place.
func (e *executor) RunAll() error {
	for i := range e.code {
		e.code[i].run()
	}
	return nil
}

// Reset does nothing: a program has no state between runs.
func (e *executor) Reset() {}

// Close does nothing: there are no resources but memory.
func (e *executor) Close() error { return nil }

// compiler turns parts of a graph into programs. What an earlier program of
// the same compiler computed is not computed again by a later one, unless a
// parameter below it has been stepped since.
type compiler struct {
	graph *Graph
	done  map[*G.Node]bool
	sums  map[*G.Node][]float32 // the outputs of stock additions
	code  []instruction
}

func newCompiler(g *Graph) *compiler {
	return &compiler{graph: g, done: map[*G.Node]bool{}, sums: map[*G.Node][]float32{}}
}

// program compiles what the roots need and is not there yet.
func (c *compiler) program(roots ...*G.Node) *executor {
	c.code = nil
	for _, r := range roots {
		c.need(r)
	}
	for _, r := range roots {
		c.emit(r)
	}
	return &executor{code: c.code}
}

// need gives every gradient that somebody reads a place to be written to; the
// others are not computed.
func (c *compiler) need(n *G.Node) {
	if c.done[n] {
		return
	}
	c.visit(n, map[*G.Node]bool{}, func(n *G.Node) {
		if p, ok := n.Op().(*pick); ok && p.from.grads[p.index] == nil && !p.late {
			p.store(make([]float32, p.out.size()))
		}
	})
}

func (c *compiler) visit(n *G.Node, seen map[*G.Node]bool, f func(*G.Node)) {
	if seen[n] {
		return
	}
	seen[n] = true
	for _, child := range children(c.graph.expr, n) {
		c.visit(child, seen, f)
	}
	f(n)
}

// emit appends the instructions of a node after those of its operands.
func (c *compiler) emit(n *G.Node) {
	if c.done[n] {
		return
	}
	c.done[n] = true
	operands := children(c.graph.expr, n)
	for _, o := range operands {
		c.emit(o)
	}
	switch op := n.Op().(type) {
	case nil, *pick:
	case *fused:
		c.code = append(c.code, instruction{math: op.math, in: c.all(operands), out: op.data})
	case *backward:
		k := len(operands) - 2
		x := c.all(operands)
		c.code = append(c.code, instruction{math: op.of.math, in: x[:k], out: x[k], dout: x[k+1], din: op.grads})
	default:
		c.emitStock(n, operands)
	}
}

// emitStock handles the two stock operations that Grad adds on its own: the
// constant 1 it starts from, and the sum where a node is used several times.
func (c *compiler) emitStock(n *G.Node, operands []*G.Node) {
	if len(operands) == 0 {
		return
	}
	if _, ok := n.Op().(G.BinaryOp); !ok || n.Op().String()[0] != '+' {
		panic(fmt.Sprintf("the executor does not know the operation %v", n.Op()))
	}
	if c.sums[n] == nil {
		c.sums[n] = make([]float32, n.Shape().TotalSize())
	}
	x := c.all(operands)
	c.code = append(c.code, instruction{math: plainSum{}, in: [][]float32{x[0], x[len(x)-1]}, out: c.sums[n]})
}

// at returns the numbers of a node.
func (c *compiler) at(n *G.Node) []float32 {
	if x := c.sums[n]; x != nil {
		return x
	}
	switch op := n.Op().(type) {
	case *fused:
		return op.data
	case *pick:
		return op.from.grads[op.index]
	case *backward:
		return nil
	}
	if x := c.graph.buffers[n]; x != nil {
		return x
	}
	return numbers(n.Value())
}

func (c *compiler) all(nodes []*G.Node) [][]float32 {
	x := make([][]float32, len(nodes))
	for i, n := range nodes {
		x[i] = c.at(n)
	}
	return x
}

// land makes the gradient n be computed in the given numbers: directly if the
// node has a buffer that can be moved there, else by copying.
func (c *compiler) land(n *G.Node, x []float32) {
	switch op := n.Op().(type) {
	case *pick:
		op.store(x)
	default:
		c.sums[n] = x
	}
}

// forget marks what depends on the named nodes as not computed.
func (c *compiler) forget(stepped map[*G.Node]bool) {
	stale := map[*G.Node]bool{}
	for n := range c.done {
		c.isStale(n, stepped, stale)
	}
	for n, s := range stale {
		if s {
			delete(c.done, n)
		}
	}
}

func (c *compiler) isStale(n *G.Node, stepped, stale map[*G.Node]bool) bool {
	if s, known := stale[n]; known {
		return s
	}
	s := stepped[n]
	for _, o := range children(c.graph.expr, n) {
		s = c.isStale(o, stepped, stale) || s
	}
	stale[n] = s
	return s
}

// plainSum adds two gradients of one node. It runs over all rows, live or not.
type plainSum struct{}

func (plainSum) forward(in [][]float32, out []float32)                   { kernel.Add(out, in[0], in[1]) }
func (plainSum) backward([][]float32, []float32, []float32, [][]float32) {}
