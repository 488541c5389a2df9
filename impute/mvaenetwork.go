package impute

import (
	"fmt"
	"iter"

	"lacuna/dataset"
	"lacuna/internal/encode"
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// mvaeNetwork describes an encoder and a decoder for each modality. Its inputs
// are those of valueBlocks, and eps, the random numbers of a draw outside
// training.
type mvaeNetwork struct {
	*valueBlocks
	images    []encode.CNN // of the modalities that are pixels
	hideCells []float64    // share of the shown cells hidden in training
	held      []float64    // share of the held-out cells

	latent, hidden int
	encoding       encode.Encoding
	keep           float64 // probability that a subset has a modality
	subsets        int     // random ones in every step
	joint, singles bool    // all modalities that are there, each alone
	cross          bool    // a subset explains all modalities, not only its own
	ramp           int     // epochs
}

// newMVAENetwork takes the settings. whole tells the modalities of which no
// training row has a part.
func newMVAENetwork(b *valueBlocks, about []dataset.Modality, whole []bool, p param.Values) *mvaeNetwork {
	n := &mvaeNetwork{
		valueBlocks: b, latent: p.Int("latent"), hidden: p.Int("hidden"), keep: 1 - p.Float("hide"), subsets: p.Int("subsets"),
		joint: p.Bool("joint"), singles: p.Bool("singles"), cross: p.String("explains") == "all", ramp: p.Int("ramp"),
	}
	n.encoding = encode.Encoding{Hidden: n.hidden, Width: n.hidden, Dropout: p.Float("dropout")}
	n.images, n.hideCells, n.held = make([]encode.CNN, len(b.names)), make([]float64, len(b.names)), make([]float64, len(b.names))
	for i, m := range b.modalities {
		if image, ok := encode.CNNFor(about[m], b.columns[i]); ok && whole[m] {
			n.images[i], b.pixels[i] = image, true
		}
		if !whole[m] || len(b.names) == 1 {
			n.hideCells[i], b.pixels[i] = p.Float("hide_cells"), false
		}
	}
	return n
}

// mvaeBlock is one modality inside the network.
type mvaeBlock struct {
	hidden        [2]nn.Tensor // of the encoder, in training and outside
	present       nn.Tensor    // 1 where a record has the modality
	target, known nn.Tensor
	seen          nn.Tensor // of the known cells, those that the encoder sees in training
}

// experts are what the encoders say of each record, one token for each modality.
type experts struct{ means, variances nn.Sequence }

// build writes the network down: the bounds of some subsets of the modalities,
// the error at held-out cells, and what it makes of given random numbers.
func (n *mvaeNetwork) build(g *nn.Graph) {
	var blocks []mvaeBlock
	var present []nn.Tensor
	for i := range n.names {
		blocks = append(blocks, n.block(g, i))
		present = append(present, blocks[i].present)
	}
	train, outside := n.encode(g, blocks, 0), n.encode(g, blocks, 1)
	var terms []nn.Term
	for name, keep := range n.subsetsOf(g, present) {
		terms = append(terms, n.bound(g, name, blocks, train, keep)...)
	}
	g.Objective("bound", g.Total(terms...))
	mean, variance := g.ExpertProduct(outside.means, outside.variances, present...)
	z := g.Reparameterise(1, mean, variance, g.Input("eps", n.latent))
	var errors []nn.Term
	for i, b := range blocks {
		made := n.decode(g, i, z)
		g.Output("made/"+n.names[i], made)
		errors = append(errors, nn.Term{Loss: g.MSE(made, b.target, nn.Cells{Weight: b.known}), Weight: n.held[i]})
	}
	g.Validation(g.Total(errors...))
}

// subsetsOf yields the subsets of the modalities whose bounds are trained, by
// name: 1 for each modality that counts for a record.
func (n *mvaeNetwork) subsetsOf(g *nn.Graph, present []nn.Tensor) iter.Seq2[string, []nn.Tensor] {
	return func(yield func(string, []nn.Tensor) bool) {
		if n.joint && !yield("joint", present) {
			return
		}
		for s := range n.subsets {
			keep := make([]nn.Tensor, len(present))
			for i, p := range present {
				keep[i] = g.Mul(p, g.Bernoulli(fmt.Sprintf("keep/%d/%s", s, n.names[i]), n.keep, 1))
			}
			if !yield(fmt.Sprint("subset ", s), keep) {
				return
			}
		}
		for i, p := range present {
			if !n.singles || len(present) == 1 {
				return
			}
			keep := make([]nn.Tensor, len(present))
			for k := range keep {
				keep[k] = g.Affine(0, 0, p)
			}
			if keep[i] = p; !yield("only "+n.names[i], keep) {
				return
			}
		}
	}
}

// block declares a modality and asks the hidden layers of its encoder: in
// training with cells hidden, where cells may be missing, and outside.
func (n *mvaeNetwork) block(g *nn.Graph, i int) mvaeBlock {
	name, width := n.names[i], n.columns[i]
	b := mvaeBlock{target: g.Input("target/"+name, width), known: g.Input("known/"+name, width)}
	if n.pixels[i] {
		x := g.Modality("x/"+name, n.images[i].Shape()...)
		b.present = g.Presence(x)
		h := n.images[i].Encode(g, "q/"+name, x, n.encoding)
		b.hidden, b.seen = [2]nn.Tensor{h, h}, b.known
		return b
	}
	x, there := g.Input("x/"+name, width), g.Modality("shown/"+name, width)
	b.present = g.Presence(there)
	shown := g.Flatten(g.Tokens("shown/"+name, nn.Zero, there))
	b.hidden[1] = n.read(g, name, x, shown)
	b.hidden[0], b.seen = b.hidden[1], b.known
	if n.hideCells[i] > 0 {
		some := g.Mul(shown, g.Bernoulli("show/"+name, 1-n.hideCells[i], width))
		b.hidden[0] = n.read(g, name, x, some)
		b.seen = g.Mul(b.known, some)
	}
	return b
}

// read is the encoder of a table: its cells, and which of them are shown.
func (n *mvaeNetwork) read(g *nn.Graph, name string, x, shown nn.Tensor) nn.Tensor {
	h := g.Dropout(n.encoding.Dropout, g.Linear("q/"+name+"/1", n.hidden, nn.ReLU, g.Mul(x, shown), shown))
	return g.Linear("q/"+name+"/2", n.hidden, nn.ReLU, h)
}

// encode asks the experts, in training (0) or outside (1).
func (n *mvaeNetwork) encode(g *nn.Graph, blocks []mvaeBlock, where int) experts {
	var means, variances []nn.Tensor
	for i, b := range blocks {
		means = append(means, g.Linear("q/"+n.names[i]+"/mean", n.latent, nn.Identity, b.hidden[where]))
		variances = append(variances, g.Linear("q/"+n.names[i]+"/variance", n.latent, nn.Identity, b.hidden[where]))
	}
	return experts{g.Tokens("q/means", nn.Masked, means...), g.Tokens("q/variances", nn.Masked, variances...)}
}

// bound is the evidence lower bound of a subset of the modalities, as a loss per
// cell: what it does not explain of all that is known, or of its own modalities,
// and the divergence from the prior, which counts more and more.
func (n *mvaeNetwork) bound(g *nn.Graph, name string, blocks []mvaeBlock, e experts, keep []nn.Tensor) []nn.Term {
	mean, variance := g.ExpertProduct(e.means, e.variances, keep...)
	z := g.Reparameterise(1, mean, variance, g.Normal("eps/"+name, n.latent))
	var said nn.Tensor
	cells := 0
	for i, b := range blocks {
		held := b.seen
		if n.cross {
			held = b.known
		}
		own := g.CellLogLikelihood("p/"+n.names[i], nn.Likelihood{}, n.decode(g, i, z), b.target, held)
		if !n.cross {
			own = g.Mul(own, keep[i])
		}
		if cells += n.columns[i]; i == 0 {
			said = own
		} else {
			said = g.Add(said, own)
		}
	}
	share := 1 / float64(cells)
	return []nn.Term{{Loss: g.ImportanceBound(said), Weight: share}, {Loss: g.GaussianKL(mean, variance), Weight: share, Ramp: n.ramp}}
}

// decode makes a modality from hidden numbers.
func (n *mvaeNetwork) decode(g *nn.Graph, i int, z nn.Tensor) nn.Tensor {
	name := "p/" + n.names[i]
	h := g.Dropout(n.encoding.Dropout, g.Linear(name+"/1", n.hidden, nn.ReLU, z))
	if n.pixels[i] {
		return n.images[i].Decode(g, name, h)
	}
	return g.Linear(name+"/3", n.columns[i], nn.Identity, g.Linear(name+"/2", n.hidden, nn.ReLU, h))
}
