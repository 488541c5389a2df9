package impute

import (
	"context"
	"math"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// miwaeNetwork describes an encoder and a decoder of all modalities side by
// side. Its inputs are those of valueBlocks, and eps, the random numbers of
// miwaeChunk draws outside training.
type miwaeNetwork struct {
	*valueBlocks
	latent, hidden int
	draws          int // in training
	student        bool
	hideCells      []float64 // share of the shown cells of each modality hidden from the encoder in training
	held           []float64 // share of the held-out cells
}

// miwaeChunk is the number of draws of a record that are decoded at a time
// outside training.
const miwaeChunk = 20

func newMIWAENetwork(b *valueBlocks, whole []bool, p param.Values) *miwaeNetwork {
	n := &miwaeNetwork{valueBlocks: b, latent: p.Int("latent"), hidden: p.Int("hidden"), draws: p.Int("samples"), student: p.String("noise") == "student"}
	n.hideCells, n.held = make([]float64, len(b.names)), make([]float64, len(b.names))
	for i, m := range b.modalities {
		if !whole[m] || len(b.names) == 1 {
			n.hideCells[i] = p.Float("hide_cells")
		}
	}
	return n
}

// miwaeSaid is what the decoder says of one modality of each draw.
type miwaeSaid struct {
	location   nn.Tensor
	likelihood nn.Likelihood
}

// build writes the network down: the bound of what is known, the error at
// held-out cells, and what it makes of given random numbers.
func (n *miwaeNetwork) build(g *nn.Graph) {
	var in [2][]nn.Tensor // of the encoder, in training and outside
	var target, known, shown []nn.Tensor
	cells := 0
	for i, name := range n.names {
		width := n.columns[i]
		x := g.Input("x/"+name, width)
		there := g.Flatten(g.Tokens("shown/"+name, nn.Zero, g.Modality("shown/"+name, width)))
		some := there
		if n.hideCells[i] > 0 {
			some = g.Mul(there, g.Bernoulli("show/"+name, 1-n.hideCells[i], width))
		}
		in[0] = append(in[0], g.Mul(x, some), some)
		in[1] = append(in[1], g.Mul(x, there), there)
		shown = append(shown, there)
		target, known = append(target, g.Input("target/"+name, width)), append(known, g.Input("known/"+name, width))
		cells += width
	}
	weights, _ := n.explain(g, in[0], n.draws, g.Normal("eps", n.draws*n.latent), target, known)
	g.Objective("bound", g.Total(nn.Term{Loss: g.ImportanceBound(weights), Weight: 1 / float64(cells)}))
	var x []nn.Tensor
	for i := range n.names {
		x = append(x, in[1][2*i])
	}
	weights, said := n.explain(g, in[1], miwaeChunk, g.Input("eps", miwaeChunk*n.latent), x, shown)
	g.Output("weights", weights)
	var errors []nn.Term
	for i, name := range n.names {
		made := g.ImportanceMean(weights, said[i].location)
		g.Output("made/"+name, made)
		g.Output("at/"+name, said[i].location)
		if n.student {
			g.Output("scale/"+name, said[i].likelihood.Scale)
			g.Output("freedom/"+name, said[i].likelihood.Freedom)
		}
		errors = append(errors, nn.Term{Loss: g.MSE(made, target[i], nn.Cells{Weight: known[i]}), Weight: n.held[i]})
	}
	g.Validation(g.Total(errors...))
}

// explain draws hidden numbers given what is shown, and returns the logarithms of
// the weights of the draws, by how they explain the cells that are known, and
// what is decoded from them.
func (n *miwaeNetwork) explain(g *nn.Graph, in []nn.Tensor, draws int, eps nn.Tensor, target, known []nn.Tensor) (nn.Tensor, []miwaeSaid) {
	h := n.layers(g, "q", in...)
	mean, variance := g.Linear("q/mean", n.latent, nn.Identity, h), g.Linear("q/variance", n.latent, nn.Identity, h)
	z := g.Reparameterise(draws, mean, variance, eps)
	h = n.layers(g, "p", z)
	said := make([]miwaeSaid, len(n.names))
	var all nn.Tensor
	for i, name := range n.names {
		name = "p/" + name
		s := miwaeSaid{location: g.Linear(name+"/at", n.columns[i], nn.Identity, h)}
		if n.student {
			s.likelihood = nn.Likelihood{Student: true, Scale: g.Linear(name+"/scales", n.columns[i], nn.Identity, h), Freedom: g.Linear(name+"/freedoms", n.columns[i], nn.Identity, h)}
		}
		own := g.CellLogLikelihood(name, s.likelihood, s.location, target[i], known[i])
		if said[i] = s; i == 0 {
			all = own
		} else {
			all = g.Add(all, own)
		}
	}
	return g.LogWeights(all, z, variance, eps), said
}

// layers are three hidden layers, as published.
func (n *miwaeNetwork) layers(g *nn.Graph, name string, in ...nn.Tensor) nn.Tensor {
	h := g.Linear(name+"/1", n.hidden, nn.Tanh, in...)
	return g.Linear(name+"/3", n.hidden, nn.Tanh, g.Linear(name+"/2", n.hidden, nn.Tanh, h))
}

// train trains with early stopping on held-out cells.
func (n *miwaeNetwork) train(ctx context.Context, t *learn.Table, p param.Values, env job.Env) (*nn.Network, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	judged := rowsWithCells(held)
	n.held = n.shares(held)
	net, err := nn.New(env.Seed.Child("network"), n.build)
	if err != nil {
		return nil, err
	}
	rows := rowsWithCells(shown)
	data, validation := n.data(shown, shown, rows), n.data(shown, held, judged)
	seed := env.Seed.Child("validation")
	validation.Blocks["eps"] = nn.Dense(miwaeChunk*n.latent, normals(len(judged), miwaeChunk*n.latent, func(k int) rng.Seed { return seed.Block(judged[k]) }))
	inner := env.Child("train")
	kept := net.Keep(inner)
	inner.Report = kept.Report
	options := trainingOptions("miwae", p, len(rows))
	options.ModalityDropout.P = p.Float("hide")
	return net, kept.Fit(ctx, data, &validation, options, inner)
}

// miwaePosterior is the draws of some records of what is missing.
type miwaePosterior struct {
	*miwaeNetwork
	net    *nn.Network
	data   nn.Data
	seed   func(record int) rng.Seed
	chunks int
	env    job.Env
}

// eps are the random numbers of a chunk of the draws of a record.
func (p *miwaePosterior) eps(chunk int) []float32 {
	return normals(p.data.Records, miwaeChunk*p.latent, func(k int) rng.Seed { return p.seed(k).Block(chunk) })
}

// predict decodes draws made of some random numbers.
func (p *miwaePosterior) predict(ctx context.Context, eps []float32, outputs ...string) ([]nn.Matrix, error) {
	p.data.Blocks["eps"] = nn.Dense(miwaeChunk*p.latent, eps)
	return p.net.Predict(ctx, p.data, job.Env{Seed: p.env.Seed, Workers: p.env.Workers}, outputs...)
}

// outputs are the names of an output of each modality.
func (n *miwaeNetwork) outputs(what string) []string {
	out := make([]string, len(n.names))
	for i, name := range n.names {
		out[i] = what + "/" + name
	}
	return out
}

// mean returns the mean of the draws by their weights, modality by modality.
func (p *miwaePosterior) mean(ctx context.Context) ([][]float64, error) {
	out := make([][]float64, len(p.names))
	for i := range out {
		out[i] = make([]float64, p.data.Records*p.columns[i])
	}
	total := make([]float64, p.data.Records) // logarithm of the weight so far
	for chunk := range p.chunks {
		made, err := p.predict(ctx, p.eps(chunk), append([]string{"weights"}, p.outputs("made")...)...)
		if err != nil {
			return nil, err
		}
		for k := range total {
			weight := logSum(made[0].Row(k))
			if chunk > 0 {
				total[k] = logAdd(total[k], weight)
			} else {
				total[k] = weight
			}
			share := math.Exp(weight - total[k])
			for i, sums := range out {
				for j, x := range made[i+1].Row(k) {
					at := k*p.columns[i] + j
					sums[at] += share * (float64(x) - sums[at])
				}
			}
		}
	}
	return out, nil
}

func logSum(logs []float32) float64 {
	sum := math.Inf(-1)
	for _, x := range logs {
		sum = logAdd(sum, float64(x))
	}
	return sum
}

func logAdd(a, b float64) float64 {
	top := max(a, b)
	if math.IsInf(top, -1) {
		return top
	}
	return top + math.Log1p(math.Exp(min(a, b)-top))
}

// resampled returns random numbers whose draws are taken from the posterior, m
// for each record, by sampling importance resampling: of all draws, some are
// drawn again by their weights. Chunk by chunk of them they can be decoded.
func (p *miwaePosterior) resampled(ctx context.Context, m int) ([][]float32, error) {
	weights := make([][]float32, p.data.Records)
	for chunk := range p.chunks {
		out, err := p.predict(ctx, p.eps(chunk), "weights")
		if err != nil {
			return nil, err
		}
		for k := range weights {
			weights[k] = append(weights[k], out[0].Row(k)...)
		}
	}
	again := make([][]float32, (m+miwaeChunk-1)/miwaeChunk)
	for c := range again {
		again[c] = make([]float32, p.data.Records*miwaeChunk*p.latent)
	}
	for k, w := range weights {
		r := p.seed(k).Child("resampled").Rand()
		chunks := map[int][]float32{}
		for draw := range m {
			chosen := atPoint(w, r.Float64())
			chunk := chosen / miwaeChunk
			if chunks[chunk] == nil {
				chunks[chunk] = normals(1, miwaeChunk*p.latent, func(int) rng.Seed { return p.seed(k).Block(chunk) })
			}
			to := (k*miwaeChunk + draw%miwaeChunk) * p.latent
			copy(again[draw/miwaeChunk][to:to+p.latent], chunks[chunk][chosen%miwaeChunk*p.latent:])
		}
	}
	return again, nil
}

// atPoint returns the index at a point from 0 to 1 of weights, given as
// logarithms, laid end to end.
func atPoint(logs []float32, point float64) int {
	total := logSum(logs)
	for k, x := range logs {
		if point -= math.Exp(float64(x) - total); point < 0 {
			return k
		}
	}
	return len(logs) - 1
}

// shapes returns the deviation and the degrees of freedom, infinite for normal
// noise, of a cell of a draw.
func (p *miwaePosterior) shapes(ctx context.Context, eps []float32) (func(i, record, draw, j int) (scale, freedom float64), error) {
	if p.student {
		out, err := p.predict(ctx, eps, append(p.outputs("scale"), p.outputs("freedom")...)...)
		if err != nil {
			return nil, err
		}
		return func(i, record, draw, j int) (float64, float64) {
			at := draw*p.columns[i] + j
			return nn.ScaleOf(float64(out[i].Row(record)[at])), nn.FreedomOf(float64(out[len(p.names)+i].Row(record)[at]))
		}, nil
	}
	scales := make([]nn.Param, len(p.names))
	for i, name := range p.names {
		var err error
		if scales[i], err = p.net.Param("p/" + name + "/scale"); err != nil {
			return nil, say.Errorf("its noise: %w", err)
		}
	}
	return func(i, _, _, j int) (float64, float64) { return nn.ScaleOf(float64(scales[i].Values[j])), math.Inf(1) }, nil
}
