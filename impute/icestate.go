package impute

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// iceState is fitted chained equations as data.
type iceState struct {
	Design   chainDesignState
	Stages   [][]*chainRegressionState // sweep, target
	Idle     []*chainRegressionState
	Warnings []string
}

// State returns the regressions of all sweeps, also of targets that no training
// record lacks.
func (c *ice) State(ctx context.Context, env job.Env) (any, error) {
	if c.design == nil {
		return nil, say.Errorf("impute ice: %w", ErrNotFitted)
	}
	if err := c.learnIdle(ctx, nil, env.Threads()); err != nil {
		return nil, say.Errorf("impute ice: %w", err)
	}
	s := iceState{Design: c.design.state(), Idle: chainStates(c.idle), Warnings: c.warnings}
	for _, stage := range c.stages {
		s.Stages = append(s.Stages, chainStates(stage))
	}
	return s, nil
}

// Restore takes them over.
func (c *ice) Restore(state saved.Node) error {
	var s iceState
	if err := state.Decode(&s); err != nil {
		return restored("ice", err)
	}
	d, err := s.Design.design()
	if err != nil {
		return restored("ice", err)
	}
	idle, err := d.regressions(s.Idle)
	if err != nil {
		return restored("ice", err)
	}
	var stages [][]*chainRegression
	for _, list := range s.Stages {
		stage, err := d.regressions(list)
		if err != nil {
			return restored("ice", err)
		}
		stages = append(stages, stage)
	}
	c.design, c.state, c.stages, c.idle, c.warnings = d, nil, stages, idle, s.Warnings
	return nil
}
