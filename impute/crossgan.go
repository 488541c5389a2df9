package impute

import (
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "crossgan",
	Title: "Cross-modal GAN",
	Help: "Makes a whole absent modality from those that are there: a conditional generator for each modality, with convolutions for images and spectrograms, " +
		"and a discriminator that judges what is made together with what it was made from. What is filled in is the mean of several draws. " +
		"Departs from the papers: any subset of the modalities is a condition; reconstruction is the energy score of two draws in the place of a norm, " +
		"which does not punish variety; the generator is trained without the discriminator first, and the adversarial training that follows is kept " +
		"unless held-out records are drawn worse by it.",
	Paper: "Mirza and Osindero, Conditional generative adversarial nets, arXiv 1411.1784, 2014; Isola et al., Image-to-image translation with conditional adversarial networks, CVPR 2017; " +
		"Cai et al., Deep adversarial learning for multi-modality missing data completion, KDD 2018; Miyato et al., Spectral normalization for generative adversarial networks, ICLR 2018; " +
		"Salimans et al., Improved techniques for training GANs, NeurIPS 2016",
	Params: crossganParams(),
	New:    func(p param.Values) Imputer { return &crossgan{settings: p} },
})

func crossganParams() []param.Spec {
	return []param.Spec{
		{Name: "adversarial", Title: "Adversarial training", Type: param.Choice, Default: "auto", Choices: []string{"auto", "always", "never"},
			Help: "auto trains with and without the discriminator and keeps the first unless it draws held-out records worse; always keeps it; never leaves it out."},
		{Name: "weight", Title: "Reconstruction weight", Type: param.Float, Default: 10.0, Min: 0.01, Max: 10000, Tries: []any{3.0, 30.0},
			Help: "Weight of the distance to what is real beside the adversarial loss."},
		{Name: "matching", Title: "Feature matching", Type: param.Float, Default: 0.0, Min: 0, Max: 10000, Tries: []any{1.0},
			Help: "Weight of the distance between what the discriminator finds on average in what is made and in what is real, beside the adversarial loss."},
		{Name: "draws", Title: "Draws", Type: param.Int, Default: 20, Min: 1, Max: 1000,
			Help: "What is filled in is the mean of so many draws; 1 fills in a single one."},
		{Name: "hide", Title: "Hidden modalities", Type: param.Float, Default: 0.5, Min: 0, Max: 0.9,
			Help: "Probability that a modality of the condition is hidden in training, so that any subset of them will do; one always stays."},
		{Name: "hide_cells", Title: "Hidden cells", Type: param.Float, Default: 0.2, Min: 0.01, Max: 0.9,
			Help: "Probability that a single cell is hidden in training, in modalities that some record has in part; such a modality is told by its other cells, too."},
		{Name: "size", Title: "Size of images", Type: param.Int, Default: 32, Min: 8, Max: 4096,
			Help: "Images whose longer side has more pixels are read and made at a half, a third … of their size, and enlarged again: less work, and less noise from few records."},
		{Name: "hidden", Title: "Hidden units", Type: param.Int, Default: 0, Min: 0, Max: 4096,
			Help: "Width of the hidden layers; 0 takes 128 for images and spectrograms and 256 for all else."},
		{Name: "width", Title: "Width", Type: param.Int, Default: 32, Min: 1, Max: 2048, Help: "Length of the embedding of a modality of the condition."},
		{Name: "noise", Title: "Noise", Type: param.Int, Default: 16, Min: 1, Max: 1024, Help: "Length of the random vector that a draw is made from."},
		{Name: "dropout", Title: "Dropout", Type: param.Float, Default: 0.3, Min: 0, Max: 0.9, Help: "Share of hidden units of the generator dropped while training."},
		{Name: "jitter", Title: "Jitter", Type: param.Float, Default: 0.07, Min: 0, Max: 0.4,
			Help: "Images and spectrograms of the condition are moved in training by up to this share of their shorter side."},
		{Name: "steps", Title: "Training steps", Type: param.Int, Default: 2000, Min: 1, Max: 1000000,
			Help: "Most minibatches of each of the two trainings of a modality; they stop earlier when held-out records are no longer drawn better."},
		{Name: "patience", Title: "Patience", Type: param.Int, Default: 800, Min: 0, Max: 1000000,
			Help: "So many steps without improvement on held-out records end a training; the best parameters are kept. 0 never stops early."},
		{Name: "batch", Title: "Minibatch", Type: param.Int, Default: 64, Min: 2, Max: 8192, Help: "Records of a minibatch."},
		{Name: "rate", Title: "Learning rate", Type: param.Float, Default: 0.002, Min: 1e-6, Max: 1,
			Help: "Learning rate of Adam at the start, for both networks; it falls to 0 along half a cosine."},
		{Name: "decay", Title: "Weight decay", Type: param.Float, Default: 0.05, Min: 0, Max: 10, Help: "Decoupled weight decay of both networks."},
	}
}

