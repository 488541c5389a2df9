package nn

import "lacuna/internal/kernel"

// Conv describes a convolution of images.
type Conv struct {
	// Channels is the number of filters.
	Channels int
	// Height and Width are those of a filter in pixels; 0 means 3, and
	// a Width of 0 the same as Height.
	Height, Width int
	// Stride is the step in pixels; 0 means 1. Pad is the border of zeros.
	Stride, Pad int
}

// convChunk is the number of floats of image patches laid out at a time, few
// enough to stay in the second-level cache until they are multiplied.
const convChunk = 1 << 16

// convKept is the number of floats of the patches of a whole batch up to which
// they are kept for the backward pass: more would come back from memory no sooner
// than they are laid out again.
const convKept = 1 << 20

// Conv2D is a convolution of images (height × width × channels) with bias and
// activation. The filters are name/W, one column for each, the bias name/b.
// A sequence of words is an image of height 1.
func (g *Graph) Conv2D(name string, c Conv, act Activation, x Tensor) Tensor {
	setDefault(&c.Height, 3)
	setDefault(&c.Width, c.Height)
	setDefault(&c.Stride, 1)
	s := imageShape("convolution "+name, x)
	w := kernel.Window{H: s[0], W: s[1], C: s[2], KH: c.Height, KW: c.Width, Stride: c.Stride, Pad: c.Pad}
	if c.Channels <= 0 || c.Height < 0 || c.Width < 0 || c.Stride < 0 || c.Pad < 0 || c.Height > s[0]+2*c.Pad || c.Width > s[1]+2*c.Pad {
		fail("convolution %q: filters %+v do not fit images of %d×%d", name, c, s[0], s[1])
	}
	h, width := w.Out()
	m := &convMath{rows: x.live(), window: w, pixels: h * width, channels: c.Channels, work: g.work}
	m.epilogue = newEpilogue(act, x.extent().rows*m.out())
	m.images = max(1, convChunk/(m.pixels*w.Patch()))
	m.dpatches = make([]float32, m.images*m.pixels*w.Patch())
	m.patches = make([]float32, len(m.dpatches))
	if all := x.extent().rows * m.pixels * w.Patch(); g.trains && all <= convKept {
		m.patches, m.kept = make([]float32, all), true
	}
	g.products += m.pixels * w.Patch() * c.Channels
	return g.apply("convolution", m, x, []int{h, width, c.Channels}, x.operand(),
		g.weight(name+"/W", w.Patch(), c.Channels, linearInit(act, w.Patch())), g.weight(name+"/b", 1, c.Channels, Zeros))
}

func imageShape(what string, x Tensor) []int {
	if len(x.shape) != 3 {
		fail("%s: the input has shape %v, not height, width, channels", what, x.shape)
	}
	return x.shape
}

// convMath multiplies the patches of a few images at a time with the filters.
type convMath struct {
	epilogue
	rows              liveRows
	window            kernel.Window
	pixels, channels  int // of a result
	images            int // laid out at a time
	work              *kernel.Workspace
	patches, dpatches []float32
	kept              bool // the patches of all images, from the forward pass
}

// eachChunk calls f with the images from lo to hi.
func (m *convMath) eachChunk(f func(lo, hi int)) {
	for lo, n := 0, m.rows.n(); lo < n; lo += m.images {
		f(lo, min(lo+m.images, n))
	}
}

// in returns the number of floats of an image, out of a result.
func (m *convMath) in() int  { return m.window.H * m.window.W * m.window.C }
func (m *convMath) out() int { return m.pixels * m.channels }

// lay lays out the patches of the images from lo to hi.
func (m *convMath) lay(x []float32, lo, hi int) []float32 {
	patches := m.laid(lo)
	m.work.Im2Col(m.window, hi-lo, x[lo*m.in():hi*m.in()], patches)
	return patches
}

// laid returns where the patches of the images from lo on are.
func (m *convMath) laid(lo int) []float32 {
	if !m.kept {
		return m.patches
	}
	return m.patches[lo*m.pixels*m.window.Patch():]
}

func (m *convMath) forward(in [][]float32, out []float32) {
	dst, k := m.target(out), m.window.Patch()
	m.eachChunk(func(lo, hi int) {
		m.work.GemmBiasAct(false, false, (hi-lo)*m.pixels, m.channels, k, m.lay(in[0], lo, hi), k, in[1], m.channels,
			false, in[2], m.fused, dst[lo*m.out():], m.channels)
	})
	m.finish(out, m.rows.n()*m.out())
}

