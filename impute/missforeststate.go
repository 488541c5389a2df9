package impute

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/learn/forest"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// missForestState is grown forests as data, by target.
type missForestState struct {
	Design   chainDesignState
	Bins     forest.Bins
	Passes   int // sweeps made
	Forests  []*forest.State
	Notes    []string
	Warnings []string
}

// State returns the forests of all targets, also of those that no training
// record lacks.
func (f *missForest) State(ctx context.Context, env job.Env) (any, error) {
	if f.design == nil {
		return nil, say.Errorf("impute missforest: %w", ErrNotFitted)
	}
	if err := f.learnIdle(ctx, nil, env.Threads()); err != nil {
		return nil, say.Errorf("impute missforest: %w", err)
	}
	s := missForestState{Design: f.design.state(), Bins: f.state.codes.Bins(), Passes: f.state.passes, Notes: f.notes, Warnings: f.warnings}
	for _, grown := range f.state.forests {
		var one *forest.State
		if grown != nil {
			state := grown.State()
			one = &state
		}
		s.Forests = append(s.Forests, one)
	}
	return s, nil
}

// Restore takes them over.
func (f *missForest) Restore(state saved.Node) error {
	var s missForestState
	if err := state.Decode(&s); err != nil {
		return restored("missforest", err)
	}
	d, err := s.Design.design()
	if err == nil && (len(s.Forests) != len(d.targets) || s.Passes < 0 || s.Passes > f.sweeps) {
		err = say.Errorf("%d forests for %d targets after %d sweeps of at most %d", len(s.Forests), len(d.targets), s.Passes, f.sweeps)
	}
	if err != nil {
		return restored("missforest", err)
	}
	sweeps := &forestSweeps{design: d, passes: s.Passes, forests: make([]*forest.Forest, len(d.targets))}
	if sweeps.codes, err = s.Bins.Empty(d.columns); err != nil {
		return restored("missforest", err)
	}
	for k, one := range s.Forests {
		if one == nil {
			continue
		}
		if sweeps.forests[k], err = one.Forest(len(d.targets[k].columns), d.columns); err != nil {
			return restored("missforest", err)
		}
	}
	f.design, f.state, f.notes, f.warnings = d, sweeps, s.Notes, s.Warnings
	return nil
}
