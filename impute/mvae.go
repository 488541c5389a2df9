package impute

import (
	"context"

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
	Name:  "mvae",
	Title: "Multimodal variational autoencoder",
	Help: "An encoder for each modality says where a record lies in a hidden space; the product of what those that are there say is decoded to all modalities, so absent ones and missing cells are made from it. " +
		"Departs from the paper: a step trains all modalities together and one random subset, not each modality alone; cells are hidden in training, each column learns its noise, and the step that fills held-out cells best is kept. " +
		"preset=paper takes the published objective, sizes and learning rate, with rectifiers and a number of steps of our own.",
	Paper:  "Wu and Goodman, Multimodal generative models for scalable weakly-supervised learning, NeurIPS 2018; Rybkin, Daniilidis and Levine, Simple and effective VAE training with calibrated decoders, ICML 2021",
	Params: mvaeParams(),
	New:    func(p param.Values) Imputer { return &mvae{settings: p} },
})

func mvaeParams() []param.Spec {
	return append([]param.Spec{
		{Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
			Presets: map[string]map[string]any{"paper": {"latent": 64, "hidden": 512, "explains": "own", "joint": true, "singles": true, "hide_cells": 0.0, "dropout": 0.0, "decay": 0.0,
				"ramp": 200, "steps": 20000, "patience": 0, "batch": 100, "rate": 0.001, "schedule": "constant"}},
			Help: "paper takes the published settings in the place of the defaults; what is set by itself goes before it."},
		{Name: "latent", Title: "Hidden numbers", Type: param.Int, Default: 32, Min: 1, Max: 1024, Tries: []any{16, 64},
			Help: "Length of the vector that stands for a record."},
		{Name: "hidden", Title: "Hidden units", Type: param.Int, Default: 256, Min: 1, Max: 4096, Help: "Width of the hidden layers."},
		{Name: "explains", Title: "A subset explains", Type: param.Choice, Default: "own", Choices: []string{"own", "all"},
			Help: "Whether a subset of the modalities must explain all that is known of a record, or its own modalities only, as published."},
		{Name: "joint", Title: "All together", Type: param.Bool, Default: true, Help: "In every step the bound of all modalities that are there is trained, too."},
		{Name: "singles", Title: "Each alone", Type: param.Bool, Default: false, Help: "In every step the bound of each modality by itself is trained, too."},
		{Name: "subsets", Title: "Random subsets", Type: param.Int, Default: 1, Min: 0, Max: 20, Help: "Random subsets of the modalities whose bounds are trained in every step."},
		{Name: "hide", Title: "Hidden modalities", Type: param.Float, Default: 0.5, Min: 0, Max: 0.9, Help: "Probability that a random subset lacks a modality that is there."},
		{Name: "hide_cells", Title: "Hidden cells", Type: param.Float, Default: 0.2, Min: 0, Max: 0.9,
			Help: "Probability that a single cell is hidden from the encoder in training, in modalities that some record has in part."},
		{Name: "dropout", Title: "Dropout", Type: param.Float, Default: 0.1, Min: 0, Max: 0.9, Help: "Share of hidden units dropped while training."},
		{Name: "ramp", Title: "Ramp", Type: param.Int, Default: 10, Min: 0, Max: 10000, Help: "Passes over the records in which the divergence from the prior comes to its full weight."},
		{Name: "draws", Title: "Draws", Type: param.Int, Default: 10, Min: 1, Max: 1000, Help: "What is filled in is the mean of what so many points of the hidden space are decoded to."},
	}, trainingParams(128)...)
}

// mvae keeps the trained network; without one the means are filled in.
type mvae struct {
	settings param.Values
	layout   learn.Layout
	about    []dataset.Modality
	whole    []bool
	network  *mvaeNetwork
	net      *nn.Network
	means    []float64
	warnings []string
}

// Fit trains the network on the rows in the order of their ids.
func (n *mvae) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute mvae: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	means, count := t.Means()
	about := modalitiesOf(train)
	low, high := t.Ranges()
	network := newMVAENetwork(newValueBlocks(t.Layout, newColumnUnits(train, t), low, high), about, t.Whole, n.settings)
	var net *nn.Network
	if t.Cells() > 0 {
		var err error
		if net, err = network.train(ctx, t, n.settings, env); err != nil {
			return say.Errorf("impute mvae: %w", err)
		}
	}
	n.layout, n.about, n.whole, n.network, n.net, n.means = t.Layout, about, t.Whole, network, net, means
	n.warnings = t.Unobserved(func(j int) bool { return count[j] > 0 })
	return nil
}

// train trains with early stopping on held-out cells.
func (n *mvaeNetwork) train(ctx context.Context, t *learn.Table, p param.Values, env job.Env) (*nn.Network, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	judged := rowsWithCells(held)
	n.held = n.shares(held)
	net, err := nn.New(env.Seed.Child("network"), n.build)
	if err != nil {
		return nil, err
	}
	rows := rowsWithCells(shown)
	data, validation := n.data(shown, shown, rows), n.data(shown, held, judged)
	validation.Blocks["eps"] = nn.Dense(n.latent, make([]float32, len(judged)*n.latent))
	inner := env.Child("train")
	kept := net.Keep(inner)
	inner.Report = kept.Report
	return net, kept.Fit(ctx, data, &validation, trainingOptions("mvae", p, len(rows)), inner)
}

