package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// chunk is the number of parameters that are stepped at a time: little enough
// to stay in the first-level cache with gradient and moments.
const chunk = 2048

// slot is a piece of the arena that is stepped at a time.
type slot struct {
	lo, hi int
	decay  bool
}

// optimiser is the state of Adam over the arena, shared by all objectives.
type optimiser struct {
	options Options
	params  []float32
	m, v    []float32
	slots   [][]slot // for each objective
	steps   []int    // made for each objective
	squares []float64
}

func newOptimiser(params *paramSet, objectives []*objective, o Options) *optimiser {
	opt := &optimiser{options: o, params: params.values, m: make([]float32, params.total), v: make([]float32, params.total)}
	longest := 0
	for _, obj := range objectives {
		var slots []slot
		for _, name := range obj.wrt {
			p := params.specs[params.byName[name]]
			for lo := p.off; lo < p.off+p.size(); lo += chunk {
				slots = append(slots, slot{lo, min(lo+chunk, p.off+p.size()), p.rows > 1})
			}
		}
		opt.slots = append(opt.slots, slots)
		longest = max(longest, len(slots))
	}
	opt.steps = make([]int, len(objectives))
	opt.squares = make([]float64, longest)
	return opt
}

// reduce adds the shards' gradients into the first of them, in the order of the
// shards whatever the number of workers, for every workers-th slot.
func (o *optimiser) reduce(objective int, shards [][]float32, worker, workers int) {
	for i := worker; i < len(o.slots[objective]); i += workers {
		s := o.slots[objective][i]
		sum := shards[0][s.lo:s.hi]
		for _, g := range shards[1:] {
			kernel.Add(sum, sum, g[s.lo:s.hi])
		}
		o.squares[i] = float64(kernel.SumSq(sum))
	}
}

// clip returns the factor that brings the global norm of an objective's
// gradient down to the limit (Pascanu et al., ICML 2013).
func (o *optimiser) clip(objective int) float32 {
	if o.options.ClipNorm <= 0 {
		return 1
	}
	var sum float64
	for i := range o.slots[objective] {
		sum += o.squares[i]
	}
	if norm := math.Sqrt(sum); norm > o.options.ClipNorm {
		return float32(o.options.ClipNorm / norm)
	}
	return 1
}

// step makes one step of Adam on every workers-th slot.
func (o *optimiser) step(objective int, grad []float32, rate float64, scale float32, worker, workers int) {
	opt, t := o.options, float64(o.steps[objective])
	c1 := float32(1 - math.Pow(opt.Beta1, t))
	c2 := float32(1 - math.Pow(opt.Beta2, t))
	for i := worker; i < len(o.slots[objective]); i += workers {
		s := o.slots[objective][i]
		g := grad[s.lo:s.hi]
		if scale != 1 {
			kernel.Scale(scale, g)
		}
		decay := float32(0)
		if s.decay {
			decay = float32(opt.WeightDecay)
		}
		kernel.Adam(o.params[s.lo:s.hi], g, o.m[s.lo:s.hi], o.v[s.lo:s.hi],
			float32(rate), float32(opt.Beta1), float32(opt.Beta2), float32(opt.Epsilon), decay, c1, c2)
	}
}
