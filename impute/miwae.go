package impute

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "miwae",
	Title: "MIWAE (importance-weighted autoencoder)",
	Help: "Learns hidden numbers that explain what is known of a record, whatever is missing, by the importance-weighted bound of its likelihood, over the columns of all modalities side by side. " +
		"A gap gets the mean of draws from the hidden space by how well they explain the record's other cells; draws are drawn again by the same weights. " +
		"Departs from the paper: the encoder is told which cells are there, and in training some are hidden from it, which leaves the bound a bound; noise is normal, with a deviation of each column; " +
		"and the step that fills held-out cells best is kept. preset=paper takes the published sizes, Student's t distributions and a constant rate, with a number of steps of our own.",
	Paper:  "Mattei and Frellsen, MIWAE: deep generative modelling and imputation of incomplete data sets, ICML 2019; Burda, Grosse and Salakhutdinov, Importance weighted autoencoders, ICLR 2016",
	Params: miwaeParams(),
	New:    func(p param.Values) Imputer { return &miwae{settings: p} },
})

func miwaeParams() []param.Spec {
	return append([]param.Spec{
		{Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
			Presets: map[string]map[string]any{"paper": {"latent": 10, "hidden": 128, "samples": 20, "resampled": 10000, "noise": "student", "hide": 0.0, "hide_cells": 0.0,
				"steps": 20000, "patience": 0, "batch": 64, "rate": 0.001, "schedule": "constant", "decay": 0.0}},
			Help: "paper takes the published settings in the place of the defaults; what is set by itself goes before it."},
		{Name: "latent", Title: "Hidden numbers", Type: param.Int, Default: 10, Min: 1, Max: 1024, Tries: []any{20, 40},
			Help: "Length of the vector that stands for a record."},
		{Name: "hidden", Title: "Hidden units", Type: param.Int, Default: 128, Min: 1, Max: 4096, Help: "Width of the three hidden layers of encoder and decoder."},
		{Name: "samples", Title: "Draws in training", Type: param.Int, Default: 10, Min: 1, Max: 1000, Help: "Draws of each record in a training step; the more, the tighter the bound."},
		{Name: "resampled", Title: "Draws in filling", Type: param.Int, Default: 200, Min: 20, Max: 100000,
			Help: "Draws of a record whose mean by their weights is filled in, and from which draws are drawn again; rounded up to twenties."},
		{Name: "noise", Title: "Noise", Type: param.Choice, Default: "normal", Choices: []string{"normal", "student"},
			Help: "How cells scatter around what is decoded: normally, with one deviation for each column, or by Student's t distributions that are decoded, too, as published."},
		{Name: "hide", Title: "Hidden modalities", Type: param.Float, Default: 0.2, Min: 0, Max: 0.9,
			Help: "Probability that a modality is hidden from the encoder in training; it must be explained all the same."},
		{Name: "hide_cells", Title: "Hidden cells", Type: param.Float, Default: 0.2, Min: 0, Max: 0.9,
			Help: "Probability that a single cell is hidden in the same way, in modalities that some record has in part."},
	}, trainingParams(64)...)
}

// miwae keeps the trained network; without one the means are filled in.
type miwae struct {
	settings param.Values
	layout   learn.Layout
	whole    []bool
	network  *miwaeNetwork
	net      *nn.Network
	means    []float64
	warnings []string
}

// Fit trains the network on the rows in the order of their ids.
func (n *miwae) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute miwae: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	means, count := t.Means()
	low, high := t.Ranges()
	network := newMIWAENetwork(newValueBlocks(t.Layout, newColumnUnits(train, t), low, high), t.Whole, n.settings)
	var net *nn.Network
	if t.Cells() > 0 {
		var err error
		if net, err = network.train(ctx, t, n.settings, env); err != nil {
			return say.Errorf("impute miwae: %w", err)
		}
	}
	n.layout, n.whole, n.network, n.net, n.means = t.Layout, t.Whole, network, net, means
	n.warnings = t.Unobserved(func(j int) bool { return count[j] > 0 })
	return nil
}

// Warnings names the columns that no training record has.
func (n *miwae) Warnings() []string { return n.warnings }

// Transform fills the gaps of v with the mean of the draws by their weights.
func (n *miwae) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	return n.fill(ctx, v, env, func(p *miwaePosterior) ([][]float64, error) { return p.mean(ctx) })
}

// Draw fills the gaps of v. The draws of a record depend on its id and on
// env.Seed.
func (n *miwae) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	return n.fill(ctx, v, env, func(p *miwaePosterior) ([][]float64, error) {
		chunks, err := p.resampled(ctx, k+1)
		if err != nil {
			return nil, err
		}
		eps := chunks[k/miwaeChunk]
		at, err := p.predict(ctx, eps, p.outputs("at")...)
		if err != nil {
			return nil, err
		}
		shapes, err := p.shapes(ctx, eps)
		if err != nil {
			return nil, err
		}
		return p.noisy(at, k%miwaeChunk, k, shapes), nil
	})
}

