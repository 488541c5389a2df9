package impute

import (
	"fmt"

	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// adversary describes the two networks of GAIN over the modalities side by
// side. Its inputs, for each modality:
//
//	x/NAME       numbers from 0 to 1; what is not shown is not looked at
//	shown/NAME   1 where the generator sees the cell; a modality, so that
//	             training can hide it as a whole
//	target/NAME  1 where the number is known and the generator is held to it
//	noise/NAME   what stands in for a hidden cell outside training
type adversary struct {
	names     []string
	columns   []int     // of each modality
	hidden    int       // width of the hidden layers
	hint      float64   // share of the cells that the discriminator is told
	hideCells []float64 // share of the shown cells of each modality hidden in training
	alpha     float64   // weight of the reconstruction
	targets   float64   // share of the cells that are targets, in training
	held      float64   // likewise, in the validation
}

// Bounds of the hidden layers where their width is not given: as wide as the
// data, as in the paper, or at least as wide as is set, but not wider than 256,
// and with so many columns that a layer would have more than a million weights,
// narrower.
const (
	widestHidden   = 256
	narrowestWide  = 16
	weightsOfLayer = 1 << 20
)

// newAdversary takes the settings; modalities come afterwards.
func newAdversary(p param.Values, columns int) adversary {
	a := adversary{hidden: p.Int("width"), hint: p.Float("hint"), alpha: p.Float("alpha")}
	if a.hidden == 0 {
		a.hidden = min(max(columns, p.Int("least_width")), widestHidden, max(narrowestWide, weightsOfLayer/max(columns, 1)))
	}
	return a
}

// gainBlock is one modality inside the network.
type gainBlock struct {
	name            string
	columns         int
	x, shown, noise nn.Tensor
	target          nn.Tensor
}

// build writes the networks down: generator, discriminator and their losses.
func (a adversary) build(g *nn.Graph) {
	train, outside := a.inputs(g)
	made := a.generate(g, train)
	filled, hints, untold := a.conceal(g, train, made)
	logits := a.judge(g, filled, hints)
	g.Objective("discriminator", a.sum(g, func(i int) nn.Loss {
		return g.BCEWithLogits(logits[i], train[i].shown, nn.Cells{Weight: untold[i], OverAll: true})
	}), "d/")
	second := a.judge(g, filled, hints)
	deceive := a.sum(g, func(i int) nn.Loss {
		hidden := g.Affine(-1, 1, train[i].shown)
		return g.BCEWithLogits(second[i], g.Affine(0, 1, hidden), nn.Cells{Weight: g.Mul(hidden, untold[i]), OverAll: true})
	})
	g.Objective("generator", g.Total(
		nn.Term{Loss: deceive, Weight: 1},
		nn.Term{Loss: a.squaredError(g, train, made), Weight: a.alpha / a.targets},
	), "g/")
	unseen := a.generate(g, outside)
	g.Validation(g.Total(nn.Term{Loss: a.squaredError(g, outside, unseen), Weight: 1 / a.held}))
	for i, b := range outside {
		g.Output("made/"+b.name, unseen[i])
	}
}

// inputs declares the inputs: those of training, with noise drawn for every
// step, and those of imputation, with given noise.
func (a adversary) inputs(g *nn.Graph) (train, outside []gainBlock) {
	for i, name := range a.names {
		n := a.columns[i]
		b := gainBlock{name: name, columns: n, x: g.Input("x/"+name, n), target: g.Input("target/"+name, n)}
		b.shown = g.Flatten(g.Tokens("shown/"+name, nn.Zero, g.Modality("shown/"+name, n)))
		b.noise = g.Input("noise/"+name, n)
		outside = append(outside, b)
		b.noise = g.Uniform("noise/"+name, 0, gainNoise, n)
		if a.hideCells[i] > 0 {
			b.shown = g.Mul(b.shown, g.Bernoulli("keep/"+name, 1-a.hideCells[i], n))
		}
		train = append(train, b)
	}
	return train, outside
}

// gainNoise is the upper end of the uniform noise in the place of hidden cells.
const gainNoise = 0.01

// generate is the generator: what is shown, noise elsewhere, and which is
// which, to a number from 0 to 1 for every cell.
func (a adversary) generate(g *nn.Graph, blocks []gainBlock) []nn.Tensor {
	var in []nn.Tensor
	for _, b := range blocks {
		in = append(in, g.Blend(b.shown, b.x, b.noise), b.shown)
	}
	return a.layers(g, "g", nn.Sigmoid, in)
}

// conceal puts what the generator made where nothing is shown, and draws the
// hints: of most cells whether they are shown, of the others, which alone count
// in the adversarial losses, one half.
func (a adversary) conceal(g *nn.Graph, blocks []gainBlock, made []nn.Tensor) (filled, hints, untold []nn.Tensor) {
	for i, b := range blocks {
		told := g.Bernoulli("hint/"+b.name, a.hint, b.columns)
		filled = append(filled, g.Blend(b.shown, b.x, made[i]))
		hints = append(hints, g.Blend(told, b.shown, g.Affine(0, 0.5, b.shown)))
		untold = append(untold, g.Affine(-1, 1, told))
	}
	return filled, hints, untold
}

// judge is the discriminator: for every cell the logit of its being shown.
func (a adversary) judge(g *nn.Graph, filled, hints []nn.Tensor) []nn.Tensor {
	var in []nn.Tensor
	for i := range filled {
		in = append(in, filled[i], hints[i])
	}
	return a.layers(g, "d", nn.Identity, in)
}

// layers are three layers with the given activation at the end.
func (a adversary) layers(g *nn.Graph, prefix string, end nn.Activation, in []nn.Tensor) []nn.Tensor {
	h := g.Linear(prefix+"/1", a.hidden, nn.ReLU, in...)
	h = g.Linear(prefix+"/2", a.hidden, nn.ReLU, h)
	out := make([]nn.Tensor, len(a.names))
	for i, name := range a.names {
		out[i] = g.Linear(fmt.Sprintf("%s/3/%s", prefix, name), a.columns[i], end, h)
	}
	return out
}

// squaredError is the squared error of the targets over the number of all cells.
func (a adversary) squaredError(g *nn.Graph, blocks []gainBlock, made []nn.Tensor) nn.Loss {
	return a.sum(g, func(i int) nn.Loss {
		return g.MSE(made[i], blocks[i].x, nn.Cells{Weight: blocks[i].target, OverAll: true})
	})
}

// sum joins the modalities' means over cells to the mean over all cells.
func (a adversary) sum(g *nn.Graph, loss func(i int) nn.Loss) nn.Loss {
	total := 0
	for _, n := range a.columns {
		total += n
	}
	var terms []nn.Term
	for i, n := range a.columns {
		terms = append(terms, nn.Term{Loss: loss(i), Weight: float64(n) / float64(total)})
	}
	return g.Total(terms...)
}
