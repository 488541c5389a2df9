package impute

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// constant fills every gap of a column with one number, the statistic of the
// training rows' observed cells of that column.
type constant struct {
	name      string
	statistic func(cells []float64) float64 // of at least one cell; may reorder them
	layout    learn.Layout
	fill      []float64 // per column of the layout
	warnings  []string
}

// Fit computes the statistic of each column; 0 where no cell was observed.
func (c *constant) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	train = learn.Canonical(train)
	l := learn.LayoutOf(train)
	fill, seen := make([]float64, l.Width()), make([]bool, l.Width())
	for m := range l.Names {
		if err := ctx.Err(); err != nil {
			return say.Errorf("impute %s: stopped: %w", c.name, err)
		}
		for j, cells := range observedCells(train, m) {
			if len(cells) > 0 {
				fill[l.Start[m]+j], seen[l.Start[m]+j] = c.statistic(cells), true
			}
		}
		env.Emit(job.Progress{Phase: c.name, Done: m + 1, Total: len(l.Names)})
	}
	c.layout, c.fill = l, fill
	c.warnings = l.Unobserved(func(j int) bool { return seen[j] })
	return nil
}

// observedCells collects the observed cells of each column of modality m.
func observedCells(v dataset.View, m int) [][]float64 {
	columns := make([][]float64, v.Columns(m))
	cells := make([]float64, len(columns)*v.Len())
	for j := range columns {
		columns[j] = cells[j*v.Len() : j*v.Len()]
	}
	for i := range v.Len() {
		for j, x := range v.Row(i, m) {
			if !math.IsNaN(x) {
				columns[j] = append(columns[j], x)
			}
		}
	}
	return columns
}

// Transform fills the gaps of v.
func (c *constant) Transform(ctx context.Context, v dataset.View, _ job.Env) (*dataset.Filled, error) {
	if err := check(c.layout, v); err != nil {
		return nil, say.Errorf("impute %s: %w", c.name, err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("impute %s: stopped: %w", c.name, err)
		}
		values[m] = v.Dense(m)
		fillGaps(values[m], c.fill[c.layout.Start[m]:c.layout.Start[m+1]])
	}
	return filled(c.name, v, values)
}

// Warnings names the columns that no training record has.
func (c *constant) Warnings() []string { return c.warnings }

// constantState is a constant imputer as data.
type constantState struct {
	Layout   learn.Layout
	Fill     []float64
	Warnings []string
}

// State returns what fills each column.
func (c *constant) State(context.Context, job.Env) (any, error) {
	if c.fill == nil {
		return nil, say.Errorf("impute %s: %w", c.name, ErrNotFitted)
	}
	return constantState{c.layout, c.fill, c.warnings}, nil
}

// Restore takes it over.
func (c *constant) Restore(state saved.Node) error {
	var s constantState
	err := firstError(
		func() error { return state.Decode(&s) },
		func() error { return s.Layout.Check() },
		func() error { return sameLength(s.Layout.Width(), s.Fill) },
	)
	if err == nil {
		c.layout, c.fill, c.warnings = s.Layout, s.Fill, s.Warnings
	}
	return restored(c.name, err)
}
