package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/pls"
	"lacuna/internal/learn/ridge"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// blockwiseState is a fitted blockwise imputer as data; P is any for writing, and
// saved.Node for reading.
type blockwiseState[P any] struct {
	Layout    learn.Layout
	Mean      []float64
	Deviation []float64
	Low, High []float64
	Stages    []stageState[P]
	Warnings  []string
}

// stageState is a round of regressions. Rows are the features of the training
// rows, where a regression weighs them; else there are none.
type stageState[P any] struct {
	Rows  dataset.Matrix
	Parts []*partState[P]
	Own   []*withinState
}

// partState is the regression of one modality.
type partState[P any] struct{ Regression P }

// withinState is within as data.
type withinState struct {
	Columns   int
	Unit      []float64
	Mean      []float64
	Precision dataset.Matrix
	Trusted   []bool
	Slack     []float64
}

// State returns the regressions of all rounds.
func (r *blockwise) State(context.Context, job.Env) (any, error) {
	if r.design == nil {
		return nil, say.Errorf("impute %s: %w", r.name, ErrNotFitted)
	}
	d := r.design
	s := blockwiseState[any]{Layout: d.Layout, Mean: d.mean, Deviation: d.deviation, Low: d.low, High: d.high, Warnings: r.warnings}
	for _, stage := range r.stages {
		s.Stages = append(s.Stages, stage.state())
	}
	return s, nil
}

func (s blockStage) state() stageState[any] {
	var out stageState[any]
	for _, part := range s.parts {
		var p *partState[any]
		switch part := part.(type) {
		case *ridge.Regression:
			p = &partState[any]{part.State()}
			if part.State().NeedsRows() {
				out.Rows = s.train
			}
		case *pls.Regression:
			p = &partState[any]{part.State()}
		}
		out.Parts = append(out.Parts, p)
	}
	for _, w := range s.own {
		var own *withinState
		if w != nil {
			own = &withinState{w.columns, w.unit, w.mean, w.precision, w.trusted, w.slack}
		}
		out.Own = append(out.Own, own)
	}
	return out
}

// Restore takes them over.
func (r *blockwise) Restore(state saved.Node) error {
	var s blockwiseState[saved.Node]
	err := firstError(
		func() error { return state.Decode(&s) },
		func() error { return s.Layout.Check() },
		func() error { return sameLength(s.Layout.Width(), s.Mean, s.Deviation, s.Low, s.High) },
	)
	if err != nil {
		return restored(r.name, err)
	}
	d := &blockDesign{Layout: s.Layout, mean: s.Mean, deviation: s.Deviation, low: s.Low, high: s.High}
	var stages []blockStage
	for _, saved := range s.Stages {
		stage, err := r.stage(d, saved)
		if err != nil {
			return restored(r.name, err)
		}
		stages = append(stages, stage)
	}
	r.design, r.stages, r.warnings = d, stages, s.Warnings
	return nil
}

// stage takes one round out of a file.
func (r *blockwise) stage(d *blockDesign, s stageState[saved.Node]) (blockStage, error) {
	features, n := d.Width()+len(d.Names), len(d.Names)
	stage := blockStage{train: s.Rows, parts: make([]regression, n)}
	if len(s.Parts) != n || s.Own != nil && len(s.Own) != n || s.Rows.Data != nil && s.Rows.Cols != features {
		return stage, say.Errorf("%d regressions for %d modalities", len(s.Parts), n)
	}
	for m, part := range s.Parts {
		if part == nil {
			continue
		}
		var err error
		if stage.parts[m], err = r.load(part.Regression, features, d.Start[m+1]-d.Start[m], s.Rows.Rows); err != nil {
			return stage, err
		}
	}
	if s.Own == nil {
		return stage, nil
	}
	stage.own = make([]*within, n)
	for m, own := range s.Own {
		if own == nil {
			continue
		}
		if err := own.check(d.Start[m+1] - d.Start[m]); err != nil {
			return stage, err
		}
		stage.own[m] = &within{own.Columns, own.Unit, own.Mean, own.Precision, own.Trusted, own.Slack}
	}
	return stage, nil
}

func (w *withinState) check(columns int) error {
	both := 2 * columns
	if w.Columns != columns || len(w.Unit) != columns || len(w.Mean) != both || w.Precision.Rows != both || w.Precision.Cols != both || len(w.Trusted) != columns || len(w.Slack) != columns {
		return say.Errorf("what the %d cells of a modality tell of each other: %w", columns, errUnfitting)
	}
	return nil
}
