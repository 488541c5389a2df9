package nn

import (
	"math"
	"math/rand/v2"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// arenaAlign is the number of floats that every parameter's place in the arena
// is a multiple of, so that vector instructions meet whole vectors.
const arenaAlign = 8

// paramSpec is one parameter matrix and its place in the arena.
type paramSpec struct {
	name       string
	rows, cols int
	off        int // index of its first number in the arena
	init       Init
}

func (p paramSpec) size() int { return p.rows * p.cols }

// paramSet is all parameters of a network in one arena: one slice of numbers,
// so that optimising, clipping, averaging and saving are one loop.
type paramSet struct {
	specs  []paramSpec
	byName map[string]int
	total  int
	values []float32
	frozen bool // laid out: further builds may only ask for what is there
}

// declare returns the index of the named parameter and adds it in a first build.
func (s *paramSet) declare(p paramSpec) int {
	if i, ok := s.byName[p.name]; ok {
		old := s.specs[i]
		if old.rows != p.rows || old.cols != p.cols {
			fail("parameter %q is %d×%d in one place and %d×%d in another", p.name, old.rows, old.cols, p.rows, p.cols)
		}
		return i
	}
	if s.frozen {
		fail("parameter %q was not there when the network was first built: the build function must do the same every time", p.name)
	}
	if p.rows <= 0 || p.cols <= 0 {
		fail("parameter %q cannot be %d×%d", p.name, p.rows, p.cols)
	}
	p.off = s.total
	s.total += (p.size() + arenaAlign - 1) / arenaAlign * arenaAlign
	s.specs = append(s.specs, p)
	s.byName[p.name] = len(s.specs) - 1
	return len(s.specs) - 1
}

// materialise lays out the arena and draws the initial values, each parameter
// from the branch of the seed that bears its name.
func (s *paramSet) materialise(seed rng.Seed) {
	s.values = make([]float32, s.total)
	for _, p := range s.specs {
		p.init(seed.Child(p.name).Rand(), p.rows, p.cols, s.values[p.off:p.off+p.size()])
	}
	s.frozen = true
}

// Param describes one parameter matrix of a network.
type Param struct {
	Name       string
	Rows, Cols int
	// Values is the parameter itself, row-major, not a copy.
	Values []float32
}

// Init fills a new parameter of the given shape. Rows is the number of inputs
// of a linear layer, cols the number of its outputs.
type Init func(r *rand.Rand, rows, cols int, out []float32)

// He draws uniformly with variance 2/rows, which keeps the scale of activations
// through rectifiers (He et al., ICCV 2015).
func He(r *rand.Rand, rows, cols int, out []float32) {
	uniform(r, math.Sqrt(6/float64(rows)), out)
}

// Glorot draws uniformly with variance 2/(rows+cols), for layers without a
// rectifier (Glorot and Bengio, AISTATS 2010).
func Glorot(r *rand.Rand, rows, cols int, out []float32) {
	uniform(r, math.Sqrt(6/float64(rows+cols)), out)
}

// Zeros fills with 0, for biases.
func Zeros(*rand.Rand, int, int, []float32) {}

// filledWith fills with a number.
func filledWith(x float32) Init {
	return func(_ *rand.Rand, _, _ int, out []float32) {
		for i := range out {
			out[i] = x
		}
	}
}

// Ones fills with 1, for the gains of layer norms.
func Ones(_ *rand.Rand, _, _ int, out []float32) {
	for i := range out {
		out[i] = 1
	}
}

// Normal draws from a normal distribution of mean 0 and the given deviation,
// for tokens and queries.
func Normal(deviation float64) Init {
	return func(r *rand.Rand, _, _ int, out []float32) {
		for i := range out {
			out[i] = float32(deviation * r.NormFloat64())
		}
	}
}

func uniform(r *rand.Rand, limit float64, out []float32) {
	for i := range out {
		out[i] = float32((2*r.Float64() - 1) * limit)
	}
}

// find returns the named parameter.
func (s *paramSet) find(name string) (Param, error) {
	i, ok := s.byName[name]
	if !ok {
		return Param{}, say.Errorf("nn: no parameter is called %q", name)
	}
	p := s.specs[i]
	return Param{Name: p.name, Rows: p.rows, Cols: p.cols, Values: s.values[p.off : p.off+p.size()]}, nil
}