// crossgan has a generator for each modality. A missing cell of a modality that
// is there is drawn by the same generator, which then sees the other cells, too.
// Where nothing is there to make a modality from, and for columns and modalities
// that no training record has, the mean of the training records is filled in.
type crossgan struct {
	settings   param.Values
	layout     learn.Layout
	about      crossAbout
	scale      crossScale
	generators []*generator // by modality; nil where the means stand in
	only       []string     // the modalities that are to be filled; nil for all
	warnings   []string
	notes      []string
}

// FillOnly leaves out the generators of other modalities.
func (c *crossgan) FillOnly(modalities []string) { c.only = append([]string{}, modalities...) }

// leftOut says whether a modality is not to be filled.
func (c *crossgan) leftOut(name string) bool { return c.only != nil && !slices.Contains(c.only, name) }

// Fit trains the networks of one modality after the other, on the rows in the
// order of their ids.
func (c *crossgan) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute crossgan: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	scale := newCrossScale(t, modalitiesOf(train))
	generators := make([]*generator, len(t.Names))
	about := crossAboutOf(t, modalitiesOf(train))
	var notes []string
	for m, name := range t.Names {
		if c.leftOut(name) {
			continue
		}
		n := newCrossNetwork(about, m, c.settings)
		var said string
		var err error
		if generators[m], said, err = n.train(ctx, t, scale, c.settings, env.Child(name)); err != nil {
			return say.Errorf("impute crossgan: modality %q: %w", name, err)
		}
		if said != "" {
			notes = append(notes, say.Kept("modality %q: %s", name, said))
		}
	}
	c.layout, c.about, c.scale, c.generators, c.notes = t.Layout, about, scale, generators, notes
	_, count := t.Means()
	c.warnings = t.Unobserved(func(j int) bool { return count[j] > 0 })
	return nil
}

// Warnings names the columns that no training record has, and how the training
// of each modality went.
func (c *crossgan) Warnings() []string { return slices.Concat(c.warnings, c.notes) }

// Notes says of each modality how its generator does on held-out records, with
// and without the discriminator, and which was kept.
func (c *crossgan) Notes() []string { return c.notes }

// Transform fills the gaps of v with the mean of several draws.
func (c *crossgan) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	draws := 0
	if c.settings != nil {
		draws = c.settings.Int("draws")
	}
	f, err := c.fill(ctx, v, draws, env)
	if err != nil {
		return nil, say.Errorf("impute crossgan: %w", err)
	}
	return f, nil
}

// Draw fills the gaps of v with single draws. The random vectors of a record
// depend on its id and on env.Seed: other seeds give other draws.
func (c *crossgan) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	f, err := c.fill(ctx, v, 1, job.Env{Seed: env.Seed.Block(k), Workers: env.Workers})
	if err != nil {
		return nil, say.Errorf("impute crossgan: %w", err)
	}
	return f, nil
}

func (c *crossgan) fill(ctx context.Context, v dataset.View, draws int, env job.Env) (*dataset.Filled, error) {
	if err := check(c.layout, v); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("stopped: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
		if name := c.layout.Names[m]; c.leftOut(name) && slices.ContainsFunc(values[m].Data, math.IsNaN) {
			return nil, say.Errorf("modality %q has gaps, and was fitted as one that is not to be filled", name)
		}
		if c.generators[m] != nil {
			if err := c.make(ctx, v, m, values[m], draws, env); err != nil {
				return nil, err
			}
		}
		fillGaps(values[m], c.scale.mean[c.layout.Start[m]:c.layout.Start[m+1]])
	}
	return dataset.NewFilled(v, values)
}

// make writes the mean of some draws into the gaps of the rows of modality m
// that have something to draw it from.
func (c *crossgan) make(ctx context.Context, v dataset.View, m int, values dataset.Matrix, draws int, env job.Env) error {
	g := c.generators[m]
	var rows []int
	for i := range v.Len() {
		if hasGap(values.Row(i)) && g.told(v, i) {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	t := learn.NewTable(v, rows)
	data := g.condition(t, c.scale, learn.AllRows(t.Rows))
	seed := env.Seed.Child("draw/" + c.layout.Names[m])
	sum, err := g.draw(ctx, data, draws, func(row int) string { return v.ID(rows[row]) }, job.Env{Seed: seed, Workers: env.Workers})
	if err != nil {
		return err
	}
	start := c.layout.Start[m]
	for k, i := range rows {
		out, made := values.Row(i), sum[k*g.columns:(k+1)*g.columns]
		for j, x := range out {
			if math.IsNaN(x) {
				out[j] = c.scale.up(start+j, g.cell(made, j)/float64(draws))
			}
		}
	}
	return nil
}

func hasGap(row []float64) bool {
	for _, x := range row {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}
