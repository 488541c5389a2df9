package nn

import (
	"math"

	"lacuna/internal/kernel"
)

// chunk is the number of parameters that are stepped at a time: little enough
// to stay in the first-level cache with gradient and moments.
const chunk = 2048

// lateBlock is the number of parameters whose late gradients are computed at a
// time: few enough for the second-level cache, and enough rows of the weights to
// be worth laying out the gradient before the activation.
const lateBlock = 48 << 10

// slot is a piece of the arena that is stepped at a time.
type slot struct {
	index  int // among the objective's slots
	lo, hi int
	decay  bool

	late      bool
	param     int // of late ones: index among the objective's parameters
	row, rows int // of late ones: rows of the weights
}

// optimiser is the state of Adam over the arena, shared by all objectives.
type optimiser struct {
	options Options
	params  []float32
	m, v    []float32
	slots   [][]slot // for each objective, late ones first
	lates   []int    // late slots of each objective
	steps   []int    // made for each objective
	squares []float64
}

// newOptimiser cuts the parameters of the objectives into slots. late says which
// gradients are late.
func newOptimiser(params *paramSet, objectives []*objective, late [][]*lateGradient, o Options) *optimiser {
	opt := &optimiser{options: o, params: params.values, m: make([]float32, params.total), v: make([]float32, params.total)}
	longest := 0
	for k, obj := range objectives {
		slots, lates := params.cut(obj.wrt, late[k])
		opt.slots, opt.lates = append(opt.slots, slots), append(opt.lates, lates)
		longest = max(longest, len(slots))
	}
	opt.steps = make([]int, len(objectives))
	opt.squares = make([]float64, longest)
	return opt
}

// cut returns the slots of the named parameters and how many of them, the
// first, are late.
func (s *paramSet) cut(names []string, late []*lateGradient) (slots []slot, lates int) {
	var light []slot
	for i, name := range names {
		p := s.specs[s.byName[name]]
		if late[i] != nil {
			slots = append(slots, p.lateSlots(i)...)
			continue
		}
		for lo := p.off; lo < p.off+p.size(); lo += chunk {
			light = append(light, slot{lo: lo, hi: min(lo+chunk, p.off+p.size()), decay: p.rows > 1})
		}
	}
	lates = len(slots)
	slots = append(slots, light...)
	for i := range slots {
		slots[i].index = i
	}
	return slots, lates
}

// lateSlots cuts a weight matrix into blocks of whole rows, as equal as the
// products like them.
func (p paramSpec) lateSlots(param int) (slots []slot) {
	const tile = 12
	blocks := (p.size() + lateBlock - 1) / lateBlock
	height := ((p.rows+blocks-1)/blocks + tile - 1) / tile * tile
	for row := 0; row < p.rows; row += height {
		rows, lo := min(height, p.rows-row), p.off+row*p.cols
		slots = append(slots, slot{lo: lo, hi: lo + rows*p.cols, decay: p.rows > 1, late: true, param: param, row: row, rows: rows})
	}
	return slots
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

// step makes one step of Adam on a slot with its gradient.
func (o *optimiser) step(s slot, grad []float32, a adamStep) {
	opt := o.options
	if a.scale != 1 {
		kernel.Scale(a.scale, grad)
	}
	decay := float32(0)
	if s.decay {
		decay = float32(opt.WeightDecay)
	}
	kernel.Adam(o.params[s.lo:s.hi], grad, o.m[s.lo:s.hi], o.v[s.lo:s.hi],
		a.rate, float32(opt.Beta1), float32(opt.Beta2), float32(opt.Epsilon), decay, a.c1, a.c2)
}
