package nn

import (
	"fmt"

	"lacuna/internal/kernel"
)

// Activation is a function applied to every number.
type Activation uint8

// The activations. GELU is the tanh form of Hendrycks and Gimpel (2016).
const (
	Identity Activation = iota
	ReLU
	Sigmoid
	Tanh
	GELU
)

// Linear is a layer y = act(x₁W₁ + x₂W₂ + … + b) of the given width. Several
// inputs do what one on their concatenation would, without copying. The
// parameters are called name/W (name/W2, … for further inputs) and name/b; the
// same name twice shares them. Weights start as He's for ReLU and GELU and
// Glorot's otherwise, biases at 0.
func (g *Graph) Linear(name string, width int, act Activation, xs ...Tensor) Tensor {
	if len(xs) == 0 || width <= 0 {
		fail("linear %q needs an input and a positive width", name)
	}
	fanIn := 0
	for _, x := range xs {
		sameRows("linear "+name, xs[0], x)
		fanIn += x.Width()
	}
	m := &linearMath{rows: xs[0].live(), out: width, work: g.work, epilogue: newEpilogue(act, xs[0].extent().rows*width)}
	var operands []operand
	for i, x := range xs {
		m.widths = append(m.widths, x.Width())
		g.products += x.per * x.Width() * width
		w := g.weight(weightName(name, i), x.Width(), width, linearInit(act, fanIn))
		operands = append(operands, x.operand(), w)
	}
	operands = append(operands, g.weight(name+"/b", 1, width, Zeros))
	return g.apply("linear", m, xs[0], []int{width}, operands...)
}

func weightName(name string, i int) string {
	if i == 0 {
		return name + "/W"
	}
	return fmt.Sprintf("%s/W%d", name, i+1)
}

// linearMath computes y = act(Σ xᵢWᵢ + b). Operands are x₁, W₁, x₂, W₂, …, b.
type linearMath struct {
	epilogue
	rows   liveRows
	widths []int
	out    int
	work   *kernel.Workspace
}

func (m *linearMath) forward(in [][]float32, out []float32) {
	n, last := m.rows.n(), len(m.widths)-1
	if n == 0 {
		return
	}
	dst := m.target(out)
	for i, k := range m.widths {
		x, w := in[2*i], in[2*i+1]
		if i < last {
			m.work.Gemm(false, false, n, m.out, k, x, k, w, m.out, i > 0, dst, m.out)
			continue
		}
		m.work.GemmBiasAct(false, false, n, m.out, k, x, k, w, m.out, i > 0, in[2*i+2], m.fused, dst, m.out)
	}
	m.finish(out, n*m.out)
}

func (m *linearMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	n := m.rows.n()
	dz := m.gradient(out, dout, n*m.out)
	for i, k := range m.widths {
		if dw := din[2*i+1]; dw != nil {
			m.weightGradient(n, k, in[2*i], dz, dw)
		}
		if dx := din[2*i]; dx != nil && n > 0 {
			m.work.Gemm(false, true, n, k, m.out, dz, m.out, in[2*i+1], m.out, false, dx, k)
		}
	}
	if db := din[2*len(m.widths)]; db != nil {
		kernel.SumRows(n, m.out, dz, m.out, false, db)
	}
}

func (m *linearMath) weightGradient(n, k int, x, dz, dw []float32) {
	if n == 0 {
		clear(dw)
		return
	}
	m.work.Gemm(true, false, k, m.out, n, x, k, dz, m.out, false, dw, m.out)
}
