package experiment

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Downstream is how well a classifier reads records whose gaps were filled, of
// which it has learned from others, and how well it does where nothing was
// hidden; gaps that the data have by themselves are filled alike in both.
type Downstream struct {
	Records int  // labelled, each asked about once; 0 where labels leave nothing to learn
	Folds   int  // that they were asked in; 1 where the data bring their own split
	Seen    bool // whether the imputer was fitted on them, too (never on their labels)
	Filled  ReadRight
	Whole   ReadRight  // nothing hidden
	Drop    DropOfRead // the one less the other

	answers []bool // whether each filled record is read as its class
}

// The classifier of a Downstream, and the most records that it is judged by,
// evenly over those with a label.
const (
	downstreamBy   = "logistic"
	mostDownstream = 1000
)

// Downstream trains a classifier on filled records and asks it about others,
// where the data have labels: about those outside training of a split that the
// data bring, else in folds of a cross-validation, stratified by class, kin
// together.
func (h Hidden) Downstream(ctx context.Context, done *Imputation, env job.Env) (Downstream, error) {
	var out Downstream
	splits := h.downstreamSplits()
	if len(splits) == 0 {
		return out, nil
	}
	filled, whole, err := done.made.sideBySide(h)
	if err != nil || filled.Cols == 0 {
		return out, err
	}
	var right [2][]bool
	for _, s := range splits {
		for k, x := range []dataset.Matrix{filled, whole} {
			answers, err := h.classify(ctx, x, s, env)
			if err != nil {
				return out, say.Errorf("downstream: %w", err)
			}
			right[k] = append(right[k], answers...)
		}
	}
	out.answers = right[0]
	out.Records, out.Folds, out.Seen = len(right[0]), len(splits), !h.ownSplit()
	if out.Records > 0 {
		out.Filled, out.Whole, out.Drop = shareOf(right[0]), shareOf(right[1]), dropOf(right[0], right[1])
	}
	return out, nil
}

// ownSplit says whether the data say which records are for training.
func (h Hidden) ownSplit() bool { return len(trainRows(h.truth)) < h.truth.Records() }

// downstreamSplits are the parts that a classifier learns from and is asked
// about, of the labelled records; none where nothing can be learned.
func (h Hidden) downstreamSplits() []dataset.Split {
	d := h.truth
	if len(d.Classes) < 2 {
		return nil
	}
	spec := SplitSpec{Kind: KFold}.Careful(d)
	if h.ownSplit() {
		spec.Kind = GivenFile
	}
	splits, err := spec.Draw(d, rng.New(0).Child("downstream"))
	if err != nil { // too few labels, or none outside training
		return nil
	}
	for k := range splits {
		learn := splits[k].Development()
		splits[k].Train, splits[k].Validation = evenly(learn, mostDownstream), nil
		splits[k].Test = evenly(splits[k].Test, mostDownstream/len(splits))
		if len(splits[k].Train) < leastToRead {
			return nil
		}
	}
	return splits
}

// classify learns from the training rows of x and says of each test row whether
// it is read as its class.
func (h Hidden) classify(ctx context.Context, x dataset.Matrix, s dataset.Split, env job.Env) ([]bool, error) {
	labels := h.truth.Labels
	r := &reader{classes: h.truth.Classes, env: env}
	if err := r.learn(ctx, downstreamBy, pick(x, s.Train), pickLabels(labels, s.Train)); err != nil {
		return nil, err
	}
	return r.right(ctx, pick(x, s.Test), pickLabels(labels, s.Test))
}

// sideBySide returns the features of all records and modalities in one table, as
// they were filled, and with what is known in the place of what was hidden.
func (p madeFrom) sideBySide(h Hidden) (filled, whole dataset.Matrix, err error) {
	truth, err := p.truth(h)
	if err != nil {
		return filled, whole, err
	}
	columns := 0
	for m := range p.order {
		columns += p.filled.Values(m).Cols
	}
	filled, whole = dataset.NewMatrix(truth.Len(), columns), dataset.NewMatrix(truth.Len(), columns)
	at := 0
	for m := range p.order {
		j := judged{madeFrom: p, truth: truth, m: m}
		values := p.filled.Values(m)
		real := j.real(values, indices(values.Rows))
		for i := range values.Rows {
			copy(filled.Row(i)[at:], values.Row(i))
			copy(whole.Row(i)[at:], real.Row(i))
		}
		at += values.Cols
	}
	return filled, whole, nil
}
