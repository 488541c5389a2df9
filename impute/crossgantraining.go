package impute

import (
	"context"
	"errors"
	"math"
	"slices"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Sizes of the hold-out of a modality.
const (
	leastCrossRows = 12   // training rows with the modality, below which nothing is trained
	crossHeldOut   = 0.15 // of them; half stop the training, the others judge it
)

// crossParts are training rows that have the target.
type crossParts struct{ train, stop, judge []int }

func newCrossParts(rows []int, seed rng.Seed) crossParts {
	rows = slices.Clone(rows)
	seed.Rand().Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
	held := max(2, int(crossHeldOut*float64(len(rows))+0.5))
	p := crossParts{stop: rows[:held/2], judge: rows[held/2 : held], train: rows[held:]}
	for _, part := range [][]int{p.train, p.stop, p.judge} {
		slices.Sort(part)
	}
	return p
}

// train makes the generator of the target, or nil and the reason.
func (n *crossNetwork) train(ctx context.Context, t *learn.Table, scale crossScale, p param.Values, env job.Env) (*generator, string, error) {
	rows := n.usable(t)
	switch {
	case n.columns == 0 || !n.seen(t):
		return nil, "", nil
	case len(rows) < leastCrossRows:
		return nil, say.Kept("%d training records have it together with another one, too few to train on: filled with the means", len(rows)), nil
	}
	fit := &crossTraining{crossNetwork: n, table: t, scale: scale, settings: p, env: env, parts: newCrossParts(rows, env.Seed.Child("holdout"))}
	fit.prepare()
	return fit.run(ctx)
}

// seen says whether any row has the target.
func (n *crossNetwork) seen(t *learn.Table) bool {
	for i := range t.Rows {
		if t.Count(i, n.modality) > 0 {
			return true
		}
	}
	return false
}

// usable lists the rows that have the target and something to make it from.
func (n *crossNetwork) usable(t *learn.Table) []int {
	var rows []int
	for i := range t.Rows {
		told := n.gaps && t.Count(i, n.modality) > 1
		for _, s := range n.sources {
			told = told || t.Count(i, s.modality) > 0
		}
		if told && t.Count(i, n.modality) > 0 {
			rows = append(rows, i)
		}
	}
	return rows
}

// crossTraining is the training of one modality's networks.
type crossTraining struct {
	*crossNetwork
	table    *learn.Table
	scale    crossScale
	settings param.Values
	env      job.Env
	parts    crossParts

	data, stop, judge nn.Data
}

// prepare lays out the data of the three parts.
func (f *crossTraining) prepare() {
	f.data = f.condition(f.table, f.scale, f.parts.train)
	f.addTarget(f.data, f.table, f.scale, f.parts.train)
	f.stop, f.judge = f.held("stop", f.parts.stop), f.held("judge", f.parts.judge)
}

// held lays out held-out rows. Of a target whose cells may be missing one by one
// every other row shows some of its cells, if there are others to tell it by.
func (f *crossTraining) held(what string, rows []int) nn.Data {
	seen := f.table.WithCells(slices.Clone(f.table.Seen))
	r := f.env.Seed.Child("hide/" + what).Rand()
	for k, i := range rows {
		whole := k%2 == 0 && f.hasSource(i)
		for j := f.table.Start[f.modality]; j < f.table.Start[f.modality+1]; j++ {
			if hidden := r.Float64() < f.hideCells; f.table.Has(i, j) && (whole || hidden) {
				seen.Hide(i, j)
			}
		}
	}
	d := f.condition(seen, f.scale, rows)
	f.addTarget(d, f.table, f.scale, rows)
	for _, z := range zNames {
		f.addNoise(d, z, func(k int) rng.Seed { return f.env.Seed.Child(what + z).Block(rows[k]) })
	}
	return d
}

// hasSource says whether a row has a source.
func (f *crossTraining) hasSource(i int) bool {
	for _, s := range f.sources {
		if f.table.Count(i, s.modality) > 0 {
			return true
		}
	}
	return false
}

// run trains without a discriminator, then goes on with one, and keeps what
// draws held-out rows better.
func (f *crossTraining) run(ctx context.Context) (*generator, string, error) {
	plain, err := f.fit(ctx, "plain", nil)
	if diverged(err) {
		return nil, say.Kept("its training failed (%s): filled with the means", say.English(err)), nil
	}
	mode := f.settings.String("adversarial")
	if err != nil || mode == "never" {
		return plain, "", err
	}
	both, err := f.fit(ctx, "adversarial", plain)
	if diverged(err) {
		return plain, say.Kept("the adversarial training failed (%s): the generator trained without it is used", say.English(err)), nil
	}
	if err != nil {
		return nil, "", err
	}
	return f.choose(ctx, plain, both, mode == "always")
}

func diverged(err error) bool {
	var d *nn.DivergedError
	return errors.As(err, &d)
}

// fit trains a network, from where another one ended if there is one.
func (f *crossTraining) fit(ctx context.Context, what string, from *generator) (*generator, error) {
	env := f.env.Child(what)
	net, err := nn.New(env.Seed.Child("network"), f.build(from != nil))
	if err != nil {
		return nil, err
	}
	if err := f.start(net, from); err != nil {
		return nil, err
	}
	inner := env.Child("train")
	kept := net.Keep(inner)
	options := f.options()
	if from != nil {
		options.Rate *= secondRate
	}
	curve := &crossCurve{env: env, phase: f.phase(what)}
	if env.Report != nil {
		curve.env.Report = kept.Report
	}
	inner.Report, options.Losses = curve.report, curve.told
	return &generator{f.crossNetwork, net, from != nil}, kept.Fit(ctx, f.data, &f.stop, options, inner)
}

// start gives a network its first weights: those of another one if there is one.
func (f *crossTraining) start(net *nn.Network, from *generator) error {
	if from == nil {
		return f.startLinear(net)
	}
	for _, p := range from.net.Params() {
		to, err := net.Param(p.Name)
		if err != nil {
			return err
		}
		copy(to.Values, p.Values)
	}
	return nil
}

func (f *crossTraining) phase(what string) string {
	return say.Kept("crossgan %s, %s", f.table.Names[f.modality], what)
}

// secondRate is the learning rate of the adversarial training over that of the
// one before it, which it must not undo.
const secondRate = 0.25

// warmEpochs is how long the learning rate rises: Adam's first steps are as long
// as any, and would undo what training starts from.
const warmEpochs = 5

// options counts the steps in passes over the rows, as the engine does.
func (f *crossTraining) options() nn.Options {
	p := f.settings
	batch := min(p.Int("batch"), f.data.Records)
	perEpoch := (f.data.Records + batch - 1) / batch
	return nn.Options{
		Batch: batch, Rate: p.Float("rate"), WeightDecay: p.Float("decay"), Beta1: 0.5,
		Epochs:          (p.Int("steps") + perEpoch - 1) / perEpoch,
		Patience:        min(mostPatience, (p.Int("patience")+perEpoch-1)/perEpoch),
		Schedule:        nn.Schedule{Decay: nn.Cosine, Warmup: warmEpochs},
		ModalityDropout: nn.ModalityDropout{P: p.Float("hide")},
	}
}

// crossCurve turns the engine's epochs into learning curves: the generator's
// energy score in training and on held-out rows, and, where there is one, the
// cross-entropy of the discriminator.
type crossCurve struct {
	env    job.Env
	phase  string
	losses []float64
}

func (c *crossCurve) told(objectives []float64) { c.losses = append(c.losses[:0], objectives...) }

func (c *crossCurve) report(ev job.Event) {
	e, ok := ev.(job.Epoch)
	if !ok {
		c.env.Emit(ev)
		return
	}
	if len(c.losses) > 1 {
		opponent := job.Epoch{Phase: say.Kept("%s, discriminator", c.phase), Epoch: e.Epoch, Epochs: e.Epochs, TrainLoss: c.losses[0],
			ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN()}
		c.env.Emit(opponent)
	}
	e.Phase = c.phase
	if len(c.losses) > 0 {
		e.TrainLoss = c.losses[len(c.losses)-1]
	}
	c.env.Emit(e)
}
