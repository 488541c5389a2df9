package impute

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/ridge"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "ridge",
	Title: "Block ridge regression",
	Help: "Predicts each absent modality from the others by ridge regression, first with zero for what is absent there and presence indicators, " +
		"then again with the estimates in its place.",
	Paper: "Hoerl and Kennard, Ridge regression: biased estimation for nonorthogonal problems, Technometrics 1970",
	Params: []param.Spec{
		{Name: "alpha", Title: "Penalty", Type: param.Float, Default: 100.0, Min: 1e-6, Max: 1e9, Tries: []any{10.0, 1000.0},
			Help: "Strength of the L2 penalty on standardised columns: large values pull the estimates towards the mean."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 5, Min: 0, Max: 50,
			Help: "So many times the regressions are fitted again on the estimates of the last ones; 0 stops after the first."},
		{Name: "within", Title: "Own cells", Type: param.Bool, Default: true,
			Help: "A missing cell of a modality that is there is told by its other cells, too, as far as those foretell cells that are left out."},
	},
	New: func(p param.Values) Imputer {
		return &blockRidge{alpha: p.Float("alpha"), sweeps: p.Int("sweeps"), own: p.Bool("within")}
	},
})

// blockRidge regresses each modality on the others. A single missing cell of a
// modality that is present is filled by the same regression, corrected by what
// the cells beside it tell (see within). Estimates stay within the range of the
// training cells of their column, unless the cells beside it follow a law. A
// record without any modality gets what the indicators alone say.
type blockRidge struct {
	alpha    float64
	sweeps   int
	own      bool
	design   *blockDesign
	stages   []ridgeStage
	warnings []string
}

// ridgeStage is one round of regressions.
type ridgeStage struct {
	train dataset.Matrix      // features of the training rows, for dual solutions
	parts []*ridge.Regression // by target modality; nil where no training record has it
	own   []*within           // of the last stage, by modality; nil where its own cells tell nothing
}

// Fit solves one regression per modality and sweep over the training rows that
// have it.
func (r *blockRidge) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("impute ridge: stopped: %w", err)
	}
	train = learn.Canonical(train)
	d := fitBlockDesign(train)
	seen := d.features(train, learn.AllRows(train.Len()))
	x := zeroFilled(seen)
	stages := make([]ridgeStage, 0, r.sweeps+1)
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
		err = eachBlock(ctx, env, "ridge", x.Rows, ridgeBlock, func() func(low, high int) {
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
func (r *blockRidge) regress(ctx context.Context, env job.Env, d *blockDesign, seen, x dataset.Matrix) (ridgeStage, error) {
	stage := ridgeStage{train: x, parts: make([]*ridge.Regression, len(d.Names))}
	failed := make([]error, len(stage.parts))
	err := eachBlock(ctx, env, "ridge", len(stage.parts), 1, func() func(low, high int) {
		return func(m, _ int) { stage.parts[m], failed[m] = d.regress(seen, x, m, r.alpha) }
	})
	if err != nil {
		return stage, err
	}
	for m, err := range failed {
		if err != nil {
			return stage, fmt.Errorf("impute ridge: modality %q: %w", d.Names[m], err)
		}
	}
	return stage, nil
}

// learnWithin learns what the cells of each modality tell of each other, beyond
// what the regressions of the stage tell.
func (r *blockRidge) learnWithin(ctx context.Context, env job.Env, d *blockDesign, seen dataset.Matrix, stage *ridgeStage) error {
	stage.own = make([]*within, len(d.Names))
	if !r.own {
		return nil
	}
	failed := make([]error, len(d.Names))
	err := eachBlock(ctx, env, "ridge", len(d.Names), 1, func() func(low, high int) {
		return func(m, _ int) {
			if part := stage.parts[m]; part != nil {
				stage.own[m], failed[m] = d.within(ctx, seen, stage, m)
			}
		}
	})
	return errors.Join(append(failed, err)...)
}

// fill returns the features x with the gaps of seen estimated anew.
func (s ridgeStage) fill(d *blockDesign, seen, x dataset.Matrix) dataset.Matrix {
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
func (r *blockRidge) Warnings() []string { return r.warnings }

// ridgeBlock is the number of records that are filled together.
const ridgeBlock = 240

// Transform fills the gaps of v.
func (r *blockRidge) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if r.design == nil {
		return nil, fmt.Errorf("impute ridge: %w", ErrNotFitted)
	}
	if err := check(r.design.Layout, v); err != nil {
		return nil, fmt.Errorf("impute ridge: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	err := eachBlock(ctx, env, "ridge", len(receivers), ridgeBlock, func() func(low, high int) {
		return func(low, high int) { r.complete(v, receivers[low:high], values) }
	})
	if err != nil {
		return nil, err
	}
	return filled("ridge", v, values)
}

// complete fills a block of rows, stage by stage.
func (r *blockRidge) complete(v dataset.View, rows []int, values []dataset.Matrix) {
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
