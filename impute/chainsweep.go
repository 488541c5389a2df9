package impute

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/chain"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/say"
)

// chainSweeps is the training table of a method of chained regressions, and how
// far it has come.
type chainSweeps struct {
	design  *chainDesign
	seen    *learn.Table
	table   *chain.Table
	systems []*chain.System // by target
	models  []*logistic.Model
	// learns says that what is drawn within a limit of detection is learned from, in
	// the next sweep: without it, a column would be learned of what lies on one side
	// of its limit alone.
	learns bool
	// spread is what estimates lack of the variance of their cells; nil where
	// it is not to be added (see chainSpread).
	spread *chainSpread
}

// chainRegression is what was learned of a target: weights of its columns, the
// constant first, or a model of the levels of a category.
type chainRegression struct {
	predictors []int
	weights    dataset.Matrix
	model      *logistic.Model
}

// chainRule makes estimates of a solved regression for the rows that lack the
// target. z holds the predictors of these rows, a constant 1 first; estimates
// are rows × columns of the target, probabilities rows × levels as logarithms.
type chainRule interface {
	numbers(target int, s *chain.Solution, z dataset.Matrix) (dataset.Matrix, error)
	words(target int, r *chainRegression, logs []float64) ([]int, error)
}

const (
	// nearPredictors is the number of columns up to which each column is
	// regressed on all others, and of which one of a wider table is regressed on
	// the most correlated: a fifth of them.
	mostPredictors = 500
	nearPredictors = 100
	// mostBlockPredictors is the same for a whole modality, whose columns share
	// one system.
	mostBlockPredictors = 2000
	nearBlockPredictors = 500
	// chainBatch is the number of systems that are formed at once.
	chainBatch = 8
	// firstChainPenalty is the penalty of each system in the first sweep, per
	// training row.
	firstChainPenalty = 0.01
	// wordRows is the number of training rows from which on the regression of a
	// category takes every second, third, … one only.
	wordRows = 20000
	// wordStrength is the C of that regression.
	wordStrength = 1
)

// newChainSweeps prepares the regressions of training records.
func newChainSweeps(ctx context.Context, d *chainDesign, t *learn.Table, learns bool, threads int) (*chainSweeps, error) {
	table, err := chain.NewTable(ctx, d.bounds.start(d.rows(t)), threads)
	if err != nil {
		return nil, err
	}
	c := &chainSweeps{design: d, seen: t, table: table, learns: learns}
	c.models = make([]*logistic.Model, len(d.targets))
	c.systems = make([]*chain.System, len(d.targets))
	learn.Deal(threads, len(d.targets), func(k int) { c.systems[k] = c.system(d.targets[k]) })
	return c, nil
}

// system lists the rows and the predictors of a target.
func (c *chainSweeps) system(target chainTarget) *chain.System {
	s := &chain.System{Targets: target.columns}
	for i := range c.seen.Rows {
		has := c.seen.Has(i, target.columns[0])
		if has || c.learns && c.design.bounds.known(i, target) {
			s.Train = append(s.Train, i)
		} else {
			s.Rest = append(s.Rest, i)
		}
		if !has && c.design.lacks(c.seen, i, target) {
			s.Fill = append(s.Fill, i)
		}
	}
	most, near := mostPredictors, nearPredictors
	if len(target.columns) > 1 {
		most, near = mostBlockPredictors, nearBlockPredictors
	}
	s.Predictors = c.design.predictors(target)
	if len(s.Predictors) > most {
		s.Predictors = c.table.Nearest(s.Predictors, s.Targets, near)
	}
	s.Penalty = firstChainPenalty * float64(len(s.Train))
	return s
}

// sweep solves the given targets in turn, hands each to the rule, and returns
// what was learned, by target.
func (c *chainSweeps) sweep(ctx context.Context, targets []int, threads int, rule chainRule) ([]*chainRegression, error) {
	found := make([]*chainRegression, len(c.systems))
	for len(targets) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		n := c.batch(targets)
		if c.design.targets[targets[0]].words {
			r, err := c.solveWords(ctx, targets[0], rule)
			if err != nil {
				return nil, err
			}
			found[targets[0]] = r
		} else if err := c.solveNumbers(ctx, targets[:n], threads, rule, found); err != nil {
			return nil, err
		}
		targets = targets[n:]
	}
	return found, nil
}

