package impute

import (
	"context"
	"errors"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// regression is a fitted regression of several targets. Predict returns the
// targets of rows of features; train is what it was fitted with, for those that
// weigh training rows.
type regression interface {
	Predict(x, train dataset.Matrix) dataset.Matrix
}

// loadRegression takes a regression of so many targets on features out of a
// file. rows is the number of training rows that are kept there.
type loadRegression func(state saved.Node, features, targets, rows int) (regression, error)

// fitRegression fits targets y on features x, whose row k is row rows[k] of the
// total training rows. It may change both.
type fitRegression func(ctx context.Context, x, y dataset.Matrix, rows []int, total int, env job.Env) (regression, error)

// blockwise regresses each modality on the others. A single missing cell of a
// modality that is present is filled by the same regression, corrected by what
// the cells beside it tell (see within). Estimates stay within the range of the
// training cells of their column, unless the cells beside it follow a law. A
// record without any modality gets what the indicators alone say.
type blockwise struct {
	name     string
	fit      fitRegression
	load     loadRegression
	sweeps   int
	own      bool
	design   *blockDesign
	stages   []blockStage
	warnings []string
}

// blockStage is one round of regressions.
type blockStage struct {
	train dataset.Matrix // features of the training rows
	parts []regression   // by target modality; nil where no training record has it
	own   []*within      // of the last stage, by modality; nil where its own cells tell nothing
}

// Fit solves one regression per modality and sweep over the training rows that
// have it.
func (r *blockwise) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute %s: stopped: %w", r.name, err)
	}
	train = learn.Canonical(train)
	d := fitBlockDesign(train)
	seen := d.features(train, learn.AllRows(train.Len()))
	x := zeroFilled(seen)
	stages := make([]blockStage, 0, r.sweeps+1)
	for s := range r.sweeps + 1 {
		stage, err := r.regress(ctx, env, d, seen, x)
		if err != nil {
			return err
		}
		if s == r.sweeps {
			if err := r.learnWithin(ctx, env, d, seen, &stage); err != nil {
				return err
			}
		}
		stages = append(stages, stage)
		if s == r.sweeps {
			break
		}
		next := dataset.NewMatrix(x.Rows, x.Cols)
		err = eachBlock(ctx, env, r.name, x.Rows, blockRows, func() func(low, high int) {
			return func(low, high int) {
				copy(next.Data[low*x.Cols:], stage.fill(d, rowsOf(seen, low, high), rowsOf(x, low, high)).Data)
			}
		})
		if err != nil {
			return err
		}
		x = next
	}
	r.design, r.stages = d, stages
	r.warnings = d.Unobserved(func(j int) bool { return d.count[j] > 0 })
	return nil
}

// regress fits the regressions of all modalities on features x.
func (r *blockwise) regress(ctx context.Context, env job.Env, d *blockDesign, seen, x dataset.Matrix) (blockStage, error) {
	stage := blockStage{train: x, parts: make([]regression, len(d.Names))}
	failed := make([]error, len(stage.parts))
	err := eachBlock(ctx, env, r.name, len(stage.parts), 1, func() func(low, high int) {
		return func(m, _ int) { stage.parts[m], failed[m] = r.regressOne(ctx, env, d, seen, x, m) }
	})
	if err != nil {
		return stage, err
	}
	for m, err := range failed {
		if err != nil {
			return stage, say.Errorf("impute %s: modality %q: %w", r.name, d.Names[m], err)
		}
	}
	return stage, nil
}

// regressOne fits the regression of modality m; nil where no training record has
// it.
func (r *blockwise) regressOne(ctx context.Context, env job.Env, d *blockDesign, seen, x dataset.Matrix, m int) (regression, error) {
	from, y, rows := d.targets(seen, x, m)
	if len(rows) == 0 {
		return nil, nil
	}
	return r.fit(ctx, from, y, rows, x.Rows, env.Child("modality="+d.Names[m]))
}

// learnWithin learns what the cells of each modality tell of each other, beyond
// what the regressions of the stage tell.
func (r *blockwise) learnWithin(ctx context.Context, env job.Env, d *blockDesign, seen dataset.Matrix, stage *blockStage) error {
	stage.own = make([]*within, len(d.Names))
	if !r.own {
		return nil
	}
	failed := make([]error, len(d.Names))
	err := eachBlock(ctx, env, r.name, len(d.Names), 1, func() func(low, high int) {
		return func(m, _ int) {
			if part := stage.parts[m]; part != nil {
				stage.own[m], failed[m] = d.within(ctx, seen, stage, m)
			}
		}
	})
	if err := errors.Join(append(failed, err)...); err != nil {
		return say.Errorf("impute %s: %w", r.name, err)
	}
	return nil
}

// fill returns the features x with the gaps of seen estimated anew.
func (s blockStage) fill(d *blockDesign, seen, x dataset.Matrix) dataset.Matrix {
	out := x.Clone()
	for m, part := range s.parts {
		which := d.gaps(seen, m)
		if part == nil || len(which) == 0 {
			continue
		}
		y := part.Predict(d.without(x, which, m), s.train)
		for k, i := range which {
			var slack []float64
			if s.own != nil && s.own[m] != nil && d.present(seen.Row(i), m) {
				s.own[m].correct(y.Row(k), seen.Row(i)[d.Start[m]:d.Start[m+1]])
				if d.inRange(seen.Row(i), m) {
					slack = s.own[m].slack
				}
			}
			d.write(out.Row(i), seen.Row(i), y.Row(k), m, slack)
		}
	}
	return out
}

// Warnings names the columns that no training record has.
func (r *blockwise) Warnings() []string { return r.warnings }

// blockRows is the number of records that are filled together.
const blockRows = 240

// Transform fills the gaps of v.
func (r *blockwise) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if r.design == nil {
		return nil, say.Errorf("impute %s: %w", r.name, ErrNotFitted)
	}
	if err := check(r.design.Layout, v); err != nil {
		return nil, say.Errorf("impute %s: %w", r.name, err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	err := eachBlock(ctx, env, r.name, len(receivers), blockRows, func() func(low, high int) {
		return func(low, high int) { r.complete(v, receivers[low:high], values) }
	})
	if err != nil {
		return nil, err
	}
	return filled(r.name, v, values)
}

// complete fills a block of rows, stage by stage.
func (r *blockwise) complete(v dataset.View, rows []int, values []dataset.Matrix) {
	seen := r.design.features(v, rows)
	x := zeroFilled(seen)
	for _, s := range r.stages {
		x = s.fill(r.design, seen, x)
	}
	for m := range values {
		for k, i := range rows {
			r.design.restore(values[m].Row(i), x.Row(k), m)
		}
	}
}

// rowsOf returns rows low…high-1 of a matrix; it shares its memory.
func rowsOf(x dataset.Matrix, low, high int) dataset.Matrix {
	return dataset.Matrix{Rows: high - low, Cols: x.Cols, Data: slices.Clip(x.Data[low*x.Cols : high*x.Cols])}
}
