package nn

import (
	"fmt"
	"hash"
	"unsafe"

	"github.com/chewxy/hm"
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"lacuna/internal/say"
)

// arithmetic is what a fused operation computes, on the bare numbers. The
// number of live rows comes by pointer to a rowSet, so that the same graph
// serves partial batches and changing numbers of present records; rows beyond
// it are left alone. Both methods write every live number of their results,
// whatever was there before.
type arithmetic interface {
	forward(in [][]float32, out []float32)
	// backward computes the gradients of the inputs from that of the output.
	// din[i] is nil where nobody needs the gradient of input i.
	backward(in [][]float32, out, dout []float32, din [][]float32)
}

// extent is the shape of a node's value: a matrix, or a scalar if rows is 0.
type extent struct{ rows, cols int }

func (e extent) size() int { return max(1, e.rows*e.cols) }

func (e extent) hmType() hm.Type {
	if e.rows == 0 {
		return tensor.Float32
	}
	return G.TensorType{Dims: 2, Of: tensor.Float32}
}

func (e extent) shape() tensor.Shape {
	if e.rows == 0 {
		return tensor.Shape{}
	}
	return tensor.Shape{e.rows, e.cols}
}

// value wraps numbers as a gorgonia value of this extent, without copying.
func (e extent) value(x []float32) G.Value {
	if e.rows == 0 {
		return (*G.F32)(unsafe.Pointer(&x[0])) // F32 is a float32
	}
	return tensor.New(tensor.WithShape(e.rows, e.cols), tensor.WithBacking(x))
}

// numbers returns the numbers behind a gorgonia value, without copying.
func numbers(v G.Value) []float32 {
	switch v := v.(type) {
	case *G.F32:
		return unsafe.Slice((*float32)(unsafe.Pointer(v)), 1)
	case *tensor.Dense:
		return v.Float32s()
	}
	panic(fmt.Sprintf("nn: a value of type %T in a network of float32", v))
}

// signature is the part of an operation that gorgonia's graph asks about. Its
// id makes the operation different from every other one: gorgonia merges nodes
// whose operations hash alike.
type signature struct {
	name string
	id   uint32
	in   []extent
	out  extent
}

func (s *signature) Arity() int { return len(s.in) }

// Type returns the concrete type, from which gorgonia's inference cannot stray.
func (s *signature) Type() hm.Type {
	types := make([]hm.Type, 0, len(s.in)+1)
	for _, e := range s.in {
		types = append(types, e.hmType())
	}
	return hm.NewFnType(append(types, s.out.hmType())...)
}

func (s *signature) InferShape(...G.DimSizer) (tensor.Shape, error) { return s.out.shape(), nil }
func (s *signature) ReturnsPtr() bool                               { return true }
func (s *signature) CallsExtern() bool                              { return false }
func (s *signature) OverwritesInput() int                           { return -1 }
func (s *signature) WriteHash(h hash.Hash)                          { _, _ = fmt.Fprintf(h, "lacuna/%s#%d", s.name, s.id) }
func (s *signature) Hashcode() uint32                               { return s.id }
func (s *signature) String() string                                 { return fmt.Sprintf("%s#%d", s.name, s.id) }

// fused is an operation of a network as gorgonia sees it: an Op and an SDOp
// that owns its output and returns the same value every time.
type fused struct {
	signature
	graph *Graph
	math  arithmetic
	diff  []bool // which inputs depend on a parameter
	data  []float32
	val   G.Value
}

func (op *fused) Do(inputs ...G.Value) (G.Value, error) {
	op.math.forward(allNumbers(inputs), op.data)
	return op.val, nil
}

func (op *fused) DiffWRT(int) []bool { return op.diff }

// SymDiff adds one node for the whole backward pass of the operation, and for
// each input that has a gradient a node that picks it.
func (op *fused) SymDiff(inputs G.Nodes, output, grad *G.Node) (G.Nodes, error) {
	back := op.graph.newBackward(op)
	children := append(append(G.Nodes{}, inputs...), output, grad)
	tuple, err := G.ApplyOp(back, children...)
	if err != nil {
		return nil, err
	}
	grads := make(G.Nodes, len(inputs))
	for i := range inputs {
		pick := op.graph.newPick(back, i)
		if grads[i], err = G.ApplyOp(pick, tuple); err != nil {
			return nil, err
		}
	}
	return grads, nil
}

// backward is the operation that computes all input gradients of a fused
// operation at once. Its own value is a placeholder; pick nodes read the
// gradients.
type backward struct {
	signature
	of    *fused
	grads [][]float32 // one for each input, nil until somebody asks for it
	val   G.Value
}

func (op *backward) Do(inputs ...G.Value) (G.Value, error) {
	n := len(op.of.in)
	x := allNumbers(inputs)
	op.of.math.backward(x[:n], x[n], x[n+1], op.grads)
	return op.val, nil
}

// DiffWRT says no: gradients are not differentiated again.
func (op *backward) DiffWRT(inputs int) []bool { return make([]bool, inputs) }

// SymDiff is never called, because nothing is differentiable.
func (op *backward) SymDiff(G.Nodes, *G.Node, *G.Node) (G.Nodes, error) {
	return nil, say.Errorf("%v has no gradient", op)
}

// pick is the operation that reads one gradient of a backward operation.
type pick struct {
	signature
	from  *backward
	index int
	late  bool // computed by the update, see lateGradient
	val   G.Value
}

func (op *pick) Do(...G.Value) (G.Value, error) { return op.val, nil }

// DiffWRT says no: gradients are not differentiated again.
func (op *pick) DiffWRT(inputs int) []bool { return make([]bool, inputs) }

// SymDiff is never called, because nothing is differentiable.
func (op *pick) SymDiff(G.Nodes, *G.Node, *G.Node) (G.Nodes, error) {
	return nil, say.Errorf("%v has no gradient", op)
}

// store makes the picked gradient land in the given numbers.
func (op *pick) store(x []float32) {
	op.from.grads[op.index] = x
	op.val = op.out.value(x)
}

func allNumbers(values []G.Value) [][]float32 {
	x := make([][]float32, len(values))
	for i, v := range values {
		x[i] = numbers(v)
	}
	return x
}
