package nn

import (
	"math"
	"strings"

	"lacuna/internal/kernel"
)

// spectralRounds is the number of power iterations for a largest singular value.
// They start anew in every step, so that the training has no further state.
const spectralRounds = 6

// SpectralNorm divides the weight matrices whose names begin with the prefix, as
// they are used from here on, by their largest singular value, so that no layer
// of a discriminator stretches a difference (Miyato et al., Spectral
// normalization for generative adversarial networks, ICLR 2018). Parameters of
// one row are left as they are.
func (g *Graph) SpectralNorm(prefix string) { g.spectral = append(g.spectral, prefix) }

// bounded returns a weight divided by its largest singular value if its name
// asks for it.
func (g *Graph) bounded(name string, w operand) operand {
	if w.extent.rows < 2 || !g.hasPrefix(name) {
		return w
	}
	n := g.normed[name]
	if n == nil {
		m := &spectralMath{extent: w.extent, u: make([]float32, w.extent.cols), v: make([]float32, w.extent.rows)}
		n = g.node("spectral norm", m, w.extent, w)
		g.normed[name] = n
	}
	return operand{n, w.extent, w.grad}
}

func (g *Graph) hasPrefix(name string) bool {
	for _, p := range g.spectral {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// spectralMath computes W/σ, where σ = vᵀWu. Operand is W.
type spectralMath struct {
	extent extent
	u, v   []float32 // right and left singular vector
	sigma  float64
}

// smallestSigma keeps a matrix of zeros what it is.
const smallestSigma = 1e-6

func (m *spectralMath) forward(in [][]float32, out []float32) {
	w, n := in[0], m.extent.cols
	s := stream(uint64(n)) // any vector that is no pattern
	for j := range m.u {
		m.u[j] = s.float() - 0.5
	}
	unit(m.u)
	for range spectralRounds {
		for i := range m.v {
			m.v[i] = kernel.Dot(w[i*n:(i+1)*n], m.u)
		}
		unit(m.v)
		clear(m.u)
		for i, v := range m.v {
			kernel.Axpy(v, w[i*n:(i+1)*n], m.u)
		}
		m.sigma = max(unit(m.u), smallestSigma)
	}
	copy(out, w[:m.extent.size()])
	kernel.Scale(float32(1/m.sigma), out[:m.extent.size()])
}

// unit brings x to length 1 and returns the length it had.
func unit(x []float32) float64 {
	length := math.Sqrt(float64(kernel.SumSq(x)))
	if length > 0 {
		kernel.Scale(float32(1/length), x)
	}
	return length
}

func (m *spectralMath) backward(_ [][]float32, out, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	n, size := m.extent.cols, m.extent.size()
	along := kernel.Dot(dout[:size], out[:size]) // of the gradient, along W/σ
	for i, v := range m.v {
		dw := din[0][i*n : (i+1)*n]
		copy(dw, dout[i*n:(i+1)*n])
		kernel.Axpy(-along*v, m.u, dw)
	}
	kernel.Scale(float32(1/m.sigma), din[0][:size])
}
