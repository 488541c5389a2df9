package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "gain",
	Title: "GAIN (adversarial network)",
	Help: "Trains a generator to fill gaps so that a discriminator, given hints, cannot tell filled cells from observed ones; " +
		"in training it also hides modalities that are there, so that it learns to make one from the others. " +
		"Departs from the paper: the layers are wider in narrow tables, modalities and cells are hidden in training, the learning rate falls, and the step that fills held-out cells best is kept; " +
		"preset=paper hides nothing and trains for 10,000 steps at a constant rate of 0.001; of these it, too, keeps the best.",
	Paper: "Yoon, Jordon and van der Schaar, GAIN: Missing Data Imputation using Generative Adversarial Nets, ICML 2018",
	Params: []param.Spec{
		{Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
			Presets: map[string]map[string]any{"paper": {"hide": 0.0, "hide_cells": 0.0, "least_width": 1, "steps": 10000, "patience": 0, "rate": 0.001, "schedule": "constant"}},
			Help:    "paper takes the published settings in the place of the defaults; what is set by itself goes before it."},
		{Name: "alpha", Title: "Reconstruction weight", Type: param.Float, Default: 100.0, Min: 0, Max: 10000, Tries: []any{10.0},
			Help: "Weight of the squared error on known cells beside the adversarial loss."},
		{Name: "hint", Title: "Hint rate", Type: param.Float, Default: 0.9, Min: 0, Max: 1,
			Help: "Share of the cells of which the discriminator is told whether they are observed."},
		{Name: "hide", Title: "Hidden modalities", Type: param.Float, Default: 0.5, Min: 0, Max: 0.9,
			Help: "Probability that a modality of a training record is hidden from the generator, which must then make it. 0 is the method as published."},
		{Name: "hide_cells", Title: "Hidden cells", Type: param.Float, Default: 0.2, Min: 0, Max: 0.9,
			Help: "Probability that a single cell is hidden in the same way, in modalities that some record has in part. 0 is the method as published."},
		{Name: "width", Title: "Width of the hidden layers", Type: param.Int, Default: 0, Min: 0, Max: 4096,
			Help: "0 takes the number of columns, but at most 256, and less for more than 4096 columns."},
		{Name: "least_width", Title: "Least width", Type: param.Int, Default: 128, Min: 1, Max: 256,
			Help: "Where the width is left to the number of columns, the hidden layers are at least so wide. 1 is the method as published."},
		{Name: "steps", Title: "Training steps", Type: param.Int, Default: 0, Min: 0, Max: 1000000,
			Help: "Most minibatches to train with; 0 takes 5000, or a hundred passes over the records where that is more, but at most 20,000. Training stops earlier when held-out cells are no longer filled better."},
		{Name: "patience", Title: "Patience", Type: param.Int, Default: 1000, Min: 0, Max: 1000000,
			Help: "So many steps without improvement, but at least 20 and at most 100 passes over the records, on held-out cells end the training; the best parameters are kept. 0 never stops early."},
		{Name: "batch", Title: "Minibatch", Type: param.Int, Default: 128, Min: 2, Max: 8192,
			Help: "Records of a minibatch."},
		{Name: "rate", Title: "Learning rate", Type: param.Float, Default: 0.003, Min: 1e-6, Max: 1,
			Help: "Learning rate of Adam at the start, for both networks."},
		{Name: "schedule", Title: "Schedule of the learning rate", Type: param.Choice, Default: "cosine", Choices: []string{"cosine", "constant"},
			Help: "The rate falls to 0 over the steps along half a cosine, or stays."},
	},
	New: func(p param.Values) Imputer { return &gain{settings: p} },
})

// gain is GAIN with early stopping on held-out cells.
type gain struct {
	settings param.Values
	layout   learn.Layout
	network  *gainNetwork // nil where no training record has a value
	warnings []string
}

// Fit trains the two networks on the rows in the order of their ids.
func (n *gain) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute gain: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	var network *gainNetwork
	if t.Cells() > 0 {
		var err error
		if network, err = trainGAIN(ctx, t, n.settings, env); err != nil {
			return say.Errorf("impute gain: %w", err)
		}
	}
	n.layout, n.network = t.Layout, network
	_, count := t.Means()
	n.warnings = t.Unobserved(func(j int) bool { return count[j] > 0 })
	return nil
}

// Warnings names the columns that no training record has.
func (n *gain) Warnings() []string { return n.warnings }

// Transform fills the gaps of v. The noise of a record depends on its id and
// on env.Seed: other seeds draw other fillings.
func (n *gain) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if err := check(n.layout, v); err != nil {
		return nil, say.Errorf("impute gain: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	rows, _ := incomplete(values)
	if n.network == nil {
		for _, block := range values {
			fillGaps(block, make([]float64, block.Cols))
		}
	} else if err := n.network.fill(ctx, v, rows, values, env); err != nil {
		return nil, say.Errorf("impute gain: %w", err)
	}
	return filled("gain", v, values)
}

// Draw fills the gaps with noise of their own. A trained generator all
// but ignores so little noise, so that its draws differ less than the data leave
// open.
func (n *gain) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	return n.Transform(ctx, v, ofDraw(env, k))
}

// gainState is a trained generator as data. Networks are nil where no training
// record had a value.
type gainState struct {
	Layout    learn.Layout
	Low, Span []float64 // of each column
	Networks  map[string]nn.Matrix
	Warnings  []string
}

// State returns the networks and the scale of their numbers.
func (n *gain) State(context.Context, job.Env) (any, error) {
	if len(n.layout.Names) == 0 {
		return nil, say.Errorf("impute gain: %w", ErrNotFitted)
	}
	s := gainState{Layout: n.layout, Warnings: n.warnings}
	if n.network != nil {
		s.Low, s.Span, s.Networks = n.network.scale.low, n.network.scale.span, n.network.net.Weights()
	}
	return s, nil
}

// Restore takes them over.
func (n *gain) Restore(state saved.Node) error {
	var s gainState
	err := firstError(
		func() error { return state.Decode(&s) },
		func() error { return s.Layout.Check() },
	)
	if err != nil {
		return restored("gain", err)
	}
	if s.Networks == nil {
		n.layout, n.network, n.warnings = s.Layout, nil, s.Warnings
		return nil
	}
	network := &gainNetwork{adversary: newAdversary(n.settings, s.Layout.Width()), scale: unitScale{s.Low, s.Span}}
	network.targets, network.held = 1, 1 // shares of a training, which is over
	network.addModalities(s.Layout, nil, 0)
	if err = sameLength(s.Layout.Width(), s.Low, s.Span); err == nil {
		network.net, err = nn.NewWith(s.Networks, network.build)
	}
	if err == nil {
		n.layout, n.network, n.warnings = s.Layout, network, s.Warnings
	}
	return restored("gain", err)
}
