package models

import (
	"context"
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "gbt",
	Title: "Gradient-boosted trees",
	Help: "Boosted histogram trees on all columns as they are: at every split, records without the value go to the side where they lower the loss, " +
		"so missing cells and modalities need no imputer.",
	Paper: "Friedman, Greedy function approximation, Ann. Stat. 2001; Ke et al., LightGBM, NeurIPS 2017",
	Kind:  Baseline,
	Params: []param.Spec{
		{Name: "iterations", Title: "Iterations", Type: param.Int, Default: 100, Min: 1, Max: 10000,
			Help: "The most rounds of boosting; each adds one tree per class (one in all for two classes)."},
		{Name: "rate", Title: "Learning rate", Type: param.Float, Default: 0.1, Min: 1e-4, Max: 1, Tries: []any{0.05},
			Help: "The share of each tree's step that is taken."},
		{Name: "leaves", Title: "Leaves", Type: param.Int, Default: 31, Min: 2, Max: 4096, Tries: []any{4, 12},
			Help: "The most leaves of a tree."},
		{Name: "leaf", Title: "Records per leaf", Type: param.Int, Default: 20, Min: 1, Max: 100000, Tries: []any{5},
			Help: "The fewest training records in a leaf."},
		{Name: "bins", Title: "Bins", Type: param.Int, Default: 255, Min: 2, Max: 255,
			Help: "Each column is cut into so many bins at most; missing cells have a bin of their own."},
		{Name: "l2", Title: "L2 penalty", Type: param.Float, Default: 0.0, Min: 0, Max: 1e6,
			Help: "Penalty on the squared values of the leaves."},
		{Name: "patience", Title: "Patience", Type: param.Int, Default: 0, Min: 0, Max: 10000,
			Help: "Rounds without a better validation loss after which boosting stops; the best round is kept. 0 never stops early, as scikit-learn's HistGradientBoosting up to 10,000 records: few validation records can stop it far too soon."},
		{Name: "refit", Title: "Use all records", Type: param.Bool, Default: true,
			Help: "Grow the trees on training and validation records together; with patience, after the best number of rounds has been found."},
	},
	New: func(p param.Values) Model {
		return &gradientBoosting{boosting{
			iterations: p.Int("iterations"), patience: p.Int("patience"), bins: p.Int("bins"), rate: p.Float("rate"),
			growth: growth{leaves: p.Int("leaves"), leaf: p.Int("leaf"), l2: p.Float("l2")},
		}, p.Bool("refit"), layout{}, nil}
	},
})

// gradientBoosting takes every column of every modality, NaN where it is
// missing. What a pattern of absence says is learned through the direction that
// missing values take at each split.
type gradientBoosting struct {
	boosting
	refit bool
	layout
	forest *forest
}

func (g *gradientBoosting) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	prior, err := priorOf(train)
	if err != nil {
		return fmt.Errorf("gbt: %w", err)
	}
	t, val := rawCells(train, labelled(train)), rawCells(validation, labelled(validation))
	found, err := g.grow(ctx, t, val, len(prior), env)
	if err != nil {
		return fmt.Errorf("gbt: %w", err)
	}
	g.layout, g.forest = layoutOf(train), found
	return nil
}

// grow finds the best number of rounds on validation and, if asked to, grows so
// many on all rows.
func (g *gradientBoosting) grow(ctx context.Context, train, validation cells, classes int, env job.Env) (*forest, error) {
	if !g.refit || validation.rows == 0 {
		return g.boost(ctx, train, validation, classes, env)
	}
	again := g.boosting
	if g.patience > 0 {
		found, err := g.boost(ctx, train, validation, classes, env)
		if err != nil {
			return nil, err
		}
		again.iterations = len(found.trees) / found.outputs
		env.Report = nil // these rounds have been told
	}
	return again.boost(ctx, train.join(validation), cells{}, classes, env)
}

func (g *gradientBoosting) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := g.check(v); err != nil {
		return nil, fmt.Errorf("gbt: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("gbt: stopped: %w", err)
	}
	x := rawCells(v, allRows(v))
	scores := g.forest.initial(x.rows)
	g.forest.addAll(scores, x, env.Threads())
	out := g.answers(v)
	for i := range x.rows {
		g.forest.probabilities(out.Probabilities.Row(i), scores[i*g.forest.outputs:(i+1)*g.forest.outputs])
	}
	return out, nil
}
