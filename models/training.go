package models

import (
	"context"
	"fmt"

	"lacuna/internal/job"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

// training says how the networks of a model are trained. A model is an
// ensemble of members that differ in their seeds and, when cross-fitted, in
// the fold of the records that they are stopped by.
type training struct {
	name      string // of the model, for events and errors
	members   int
	crossFit  bool
	epochs    int
	patience  int
	batch     int
	rate      float64
	decay     float64
	smoothing float64
	balanced  bool // classes count alike, not records
	drop      nn.ModalityDropout
}

// trainingParams are the parameters of every model that trains networks.
func trainingParams() []param.Spec {
	return []param.Spec{
		{
			Name: "members", Title: "Members", Type: param.Int, Default: 5, Min: 1, Max: 50,
			Help: "Networks trained from different seeds, whose probabilities are averaged (deep ensemble, Lakshminarayanan et al. 2017).",
		},
		{
			Name: "cross-fit", Title: "Cross-fit", Type: param.Bool, Default: true,
			Help: "Stop each member by a different fifth of the training and validation records and train it on the rest, so that all records are learned from; otherwise all members learn from training and are stopped by validation.",
		},
		{
			Name: "epochs", Title: "Epochs", Type: param.Int, Default: 150, Min: 1, Max: 10000,
			Help: "The most passes over the training records; all of them where no records can be spared for stopping.",
		},
		{
			Name: "patience", Title: "Patience", Type: param.Int, Default: 20, Min: 0, Max: 10000,
			Help: "Epochs without a smaller validation loss after which training stops; 0 never stops early. The best epoch is kept.",
		},
		{
			Name: "batch", Title: "Minibatch", Type: param.Int, Default: 0, Min: 0, Max: 65536,
			Help: "Records per step; 0 takes a 16th of the training records, but 16 at least and 512 at most.",
		},
		{
			Name: "rate", Title: "Learning rate", Type: param.Float, Default: 0.001, Min: 1e-7, Max: 1,
			Help: "Step size of Adam.",
		},
		{
			Name: "decay", Title: "Weight decay", Type: param.Float, Default: 0.01, Min: 0, Max: 10,
			Help: "Decoupled weight decay (AdamW).",
		},
		{
			Name: "smoothing", Title: "Label smoothing", Type: param.Float, Default: 0.0, Min: 0, Max: 0.9,
			Help: "Share of each target that is spread evenly over the classes.",
		},
		classWeightsSpec(),
	}
}

func trainingFrom(name string, p param.Values) training {
	return training{
		name: name, members: p.Int("members"), crossFit: p.Bool("cross-fit"), epochs: p.Int("epochs"),
		patience: p.Int("patience"), batch: p.Int("batch"), rate: p.Float("rate"), decay: p.Float("decay"),
		smoothing: p.Float("smoothing"), balanced: p.String("class-weights") == "balanced",
	}
}

// clipNorm bounds the norm of the gradient: a single hard minibatch must not
// throw a small network off.
const clipNorm = 5

func (t training) options(records, member int) nn.Options {
	batch := t.batch
	if batch == 0 {
		batch = min(max(records/16, 16), 512)
	}
	phase := t.name
	if t.members > 1 {
		phase = say.Kept("%s %d of %d", t.name, member+1, t.members)
	}
	return nn.Options{
		Phase: phase, Epochs: t.epochs, Patience: t.patience, Batch: batch, Rate: t.rate,
		WeightDecay: t.decay, ClipNorm: clipNorm, ModalityDropout: t.drop,
	}
}

// train builds and trains the members, as many at a time as there are workers,
// and such as other jobs have left.
// families are those of familiesOf.
func (t training) train(ctx context.Context, build func(*nn.Graph), data, validation nn.Data, families [][]int, env job.Env) (ensemble, error) {
	division := divide(data, validation)
	if t.crossFit {
		division = crossFit(data, validation, families, max(folds, t.members), env.Seed.Child("folds"))
	}
	members := make(ensemble, t.members)
	reports := newReports(t.members, env.Emit)
	return members, env.Each(ctx, t.members, func(ctx context.Context, k int, own job.Env) (err error) {
		own.Report = reports.of(k)
		if members[k], err = t.member(ctx, build, division, k, own); err == nil {
			reports.finish(k)
		}
		return err
	})
}

// member trains one network, or the rest of it where its job was interrupted.
func (t training) member(ctx context.Context, build func(*nn.Graph), d division, k int, env job.Env) (*nn.Network, error) {
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("stopped: %w", err)
	}
	data, validation := d.of(k)
	env = env.Child(fmt.Sprintf("member=%d", k+1))
	net, err := nn.New(env.Seed, build)
	if err != nil {
		return nil, err
	}
	var stopBy *nn.Data
	if validation.Records > 0 {
		stopBy = &validation
	}
	kept := net.Keep(env)
	env.Report = kept.Report
	return net, kept.Fit(ctx, data, stopBy, t.options(data.Records, k), env)
}
