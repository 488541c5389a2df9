package impute

import (
	"context"
	"math"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/chain"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "ice",
	Title: "Chained equations",
	Help: "Regresses each column in turn on all others, the columns of all modalities and which of these are there, and does so again with the estimates of the last round; " +
		"Bayesian ridge regression for numbers, multinomial regression for words. Estimates stay within the range of training. " +
		"Departs from the paper: regressions reckon with the variance that estimates lack, and sweeps end when nothing changes any more; preset=paper does neither. " +
		"A modality that is absent as a whole is told by the others alone. In tables of more than 500 columns, each is regressed on the 100 most correlated.",
	Paper: "van Buuren and Groothuis-Oudshoorn, mice: Multivariate imputation by chained equations in R, Journal of Statistical Software 2011; " +
		"the penalty: MacKay, Bayesian interpolation, Neural Computation 1992",
	Params: []param.Spec{
		{Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
			Presets: map[string]map[string]any{"paper": {"tolerance": 0.0, "spread": false}},
			Help:    "paper takes the published settings in the place of the defaults; what is set by itself goes before it."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 10, Min: 1, Max: 100,
			Help: "So many times every column is regressed anew; fewer where estimates no longer change."},
		{Name: "tolerance", Title: "Tolerance", Type: param.Float, Default: 1e-3, Min: 0, Max: 1,
			Help: "Sweeps end when the estimates change by less, as a root mean square in standard deviations. 0 makes all sweeps."},
		{Name: "spread", Title: "Spread of estimates", Type: param.Bool, Default: true,
			Help: "Regressions reckon with the variance that estimates among their predictors lack, as the EM algorithm does. false takes estimates for observations, as published."},
	},
	New: func(p param.Values) Imputer {
		return &ice{sweeps: p.Int("sweeps"), tolerance: p.Float("tolerance"), spread: p.Bool("spread")}
	},
})

// ice keeps the regressions of every sweep: a record passes through them as the
// training records did. Targets that no training record lacks are learned from
// the completed training records when a record needs them.
type ice struct {
	sweeps    int
	tolerance float64
	spread    bool
	design    *chainDesign
	state     *chainSweeps
	stages    [][]*chainRegression // sweep, target
	idle      []*chainRegression   // targets that no training record lacks
	learning  sync.Mutex           // of idle
	warnings  []string
}

// Fit makes the sweeps over the training rows.
func (c *ice) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute ice: stopped: %w", err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	d := fitChainDesign(train, t)
	state, err := newChainSweeps(ctx, d, t, false, env.Threads())
	if err != nil {
		return say.Errorf("impute ice: %w", err)
	}
	if c.spread {
		state.spread = newChainSpread(state)
	}
	gaps, _ := state.withGaps()
	var stages [][]*chainRegression
	for s := 0; s < c.sweeps && len(gaps) > 0; s++ {
		rule := &meanRule{state: state}
		found, err := state.sweep(ctx, gaps, env.Threads(), rule)
		if err != nil {
			return say.Errorf("impute ice: %w", err)
		}
		stages = append(stages, found)
		chainProgress(env, "ice", s+1, c.sweeps)
		if rule.change() < c.tolerance {
			break
		}
	}
	c.design, c.state, c.stages = d, state, stages
	c.idle = make([]*chainRegression, len(d.targets))
	c.warnings = d.Unobserved(func(j int) bool { return d.count[j] > 0 })
	return nil
}

// Warnings names the columns that no training record has.
func (c *ice) Warnings() []string { return c.warnings }

// meanRule estimates by what the regressions expect.
type meanRule struct {
	state *chainSweeps
	moved float64
	cells int
}

func (r *meanRule) numbers(target int, s *chain.Solution, z dataset.Matrix) (dataset.Matrix, error) {
	y := learn.Product(z, false, s.Weights, true)
	system, x := r.state.systems[target], r.state.table.X
	for k, i := range system.Fill {
		for q, j := range system.Targets {
			d := r.state.design.bounds.clip(r.state.design, i, j, y.At(k, q)) - x.At(i, j)
			r.moved += d * d
		}
	}
	r.cells += len(y.Data)
	return y, nil
}

func (r *meanRule) words(target int, found *chainRegression, logs []float64) ([]int, error) {
	return likeliest(logs, found.model.Classes), nil
}

// change is how far the estimates of a sweep moved.
func (r *meanRule) change() float64 { return math.Sqrt(r.moved / float64(max(1, r.cells))) }

// Transform takes the rows of v through the sweeps.
func (c *ice) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if c.design == nil {
		return nil, say.Errorf("impute ice: %w", ErrNotFitted)
	}
	if err := check(c.design.Layout, v); err != nil {
		return nil, say.Errorf("impute ice: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	if err := c.learnIdle(ctx, learn.NewTable(v, receivers), env.Threads()); err != nil {
		return nil, say.Errorf("impute ice: %w", err)
	}
	err := eachBlock(ctx, env, "ice", len(receivers), chainBlock, func() func(low, high int) {
		return func(low, high int) { c.complete(v, receivers[low:high], values) }
	})
	if err != nil {
		return nil, err
	}
	return filled("ice", v, values)
}

// learnIdle learns targets that rows of t lack and no training record did;
// without a table all of them. A restored imputer knows them.
func (c *ice) learnIdle(ctx context.Context, t *learn.Table, threads int) error {
	c.learning.Lock()
	defer c.learning.Unlock()
	if c.state == nil {
		return nil
	}
	_, idle := c.state.withGaps()
	return c.state.settle(ctx, c.state.wanted(t, idle, c.idle), threads, &meanRule{state: c.state}, func(target int, r *chainRegression) { c.idle[target] = r })
}

// complete fills a block of rows, sweep by sweep.
func (c *ice) complete(v dataset.View, rows []int, values []dataset.Matrix) {
	t := learn.NewTable(v, rows)
	bounds := c.design.boundsOf(v, rows)
	x := bounds.start(c.design.rows(t))
	stages := c.stages
	if len(stages) == 0 {
		stages = make([][]*chainRegression, c.sweeps)
	}
	lacking := make([][]int, len(c.design.targets))
	for k, target := range c.design.targets {
		lacking[k] = c.design.lacking(t, target)
	}
	for _, stage := range stages {
		for k, target := range c.design.targets {
			if len(lacking[k]) == 0 { // its regression may be learned just now, for others
				continue
			}
			r := c.idle[k]
			if stage != nil && stage[k] != nil {
				r = stage[k]
			}
			if r != nil {
				c.design.apply(r, target, x, lacking[k], bounds)
			}
		}
	}
	for m := range values {
		for k, i := range rows {
			c.design.restore(values[m].Row(i), x.Row(k), m)
		}
	}
}
