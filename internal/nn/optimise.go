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

// reduce adds a slot of the shards' gradients into the first of them, in the
// order of the shards.
func (o *optimiser) reduce(objective, slot int, shards [][]float32) {
	s := o.slots[objective][slot]
	sum := shards[0][s.lo:s.hi]
	for _, g := range shards[1:] {
		kernel.Add(sum, sum, g[s.lo:s.hi])
	}
}

// square notes what a slot adds to the square of the gradient's norm.
func (o *optimiser) square(objective, slot int, grad []float32) {
	s := o.slots[objective][slot]
	o.squares[slot] = float64(kernel.SumSq(grad[s.lo:s.hi]))
}

// clip returns the factor that brings the global norm of an objective's
// gradient down to the limit (Pascanu et al., ICML 2013).
func (o *optimiser) clip(objective int) float32 {
	var sum float64
	for i := range o.slots[objective] {
		sum += o.squares[i]
	}
	if norm := math.Sqrt(sum); norm > o.options.ClipNorm {
		return float32(o.options.ClipNorm / norm)
	}
	return 1
}

// adamStep is what all slots of a step have in common.
type adamStep struct {
	rate, scale float32 // scale is what the gradient is multiplied by
	c1, c2      float32 // corrections for the moments' start at 0
}

// begin counts a step of an objective.
func (o *optimiser) begin(objective int, rate float64, scale float32) adamStep {
	o.steps[objective]++
	t := float64(o.steps[objective])
	return adamStep{float32(rate), scale, float32(1 - math.Pow(o.options.Beta1, t)), float32(1 - math.Pow(o.options.Beta2, t))}
}

// step makes one step of Adam on a slot.
func (o *optimiser) step(objective, slot int, grad []float32, a adamStep) {
	opt, s := o.options, o.slots[objective][slot]
	g := grad[s.lo:s.hi]
	if a.scale != 1 {
		kernel.Scale(a.scale, g)
	}
	decay := float32(0)
	if s.decay {
		decay = float32(opt.WeightDecay)
	}
	kernel.Adam(o.params[s.lo:s.hi], g, o.m[s.lo:s.hi], o.v[s.lo:s.hi],
		a.rate, float32(opt.Beta1), float32(opt.Beta2), float32(opt.Epsilon), decay, a.c1, a.c2)
}