// noisy returns the cells of a draw of each record with their noise: chunk holds
// it as the k-th of several.
func (p *miwaePosterior) noisy(chunk []nn.Matrix, k, draw int, shapes func(i, record, draw, j int) (scale, freedom float64)) [][]float64 {
	out := make([][]float64, len(p.names))
	for i, width := range p.columns {
		out[i] = make([]float64, p.data.Records*width)
		for record := range p.data.Records {
			r := p.seed(record).Child("noise").Block(draw).Block(i).Rand()
			for j, x := range chunk[i].Row(record)[k*width : (k+1)*width] {
				scale, freedom := shapes(i, record, k, j)
				e := r.NormFloat64()
				if !math.IsInf(freedom, 1) {
					e /= math.Sqrt(distuv.ChiSquared{K: freedom, Src: r}.Rand() / freedom)
				}
				out[i][record*width+j] = float64(x) + scale*e
			}
		}
	}
	return out
}

// miwaeRows is the number of records whose draws are made together.
const miwaeRows = 512

// fill completes v by what is made of miwaeRows records at a time.
func (n *miwae) fill(ctx context.Context, v dataset.View, env job.Env, one func(*miwaePosterior) ([][]float64, error)) (*dataset.Filled, error) {
	if err := check(n.layout, v); err != nil {
		return nil, say.Errorf("impute miwae: %w", err)
	}
	rows, values := gappyRows(v)
	for low := 0; low < len(rows) && n.net != nil; low += miwaeRows {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("impute miwae: stopped: %w", err)
		}
		block := rows[low:min(low+miwaeRows, len(rows))]
		made, err := one(n.posterior(v, block, env))
		if err != nil {
			return nil, say.Errorf("impute miwae: %w", err)
		}
		n.network.write(values, block, made)
		env.Emit(job.Progress{Phase: "miwae", Done: low + len(block), Total: len(rows)})
	}
	for m := range values {
		fillGaps(values[m], n.means[n.layout.Start[m]:n.layout.Start[m+1]])
	}
	return filled("miwae", v, values)
}

// posterior prepares the draws of some rows.
func (n *miwae) posterior(v dataset.View, rows []int, env job.Env) *miwaePosterior {
	t := learn.NewTable(v, rows)
	seed := env.Seed.Child("draws")
	return &miwaePosterior{miwaeNetwork: n.network, net: n.net, data: n.network.data(t, t, learn.AllRows(t.Rows)), env: env,
		chunks: (n.settings.Int("resampled") + miwaeChunk - 1) / miwaeChunk, seed: func(k int) rng.Seed { return seed.Child(v.ID(rows[k])) }}
}

// write puts what was made of some rows into their gaps.
func (n *miwaeNetwork) write(values []dataset.Matrix, rows []int, made [][]float64) {
	for i, m := range n.modalities {
		for k, row := range rows {
			n.put(i, values[m].Row(row), func(j int) float64 { return made[i][k*n.columns[i]+j] })
		}
	}
}

// miwaeState is a trained network as data; there is none where no training record
// had a value.
type miwaeState struct {
	Blocks   blocksState
	Whole    []bool
	Means    []float64
	Networks map[string]nn.Matrix
	Warnings []string
}

// State returns the network and the scale of its numbers.
func (n *miwae) State(context.Context, job.Env) (any, error) {
	if n.network == nil {
		return nil, say.Errorf("impute miwae: %w", ErrNotFitted)
	}
	s := miwaeState{Blocks: n.network.state(n.layout), Whole: n.whole, Means: n.means, Warnings: n.warnings}
	if n.net != nil {
		s.Networks = n.net.Weights()
	}
	return s, nil
}

// Restore takes them over.
func (n *miwae) Restore(state saved.Node) error {
	var s miwaeState
	if err := state.Decode(&s); err != nil {
		return restored("miwae", err)
	}
	blocks, err := s.Blocks.blocks()
	if err == nil {
		err = sameLength(s.Blocks.Layout.Width(), s.Means)
	}
	if err == nil && len(s.Whole) != len(s.Blocks.Layout.Names) {
		err = errUnfitting
	}
	if err != nil {
		return restored("miwae", err)
	}
	network := newMIWAENetwork(blocks, s.Whole, n.settings)
	var net *nn.Network
	if s.Networks != nil {
		if net, err = nn.NewWith(s.Networks, network.build); err != nil {
			return restored("miwae", err)
		}
	}
	n.layout, n.whole, n.means, n.warnings = s.Blocks.Layout, s.Whole, s.Means, s.Warnings
	n.network, n.net = network, net
	return nil
}
