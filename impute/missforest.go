package impute

import (
	"context"
	"math"
	"slices"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/forest"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "missforest",
	Title: "Forests (missForest)",
	Help: "Learns each column in turn from all others by a forest of trees, and does so again with the estimates of the last round, until these change more than in the round before; words are filled as words. " +
		"Departs from the paper: extremely randomised trees that try a third of the columns and split at random ranks, three rounds at most, and an absent modality is told by the others alone; preset=paper grows 100 random forest trees that try the square root of the columns, for ten rounds at most.",
	Paper: "Stekhoven and Bühlmann, MissForest: non-parametric missing value imputation for mixed-type data, Bioinformatics 2012; " +
		"the trees: Geurts, Ernst and Wehenkel, Extremely randomized trees, Machine Learning 2006",
	Params: []param.Spec{
		{Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
			Presets: map[string]map[string]any{"paper": {"trees": 100, "kind": "forest", "tries": "root", "leaf": 5, "sweeps": 10}},
			Help:    "paper takes the published settings in the place of the defaults; what is set by itself goes before it."},
		{Name: "trees", Title: "Trees", Type: param.Int, Default: 40, Min: 1, Max: 2000,
			Help: "Trees of each forest."},
		{Name: "kind", Title: "Kind of trees", Type: param.Choice, Default: "extra", Choices: []string{"extra", "forest"},
			Help: "extra splits at random places and takes all records for each tree; forest seeks the best place and draws the records, so that an error out of bag can be told."},
		{Name: "tries", Title: "Columns tried", Type: param.Choice, Default: "third", Choices: []string{"third", "root", "all"},
			Help: "How many of the columns are tried for each split: a third, the square root of their number, or all."},
		{Name: "leaf", Title: "Smallest leaf", Type: param.Int, Default: 3, Min: 1, Max: 1000,
			Help: "Fewest records of a leaf; of words, 1."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 3, Min: 1, Max: 100,
			Help: "Most rounds over all columns."},
	},
	New: func(p param.Values) Imputer {
		return &missForest{
			grow:   forest.Settings{Trees: p.Int("trees"), Leaf: p.Int("leaf"), Random: p.String("kind") == "extra", Bootstrap: p.String("kind") == "forest"},
			tries:  p.String("tries"),
			sweeps: p.Int("sweeps"),
		}
	},
})

// missForest keeps the forests of the last sweep that counted. A record's gaps
// pass through them as often as the training records' did.
type missForest struct {
	grow     forest.Settings
	tries    string
	sweeps   int
	design   *chainDesign
	state    *forestSweeps
	notes    []string
	warnings []string
	learning sync.Mutex // of forests that no training record needed
}

// Fit grows the forests, sweep by sweep.
func (f *missForest) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute missforest: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	d := fitChainDesign(train, t)
	s := newForestSweeps(d, t, f.settings, env.Seed.Child("forest"))
	for s.passes < f.sweeps {
		grew, err := s.sweep(ctx, env.Threads())
		if err != nil {
			return say.Errorf("impute missforest: %w", err)
		}
		chainProgress(env, "missforest", s.passes, f.sweeps)
		if grew {
			break
		}
	}
	f.design, f.state, f.notes = d, s, s.assessment()
	f.warnings = d.Unobserved(func(j int) bool { return d.count[j] > 0 })
	return nil
}

// settings returns how the forest of a target is grown.
func (f *missForest) settings(t chainTarget, predictors int) forest.Settings {
	s := f.grow
	switch f.tries {
	case "third":
		s.Tries = max(1, predictors/3)
	case "root":
		s.Tries = max(1, int(math.Sqrt(float64(predictors))))
	default:
		s.Tries = predictors
	}
	if t.words {
		s.Leaf = 1
	}
	return s
}

// Warnings names the columns that no training record has, and tells the notes.
func (f *missForest) Warnings() []string { return slices.Concat(f.warnings, f.notes) }

// Notes tells the error out of bag.
func (f *missForest) Notes() []string { return f.notes }

// Transform fills the gaps of v.
func (f *missForest) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if f.design == nil {
		return nil, say.Errorf("impute missforest: %w", ErrNotFitted)
	}
	if err := check(f.design.Layout, v); err != nil {
		return nil, say.Errorf("impute missforest: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	if err := f.learnIdle(ctx, learn.NewTable(v, receivers), env.Threads()); err != nil {
		return nil, say.Errorf("impute missforest: %w", err)
	}
	err := eachBlock(ctx, env, "missforest", len(receivers), chainBlock, func() func(low, high int) {
		return func(low, high int) {
			rows := receivers[low:high]
			x := f.state.complete(learn.NewTable(v, rows))
			for m := range values {
				for k, i := range rows {
					f.design.restore(values[m].Row(i), x.Row(k), m)
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return filled("missforest", v, values)
}

// learnIdle grows forests for targets that rows of t lack and no training record
// did; without a table for all of them. A restored imputer has them.
func (f *missForest) learnIdle(ctx context.Context, t *learn.Table, threads int) error {
	f.learning.Lock()
	defer f.learning.Unlock()
	if f.state.settings == nil {
		return nil
	}
	for k, target := range f.design.targets {
		if f.state.forests[k] != nil || len(f.state.predictors[k]) == 0 || t != nil && len(f.design.lacking(t, target)) == 0 {
			continue
		}
		var err error
		if f.state.forests[k], err = f.state.growTarget(ctx, k, threads); err != nil {
			return err
		}
	}
	return nil
}

// forestSeed is the seed of the forest of a target in a sweep.
func forestSeed(seed rng.Seed, sweep, target int) rng.Seed { return seed.Block(sweep).Block(target) }