// Warnings names the columns that no training record has.
func (n *mvae) Warnings() []string { return n.warnings }

// Transform fills the gaps of v with the mean of several draws.
func (n *mvae) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	return n.fill(ctx, v, n.settings.Int("draws"), false, env)
}

// Draw fills the gaps of v with single draws, which have the noise of the
// columns, but for images: there it would be snow. The draws of a record depend
// on its id and on env.Seed.
func (n *mvae) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	return n.fill(ctx, v, 1, true, ofDraw(env, k))
}

func (n *mvae) fill(ctx context.Context, v dataset.View, draws int, noisy bool, env job.Env) (*dataset.Filled, error) {
	if err := check(n.layout, v); err != nil {
		return nil, say.Errorf("impute mvae: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("impute mvae: stopped: %w", err)
	}
	rows, values := gappyRows(v)
	if n.net != nil && len(rows) > 0 {
		if err := n.make(ctx, v, rows, values, draws, noisy, env); err != nil {
			return nil, say.Errorf("impute mvae: %w", err)
		}
	}
	for m := range values {
		fillGaps(values[m], n.means[n.layout.Start[m]:n.layout.Start[m+1]])
	}
	return filled("mvae", v, values)
}

// make writes the mean of some draws into the gaps of some rows.
func (n *mvae) make(ctx context.Context, v dataset.View, rows []int, values []dataset.Matrix, draws int, noisy bool, env job.Env) error {
	b := n.network
	t := learn.NewTable(v, rows)
	data := b.data(t, t, learn.AllRows(t.Rows))
	sums := make([][]float64, len(b.names))
	outputs := make([]string, len(b.names))
	for i, name := range b.names {
		sums[i], outputs[i] = make([]float64, t.Rows*b.columns[i]), "made/"+name
	}
	for k := range draws {
		seed := env.Seed.Child("eps").Block(k)
		data.Blocks["eps"] = nn.Dense(b.latent, normals(t.Rows, b.latent, func(r int) rng.Seed { return seed.Child(v.ID(rows[r])) }))
		made, err := n.net.Predict(ctx, data, env, outputs...)
		if err != nil {
			return err
		}
		for i := range made {
			for at, x := range made[i].Values {
				sums[i][at] += float64(x) / float64(draws)
			}
		}
	}
	for i, m := range b.modalities {
		if noisy && !b.pixels[i] {
			if err := n.addNoise(sums[i], i, func(r int) rng.Seed { return env.Seed.Child("noise/" + b.names[i]).Child(v.ID(rows[r])) }); err != nil {
				return err
			}
		}
		for k, row := range rows {
			b.put(i, values[m].Row(row), func(j int) float64 { return sums[i][k*b.columns[i]+j] })
		}
	}
	return nil
}

// addNoise adds to what was made of a modality the noise of its columns.
func (n *mvae) addNoise(made []float64, i int, seed func(record int) rng.Seed) error {
	scale, err := n.net.Param("p/" + n.network.names[i] + "/scale")
	if err != nil {
		return err
	}
	width := n.network.columns[i]
	for at, e := range normals(len(made)/width, width, seed) {
		made[at] += float64(e) * nn.ScaleOf(float64(scale.Values[at%width]))
	}
	return nil
}

// mvaeState is a trained network as data; there is none where no training record
// had a value.
type mvaeState struct {
	Blocks   blocksState
	About    []dataset.Modality
	Whole    []bool
	Means    []float64
	Networks map[string]nn.Matrix
	Warnings []string
}

// State returns the network and the scale of its numbers.
func (n *mvae) State(context.Context, job.Env) (any, error) {
	if n.network == nil {
		return nil, say.Errorf("impute mvae: %w", ErrNotFitted)
	}
	s := mvaeState{Blocks: n.network.state(n.layout), About: n.about, Whole: n.whole, Means: n.means, Warnings: n.warnings}
	if n.net != nil {
		s.Networks = n.net.Weights()
	}
	return s, nil
}

// Restore takes them over.
func (n *mvae) Restore(state saved.Node) error {
	var s mvaeState
	if err := state.Decode(&s); err != nil {
		return restored("mvae", err)
	}
	blocks, err := s.Blocks.blocks()
	if err == nil {
		err = firstError(
			func() error { return sameLength(s.Blocks.Layout.Width(), s.Means) },
			func() error { return sameModalities(s.Blocks.Layout, s.About, s.Whole) },
		)
	}
	if err != nil {
		return restored("mvae", err)
	}
	network := newMVAENetwork(blocks, s.About, s.Whole, n.settings)
	var net *nn.Network
	if s.Networks != nil {
		if net, err = nn.NewWith(s.Networks, network.build); err != nil {
			return restored("mvae", err)
		}
	}
	n.layout, n.about, n.whole, n.means, n.warnings = s.Blocks.Layout, s.About, s.Whole, s.Means, s.Warnings
	n.network, n.net = network, net
	return nil
}

// sameModalities checks what is said of modalities against their columns.
func sameModalities(l learn.Layout, about []dataset.Modality, whole []bool) error {
	if len(about) != len(l.Names) || len(whole) != len(l.Names) {
		return say.Errorf("%d modalities: %w", len(about), errUnfitting)
	}
	for m, a := range about {
		if a.Name != l.Names[m] || len(a.Columns) != len(l.Columns[m]) {
			return say.Errorf("modality %q: %w", a.Name, errUnfitting)
		}
	}
	return nil
}