// batch returns how many of the targets, from the first on, make a batch: single
// columns of numbers do.
func (c *chainSweeps) batch(targets []int) int {
	n := 0
	for n < min(len(targets), chainBatch) {
		t := c.design.targets[targets[n]]
		same := func(k int) bool { return c.design.targets[k].columns[0] == t.columns[0] }
		if t.words || len(t.columns) > 1 || slices.ContainsFunc(targets[:n], same) {
			break
		}
		n++
	}
	return max(1, n)
}

// solveNumbers solves a batch of targets that are numbers.
func (c *chainSweeps) solveNumbers(ctx context.Context, targets []int, threads int, rule chainRule, found []*chainRegression) error {
	batch := make([]*chain.System, len(targets))
	for k, t := range targets {
		batch[k] = c.systems[t]
		if c.spread != nil {
			batch[k].Spread = c.spread.of(t, batch[k].Predictors)
		}
	}
	return c.table.Solve(ctx, batch, threads, func(k int, s *chain.Solution) error {
		t := targets[k]
		found[t] = &chainRegression{predictors: s.Predictors, weights: s.Weights}
		if c.spread != nil {
			c.spread.learn(c.design.targets[t], s.Noise)
		}
		fill := c.systems[t].Fill // may be empty: the rule may keep what it draws all the same
		y, err := rule.numbers(t, s, c.table.Gather(fill, s.Predictors))
		if err != nil {
			return err
		}
		values := make([]float64, len(fill))
		for q, j := range c.systems[t].Targets {
			for i := range values {
				values[i] = c.design.bounds.clip(c.design, fill[i], j, y.At(i, q))
			}
			c.table.Set(j, fill, values)
		}
		return nil
	})
}

// solveWords learns the levels of a category.
func (c *chainSweeps) solveWords(ctx context.Context, target int, rule chainRule) (*chainRegression, error) {
	s, t := c.systems[target], c.design.targets[target]
	var rows []int
	var levels []int
	for _, k := range learn.Evenly(len(s.Train), min(len(s.Train), wordRows)) {
		i := s.Train[k]
		if level := c.design.level(c.table.X.Row(i), t.columns); level >= 0 {
			rows, levels = append(rows, i), append(levels, level)
		}
	}
	r := &chainRegression{predictors: s.Predictors}
	if len(rows) == 0 || len(t.columns) < 2 {
		return r, nil
	}
	samples := samplesOf(c.table.X, rows, s.Predictors)
	copy(samples.Labels, levels)
	var err error
	if c.models[target] == nil {
		r.model, err = logistic.Fit(ctx, samples, len(t.columns), wordStrength, nil)
	} else {
		r.model, err = c.models[target].Refit(ctx, samples, wordStrength)
	}
	if err != nil {
		return nil, err
	}
	c.models[target] = r.model
	if len(s.Fill) == 0 {
		return r, nil
	}
	logs := r.model.LogProbabilities(samplesOf(c.table.X, s.Fill, s.Predictors))
	if c.spread != nil {
		c.spread.learnWords(t, logs)
	}
	chosen, err := rule.words(target, r, logs)
	if err != nil {
		return nil, err
	}
	c.write(t, s.Fill, chosen)
	return r, nil
}

// write puts levels of a category into rows of the table.
func (c *chainSweeps) write(t chainTarget, rows, levels []int) {
	values, row := make([]float64, len(rows)), make([]float64, c.design.columns)
	of := category{t.modality, t.columns[0], t.columns[0] + len(t.columns)}
	for _, j := range t.columns {
		for k, level := range levels {
			c.design.mark(row, of, level)
			values[k] = row[j]
		}
		c.table.Set(j, rows, values)
	}
}

// samplesOf copies columns of some rows.
func samplesOf(x dataset.Matrix, rows, columns []int) learn.Samples {
	s := learn.NewSamples(len(rows), len(columns))
	for k, i := range rows {
		out, row := s.Row(k), x.Row(i)
		for q, j := range columns {
			out[q] = float32(row[j])
		}
	}
	return s
}

// withGaps lists the targets that some training record lacks, and the others.
func (c *chainSweeps) withGaps() (gaps, idle []int) {
	for k, s := range c.systems {
		if len(s.Fill) > 0 && len(s.Predictors) > 0 {
			gaps = append(gaps, k)
		} else {
			idle = append(idle, k)
		}
	}
	return gaps, idle
}

// chainProgress reports the sweeps of a phase.
func chainProgress(env job.Env, phase string, done, total int) {
	env.Emit(job.Progress{Phase: phase, Done: done, Total: total})
}