func (m *convMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	dz := m.gradient(out, dout, m.rows.n()*m.out())
	if din[1] != nil {
		clear(din[1])
	}
	k := m.window.Patch()
	m.eachChunk(func(lo, hi int) {
		d := dz[lo*m.out() : hi*m.out()]
		if din[1] != nil {
			patches := m.laid(lo)
			if !m.kept {
				patches = m.lay(in[0], lo, hi)
			}
			m.work.Gemm(true, false, k, m.channels, (hi-lo)*m.pixels, patches, k, d, m.channels, true, din[1], m.channels)
		}
		if din[0] != nil {
			m.work.Gemm(false, true, (hi-lo)*m.pixels, k, m.channels, d, m.channels, in[1], m.channels, false, m.dpatches, k)
			kernel.Col2Im(m.window, hi-lo, m.dpatches, din[0][lo*m.in():hi*m.in()])
		}
	})
	if din[2] != nil {
		kernel.SumRows(m.rows.n()*m.pixels, m.channels, dz, m.channels, false, din[2])
	}
}

// MaxPool takes the largest of each 2×2 pixels of images; an odd last row or
// column is left out.
func (g *Graph) MaxPool(x Tensor) Tensor {
	s := imageShape("max pool", x)
	p := kernel.Pool2{H: s[0], W: s[1], C: s[2]}
	h, w := p.Out()
	if h == 0 || w == 0 {
		fail("max pool: images of %d×%d are too small", s[0], s[1])
	}
	m := poolingMath{rows: x.live(), pool: p, in: x.Width(), out: h * w * s[2]}
	return g.apply("max pool", m, x, []int{h, w, s[2]}, x.operand())
}

type poolingMath struct {
	rows    liveRows
	pool    kernel.Pool2
	in, out int
}

func (m poolingMath) forward(in [][]float32, out []float32) {
	n := m.rows.n()
	m.pool.Max(n, in[0][:n*m.in], out[:n*m.out])
}

func (m poolingMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	if n := m.rows.n(); din[0] != nil {
		m.pool.MaxGrad(n, dout[:n*m.out], in[0][:n*m.in], out[:n*m.out], din[0][:n*m.in])
	}
}

// GlobalMean is the mean of each channel over all pixels of an image.
func (g *Graph) GlobalMean(x Tensor) Tensor {
	s := imageShape("global mean", x)
	m := globalMeanMath{rows: x.live(), pixels: s[0] * s[1], channels: s[2]}
	return g.apply("global mean", m, x, []int{s[2]}, x.operand())
}

type globalMeanMath struct {
	rows             liveRows
	pixels, channels int
}

func (m globalMeanMath) forward(in [][]float32, out []float32) {
	c := m.channels
	for r := range m.rows.n() {
		y := out[r*c : (r+1)*c]
		kernel.SumRows(m.pixels, c, in[0][r*m.pixels*c:], c, false, y)
		kernel.Scale(1/float32(m.pixels), y)
	}
}

func (m globalMeanMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	c := m.channels
	for r := range m.rows.n() {
		for p := range m.pixels {
			dx := din[0][(r*m.pixels+p)*c : (r*m.pixels+p+1)*c]
			copy(dx, dout[r*c:(r+1)*c])
			kernel.Scale(1/float32(m.pixels), dx)
		}
	}
}

// GlobalMax is the largest value of each channel over all pixels of an image:
// of a text convolution, the strongest match of each filter.
func (g *Graph) GlobalMax(x Tensor) Tensor {
	s := imageShape("global max", x)
	m := &globalMaxMath{rows: x.live(), pixels: s[0] * s[1], channels: s[2], at: make([]int32, x.extent().rows*s[2])}
	return g.apply("global max", m, x, []int{s[2]}, x.operand())
}

type globalMaxMath struct {
	rows             liveRows
	pixels, channels int
	at               []int32 // the pixel of each maximum
}

func (m *globalMaxMath) forward(in [][]float32, out []float32) {
	c := m.channels
	for r := range m.rows.n() {
		y, at := out[r*c:(r+1)*c], m.at[r*c:(r+1)*c]
		copy(y, in[0][r*m.pixels*c:])
		clear(at)
		for p := 1; p < m.pixels; p++ {
			for j, v := range in[0][(r*m.pixels+p)*c : (r*m.pixels+p+1)*c] {
				if v > y[j] {
					y[j], at[j] = v, int32(p)
				}
			}
		}
	}
}

func (m *globalMaxMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	c := m.channels
	clear(din[0][:m.rows.n()*m.pixels*c])
	for r := range m.rows.n() {
		for j := range c {
			din[0][(r*m.pixels+int(m.at[r*c+j]))*c+j] = dout[r*c+j]
		}
	}
}
