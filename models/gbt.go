package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/boost"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
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
		return &gradientBoosting{boost.Settings{
			Iterations: p.Int("iterations"), Patience: p.Int("patience"), Bins: p.Int("bins"), Rate: p.Float("rate"),
			Growth: boost.Growth{Leaves: p.Int("leaves"), Leaf: p.Int("leaf"), L2: p.Float("l2")},
		}, p.Bool("refit"), layout{}, nil}
	},
})

// gradientBoosting takes every column of every modality, NaN where it is
// missing. What a pattern of absence says is learned through the direction that
// missing values take at each split.
type gradientBoosting struct {
	settings boost.Settings
	refit    bool
	layout
	forest *boost.Forest
}

func (g *gradientBoosting) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	prior, err := priorOf(train)
	if err != nil {
		return say.Errorf("gbt: %w", err)
	}
	t, val := learn.CellsOf(train, labelled(train)), learn.CellsOf(validation, labelled(validation))
	known := layoutOf(train) // now, so that nobody needs the view while trees grow
	_, val.Groups = groupsOf(train, validation)
	found, err := g.grow(ctx, t, val, len(prior), env)
	if err != nil {
		return say.Errorf("gbt: %w", err)
	}
	g.layout, g.forest = known, found
	return nil
}

// grow finds the best number of rounds on validation and, if asked to, grows so
// many on all rows.
func (g *gradientBoosting) grow(ctx context.Context, train, validation learn.Cells, classes int, env job.Env) (*boost.Forest, error) {
	if !g.refit || validation.Rows == 0 {
		return g.settings.Fit(ctx, train, validation, classes, env)
	}
	again := g.settings
	if g.settings.Patience > 0 {
		found, err := g.settings.Fit(ctx, train, validation, classes, env)
		if err != nil {
			return nil, err
		}
		again.Iterations = found.Rounds()
		env.Report = nil // these rounds have been told
	}
	return again.Fit(ctx, train.Join(validation), learn.Cells{}, classes, env)
}

func (g *gradientBoosting) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := g.check(v); err != nil {
		return nil, say.Errorf("gbt: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("gbt: stopped: %w", err)
	}
	out := g.answers(v)
	g.forest.Predict(out.Probabilities, learn.CellsOf(v, learn.AllRows(v.Len())), env.Threads())
	return out, nil
}

// gbtState is grown trees as data.
type gbtState struct {
	Layout layoutState
	Forest boost.State
}

// State returns the trees.
func (g *gradientBoosting) State() (any, error) {
	if g.columns == nil {
		return nil, say.Errorf("gbt: %w", ErrNotFitted)
	}
	return gbtState{g.layout.state(), g.forest.State()}, nil
}

// Restore takes them over.
func (g *gradientBoosting) Restore(state saved.Node) error {
	var s gbtState
	if err := state.Decode(&s); err != nil {
		return restored("gbt", err)
	}
	l, err := s.Layout.layout()
	if err != nil {
		return restored("gbt", err)
	}
	columns := 0
	for _, n := range l.columns {
		columns += n
	}
	forest, err := s.Forest.Forest(l.classes, columns)
	if err == nil {
		g.layout, g.forest = l, forest
	}
	return restored("gbt", err)
}
