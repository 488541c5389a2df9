package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/lowrank"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// lowRank fills gaps by a few hidden numbers that the cells of a record tell.
// Estimates stay within the range of the training cells of their column.
type lowRank struct {
	name      string
	find      func(ctx context.Context, t *learn.Table, env job.Env) (*lowrank.Model, []string, error) // with what is to be told
	layout    learn.Layout
	units     columnUnits
	model     *lowrank.Model // of cells in units
	low, high []float64      // per column; both 0 where no training record has a cell
	warnings  []string
}

// Fit finds the model of the training rows.
func (l *lowRank) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("impute %s: stopped: %w", l.name, err)
	}
	train = learn.Canonical(train)
	t := learn.NewTable(train, learn.AllRows(train.Len()))
	units := newColumnUnits(train, t)
	model, told, err := l.find(ctx, t.Mapped(units.to), env)
	if err != nil {
		return say.Errorf("impute %s: %w", l.name, err)
	}
	l.layout, l.units, l.model = t.Layout, units, model
	l.low, l.high = t.Ranges()
	_, count := t.Means()
	l.warnings = append(t.Unobserved(func(j int) bool { return count[j] > 0 }), told...)
	return nil
}

// Warnings names the columns that no training record has, and what else went
// another way than it should.
func (l *lowRank) Warnings() []string { return l.warnings }

// lowRankBlock is the number of records that are filled together.
const lowRankBlock = 64

// Transform fills the gaps of v with what is expected.
func (l *lowRank) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	return l.fill(ctx, v, env, nil)
}

// fill fills the gaps of v: with what is expected, or with a draw where records
// have seeds.
func (l *lowRank) fill(ctx context.Context, v dataset.View, env job.Env, seeds []rng.Seed) (*dataset.Filled, error) {
	if err := check(l.layout, v); err != nil {
		return nil, say.Errorf("impute %s: %w", l.name, err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	err := eachBlock(ctx, env, l.name, len(receivers), lowRankBlock, func() func(low, high int) {
		solver := l.model.NewSolver()
		return func(low, high int) { l.complete(v, receivers[low:high], values, solver, seeds) }
	})
	if err != nil {
		return nil, err
	}
	return filled(l.name, v, values)
}

// complete fills a block of rows.
func (l *lowRank) complete(v dataset.View, rows []int, values []dataset.Matrix, solver *lowrank.Solver, seeds []rng.Seed) {
	t := learn.NewTable(v, rows).Mapped(l.units.to)
	for k, i := range rows {
		z := solver.Hidden(t.Row(k), t.SeenRow(k))
		cell := func(at int) float64 { return l.model.Cell(z, at) }
		if seeds != nil {
			random := seeds[i].Rand()
			solver.Draw(z, random)
			cell = func(at int) float64 {
				return l.model.Cell(z, at) + random.NormFloat64()/math.Sqrt(l.model.Precision[at])
			}
		}
		for m := range values {
			for j, x := range values[m].Row(i) {
				if math.IsNaN(x) {
					at := l.layout.Start[m] + j
					values[m].Set(i, j, min(max(l.units.from(at, cell(at)), l.low[at]), l.high[at]))
				}
			}
		}
	}
}

// lowRankState is a fitted model of low rank as data.
type lowRankState struct {
	Layout     learn.Layout
	Mean, Unit []float64 // of each column
	Model      lowrank.Model
	Low, High  []float64
	Warnings   []string
}

// State returns the model and the units of its columns.
func (l *lowRank) State(context.Context, job.Env) (any, error) {
	if l.model == nil {
		return nil, say.Errorf("impute %s: %w", l.name, ErrNotFitted)
	}
	return lowRankState{l.layout, l.units.mean, l.units.unit, *l.model, l.low, l.high, l.warnings}, nil
}

// Restore takes them over.
func (l *lowRank) Restore(state saved.Node) error {
	var s lowRankState
	err := firstError(
		func() error { return state.Decode(&s) },
		func() error { return s.Layout.Check() },
		func() error { return sameLength(s.Layout.Width(), s.Mean, s.Unit, s.Low, s.High) },
		func() error { return s.Model.Check(s.Layout.Width()) },
	)
	if err == nil {
		l.layout, l.units, l.model = s.Layout, columnUnits{s.Mean, s.Unit}, &s.Model
		l.low, l.high, l.warnings = s.Low, s.High, s.Warnings
	}
	return restored(l.name, err)
}
