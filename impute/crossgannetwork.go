package impute

import (
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/encode"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// noiseSpan makes uniform random numbers of variance 1.
var noiseSpan = float32(math.Sqrt(3))

// crossNetwork describes the networks of one modality, the target. Their
// inputs:
//
//	x/NAME     features of another modality, with indicators of its gaps
//	own        cells of the target that the generator may see, where cells of it
//	           may be missing one by one
//	shown      which of them it sees; a modality, so that training can hide it
//	target     what is real
//	known      1 for the cells of target that are known, likewise
//	z/1, z/2   random vectors of two draws, outside training
type crossNetwork struct {
	modality int
	columns  int        // of what is drawn: small pixels of a picture
	image    encode.CNN // where drawn, as small as it is drawn
	drawn    bool       // pixel by pixel
	picture  *thumbnail // where drawn and always whole
	gaps     bool       // cells may be missing one by one
	sources  []crossSource

	hidden, noise int
	encoding      encode.Encoding
	weight        float64 // of the energy score
	matching      float64 // of the mean features of the discriminator
	hideCells     float64
	jitter        float64
}

// crossSource is a modality of the condition.
type crossSource struct {
	name     string
	modality int
	columns  int
	gaps     bool // an indicator for every column comes after them
	picture  *thumbnail
	encoder  encode.Encoder
}

func (s crossSource) width() int {
	if s.picture != nil {
		return s.picture.cells()
	}
	if s.gaps {
		return 2 * s.columns
	}
	return s.columns
}

// write puts the features of row i of a table into dst: a missing cell is 0,
// which is the mean.
func (s crossSource) write(dst []float32, t *learn.Table, i int, scale crossScale) {
	start := t.Start[s.modality]
	if s.picture != nil {
		if t.Count(i, s.modality) > 0 {
			s.picture.shrink(dst, func(j int) float32 { return scale.down(start+j, t.Row(i)[start+j]) })
		}
		return
	}
	for j := range s.columns {
		switch {
		case t.Has(i, start+j):
			dst[j] = scale.down(start+j, t.Row(i)[start+j])
		case s.gaps:
			dst[s.columns+j] = 1
		}
	}
}

// Widths of the hidden layers where they are not given.
const (
	hiddenOfImages = 128
	hiddenOfTables = 256
)

// crossAbout is what the networks are made for.
type crossAbout struct {
	Modalities []dataset.Modality
	Whole      []bool // no training row has a part of the modality
	Seen       []bool // some training row has it
}

func crossAboutOf(t *learn.Table, modalities []dataset.Modality) crossAbout {
	a := crossAbout{modalities, t.Whole, make([]bool, len(modalities))}
	_, count := t.Means()
	for m := range a.Seen {
		for j := t.Start[m]; j < t.Start[m+1]; j++ {
			a.Seen[m] = a.Seen[m] || count[j] > 0
		}
	}
	return a
}

// newCrossNetwork describes the networks of modality m. Modalities that no
// training row has are no condition.
func newCrossNetwork(a crossAbout, m int, p param.Values) *crossNetwork {
	n := &crossNetwork{
		modality: m, columns: len(a.Modalities[m].Columns), gaps: !a.Whole[m] || len(a.Whole) == 1,
		noise: p.Int("noise"), weight: p.Float("weight"), matching: p.Float("matching"), hideCells: p.Float("hide_cells"), jitter: p.Float("jitter"),
	}
	if n.image, n.drawn = encode.CNNFor(a.Modalities[m], n.columns); n.drawn && !n.gaps {
		small := thumbnailOf(n.image, p.Int("size"))
		n.picture, n.image, n.columns = &small, small.to, small.cells()
	}
	if n.hidden = p.Int("hidden"); n.hidden == 0 {
		n.hidden = hiddenOfTables
		if n.drawn {
			n.hidden = hiddenOfImages
		}
	}
	n.encoding = encode.Encoding{Hidden: n.hidden, Width: p.Int("width"), Dropout: p.Float("dropout")}
	for k, source := range a.Modalities {
		s := crossSource{name: source.Name, modality: k, columns: len(source.Columns), gaps: !a.Whole[k]}
		if k == m || !a.Seen[k] {
			continue
		}
		s.encoder = encode.MLP{Columns: s.width()}
		if cnn, ok := encode.CNNFor(source, s.columns); ok && !s.gaps {
			small := thumbnailOf(cnn, p.Int("size"))
			s.picture, s.encoder = &small, small.to
		}
		n.sources = append(n.sources, s)
	}
	return n
}

// crossCondition is what a generator is told of a record.
type crossCondition struct {
	code     []nn.Tensor // the embeddings and which are there; none without sources
	raw      []nn.Tensor // features as they are, where there are few
	own      nn.Tensor   // the cells of the target, 0 where they are not shown
	shown    nn.Tensor
	known    nn.Tensor // cells of the target that are
	unmasked nn.Tensor // of them, those that are judged
	withOwn  bool
}

// build writes the networks down, the generator alone or with a discriminator.
func (n *crossNetwork) build(adversarial bool) func(*nn.Graph) {
	return func(g *nn.Graph) {
		train, outside := n.conditions(g)
		real := g.Input("target", n.shape()...)
		a := n.generate(g, train, g.Uniform("z/train/1", -float64(noiseSpan), float64(noiseSpan), n.noise))
		b := n.generate(g, train, g.Uniform("z/train/2", -float64(noiseSpan), float64(noiseSpan), n.noise))
		score := n.score(g, a, b, real, train)
		if adversarial {
			n.oppose(g, a, real, train, score)
		} else {
			g.Objective("generator", score, "g/")
		}
		c, d := n.generate(g, outside, g.Input(zNames[0], n.noise)), n.generate(g, outside, g.Input(zNames[1], n.noise))
		g.Validation(n.score(g, c, d, real, outside))
		g.Output("made", c)
	}
}

// shape is that of a row of the target.
func (n *crossNetwork) shape() []int {
	if n.drawn {
		return n.image.Shape()
	}
	return []int{n.columns}
}

// mostRaw is the most weights that lead from features straight to columns.
const mostRaw = 1 << 18

// straight lists the sources whose features go straight to the columns as well:
// tables, unless they are too wide or what is made is drawn.
func (n *crossNetwork) straight() []crossSource {
	var tables []crossSource
	raw := 0
	for _, s := range n.sources {
		if _, table := s.encoder.(encode.MLP); table {
			tables = append(tables, s)
			raw += s.width() * n.columns
		}
	}
	if n.drawn || raw > mostRaw {
		return nil
	}
	return tables
}

// Parameters of the last layer of a generator of a table: of the hidden layer,
// the constants, and the features of each source.
const (
	lastWeight = "g/draw/out/W"
	lastBias   = "g/draw/out/b"
)

func rawWeight(source int) string { return fmt.Sprintf("%s%d", lastWeight, source+2) }

// conditions encodes the sources, and the target's own cells: some of those
// that are shown are hidden in training.
func (n *crossNetwork) conditions(g *nn.Graph) (train, outside crossCondition) {
	var c crossCondition
	var parts []nn.Tensor
	features := map[string]nn.Tensor{}
	for _, s := range n.sources {
		x := g.Modality("x/"+s.name, s.encoder.Shape()...)
		if cnn, drawn := s.encoder.(encode.CNN); drawn {
			x = g.Jitter(int(n.jitter*float64(min(cnn.Height, cnn.Width))+0.5), x)
		}
		parts = append(parts, s.encoder.Encode(g, "g/"+s.name, x, n.encoding))
		features[s.name] = x
	}
	for _, s := range n.straight() {
		c.raw = append(c.raw, g.Flatten(g.Tokens("g/raw/"+s.name, nn.Zero, features[s.name])))
	}
	if len(parts) > 0 {
		c.code = []nn.Tensor{g.Flatten(g.Tokens("g/condition", nn.Zero, parts...)), g.Presence(parts...)}
	}
	if !n.gaps {
		return c, c
	}
	own := g.Input("own", n.columns)
	c.known = g.Input("known", n.columns)
	c.shown = g.Flatten(g.Tokens("g/shown", nn.Zero, g.Modality("shown", n.columns)))
	train = c.withCells(g, own, g.Mul(c.shown, g.Bernoulli("keep", 1-n.hideCells, n.columns)))
	return train, c.withCells(g, own, c.shown)
}

// withCells adds the cells that are shown; the others are judged.
func (c crossCondition) withCells(g *nn.Graph, own, shown nn.Tensor) crossCondition {
	c.own, c.shown, c.withOwn = g.Mul(own, shown), shown, true
	c.unmasked = g.Mul(c.known, g.Affine(-1, 1, shown))
	return c
}

// generate draws the target from the condition and a random vector.
func (n *crossNetwork) generate(g *nn.Graph, c crossCondition, z nn.Tensor) nn.Tensor {
	in := append([]nn.Tensor{z}, c.code...)
	if c.withOwn {
		in = append(in, c.own, c.shown)
	}
	h := g.Dropout(n.encoding.Dropout, g.Linear("g/hidden", n.hidden, nn.ReLU, in...))
	if n.drawn {
		return n.image.Decode(g, "g/draw", h)
	}
	h = g.Linear("g/hidden2", n.hidden, nn.ReLU, h, z)
	return encode.MLP{Columns: n.columns}.Decode(g, "g/draw", append([]nn.Tensor{h}, c.raw...)...)
}

// score is the energy score of two draws, of images also that of their edges.
func (n *crossNetwork) score(g *nn.Graph, a, b, real nn.Tensor, c crossCondition) nn.Loss {
	cells := g.EnergyScore(a, b, real, c.unmasked)
	if !n.drawn || n.gaps {
		return cells
	}
	edges := g.EnergyScore(g.Edges(a), g.Edges(b), g.Edges(real), nn.Tensor{})
	return g.Total(nn.Term{Loss: cells, Weight: 0.5}, nn.Term{Loss: edges, Weight: 0.5})
}

// oppose adds the discriminator and its part in the generator's loss.
func (n *crossNetwork) oppose(g *nn.Graph, made, real nn.Tensor, c crossCondition, score nn.Loss) {
	g.SpectralNorm("d/")
	if n.gaps {
		real = g.Blend(c.known, real, g.Detach(made))
	}
	g.Objective("discriminator", g.Total(
		nn.Term{Loss: said(g, n.judge(g, real, c), 1), Weight: 0.5},
		nn.Term{Loss: said(g, n.judge(g, g.Detach(made), c), 0), Weight: 0.5},
	), "d/")
	terms := []nn.Term{{Loss: said(g, n.judge(g, made, c), 1), Weight: 1}, {Loss: score, Weight: n.weight}}
	if n.matching > 0 {
		same := g.MeanMatching(n.notice(g, made, c), g.Detach(n.notice(g, real, c)))
		terms = append(terms, nn.Term{Loss: same, Weight: n.matching})
	}
	g.Objective("generator", g.Total(terms...), "g/")
}

// said is the cross-entropy of a discriminator's logits for pairs that are all
// real, 1, or all made, 0.
func said(g *nn.Graph, logits nn.Tensor, truth float64) nn.Loss {
	return g.BCEWithLogits(logits, g.Affine(0, truth, g.Detach(logits)), nn.Cells{})
}

// judge is the discriminator: a logit for each pair of a target and what it was
// made from, which no gradient goes back to.
func (n *crossNetwork) judge(g *nn.Graph, x nn.Tensor, c crossCondition) nn.Tensor {
	return g.Linear("d/out", 1, nn.Identity, n.notice(g, x, c))
}

// notice is what the discriminator finds in such a pair: its last hidden layer.
func (n *crossNetwork) notice(g *nn.Graph, x nn.Tensor, c crossCondition) nn.Tensor {
	if n.drawn {
		x = n.image.Convolve(g, "d/draw", g.Reshape(x, n.shape()...))
	}
	in := []nn.Tensor{g.Linear("d/target", n.hidden, nn.ReLU, x)}
	for _, t := range c.code {
		in = append(in, g.Detach(t))
	}
	return g.Linear("d/pair", n.hidden, nn.ReLU, in...)
}
