package nn

import (
	"math"
	"math/rand/v2"

	"lacuna/internal/kernel"
)

// geluScale and geluCube are the constants of the tanh form of GELU.
const (
	geluScale = 0.7978845608028654 // √(2/π)
	geluCube  = 0.044715
)

// Activate applies an activation to a tensor.
func (g *Graph) Activate(act Activation, x Tensor) Tensor {
	if act == Identity {
		return x
	}
	m := &activationMath{rows: x.live(), width: x.Width(), act: act}
	return g.apply("activate", m, x, x.shape, x.operand())
}

type activationMath struct {
	rows  liveRows
	width int
	act   Activation
}

func (m *activationMath) forward(in [][]float32, out []float32) {
	n := m.rows.n() * m.width
	m.act.apply(out[:n], in[0][:n])
}

func (m *activationMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	n := m.rows.n() * m.width
	if din[0] != nil {
		m.act.gradient(din[0][:n], dout[:n], out[:n], in[0])
	}
}

// apply sets dst to the activation of x. dst may be x.
func (a Activation) apply(dst, x []float32) {
	switch a {
	case Identity:
		copy(dst, x)
	case ReLU:
		kernel.Rectify(dst, x)
	case Sigmoid:
		kernel.Sigmoid(dst, x)
	case Tanh:
		kernel.Tanh(dst, x)
	case GELU:
		for i, v := range x {
			dst[i] = v + geluCube*v*v*v
		}
		kernel.Scale(geluScale, dst)
		kernel.Tanh(dst, dst)
		for i, v := range x {
			dst[i] = 0.5 * v * (1 + dst[i])
		}
	}
}

// gradient sets dst to dy times the derivative of the activation, which for
// most is a function of the output y. GELU needs the input x.
func (a Activation) gradient(dst, dy, y, x []float32) {
	switch a {
	case Identity:
		copy(dst, dy)
	case ReLU:
		kernel.ReLUGrad(dst, dy, y)
	case Sigmoid:
		kernel.SigmoidGrad(dst, dy, y)
	case Tanh:
		kernel.TanhGrad(dst, dy, y)
	case GELU:
		geluGradient(dst, dy, x[:len(dy)])
	}
}

func geluGradient(dst, dy, x []float32) {
	for i, v := range x {
		t := float32(math.Tanh(float64(geluScale * (v + geluCube*v*v*v))))
		slope := geluScale * (1 + 3*geluCube*v*v)
		dst[i] = dy[i] * (0.5*(1+t) + 0.5*v*(1-t*t)*slope)
	}
}

// linearInit is the initialiser of the weights before an activation, for a
// layer of fanIn inputs in all.
func linearInit(act Activation, fanIn int) Init {
	return func(r *rand.Rand, rows, cols int, out []float32) {
		if act == ReLU || act == GELU {
			He(r, fanIn, cols, out)
			return
		}
		Glorot(r, fanIn, cols, out)
	}
}

// epilogue is the activation at the end of a layer of products.
type epilogue struct {
	act   Activation
	fused kernel.Activation // what the product applies on its own
	dz    []float32         // gradient before the activation
	pre   []float32         // input of the activation, where its gradient needs it
}

func newEpilogue(act Activation, size int) epilogue {
	e := epilogue{act: act}
	if act == ReLU {
		e.fused = kernel.ReLU
	}
	if act != Identity {
		e.dz = make([]float32, size)
	}
	if act == GELU {
		e.pre = make([]float32, size)
	}
	return e
}

// target returns where the product goes.
func (e *epilogue) target(out []float32) []float32 {
	if e.pre != nil {
		return e.pre
	}
	return out
}

// finish applies to the first n numbers of out what the product did not.
func (e *epilogue) finish(out []float32, n int) {
	if e.act != Identity && e.fused == kernel.Identity {
		e.act.apply(out[:n], e.target(out)[:n])
	}
}

// before returns where the gradient before the activation is, given that after.
func (e *epilogue) before(dout []float32) []float32 {
	if e.act == Identity {
		return dout
	}
	return e.dz
}

// gradient computes the gradient before the activation and returns it.
func (e *epilogue) gradient(out, dout []float32, n int) []float32 {
	if e.act != Identity {
		e.act.gradient(e.dz[:n], dout[:n], out[:n], e.pre)
	}
	return e.before(dout)
}
