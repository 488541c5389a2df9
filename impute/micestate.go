package impute

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// miceState is fitted chains as data: chain, target. The donors of predictive
// mean matching are numbers of training records.
type miceState struct {
	Design   chainDesignState
	Chains   [][]*drawnState
	Warnings []string
}

// drawnState is a drawnRegression as data.
type drawnState struct {
	Regression *chainRegressionState
	Noise      float64
	Expected   []float64
	Values     []float64
	Squares    []float64
	Columns    int
}

// State returns the regressions of all chains, also of targets that no training
// record lacks.
func (c *mice) State(ctx context.Context, env job.Env) (any, error) {
	if c.design == nil {
		return nil, say.Errorf("impute mice: %w", ErrNotFitted)
	}
	s := miceState{Design: c.design.state(), Warnings: c.warnings}
	if err := c.learnIdle(ctx, nil, learn.AllRows(len(c.chains)), env.Threads()); err != nil {
		return nil, say.Errorf("impute mice: %w", err)
	}
	for _, chain := range c.chains {
		list := make([]*drawnState, len(chain.learned))
		for k, d := range chain.learned {
			if d != nil {
				list[k] = &drawnState{d.state(), d.noise, d.pool.expected, d.pool.values, d.pool.squares, d.pool.columns}
			}
		}
		s.Chains = append(s.Chains, list)
	}
	return s, nil
}

// Restore takes them over.
func (c *mice) Restore(state saved.Node) error {
	var s miceState
	if err := state.Decode(&s); err != nil {
		return restored("mice", err)
	}
	d, err := s.Design.design()
	if err == nil && len(s.Chains) != c.draws {
		err = say.Errorf("%d chains for %d draws", len(s.Chains), c.draws)
	}
	if err != nil {
		return restored("mice", err)
	}
	chains := make([]*drawChain, len(s.Chains))
	for k, list := range s.Chains {
		chains[k] = &drawChain{settings: c.settings, design: d, learned: make([]*drawnRegression, len(d.targets))}
		if err := chains[k].restore(list); err != nil {
			return restored("mice", err)
		}
	}
	c.design, c.chains, c.warnings = d, chains, s.Warnings
	return nil
}

func (c *drawChain) restore(list []*drawnState) error {
	if len(list) != len(c.learned) {
		return say.Errorf("%d regressions for %d targets", len(list), len(c.learned))
	}
	for k, s := range list {
		if s == nil {
			continue
		}
		target := c.design.targets[k]
		r, err := s.Regression.regression(c.design, target)
		if err != nil {
			return err
		}
		pool := donorPool{s.Expected, s.Values, s.Squares, s.Columns}
		if r == nil || c.settings.matching && !target.words && !pool.fits(len(target.columns)) {
			return say.Errorf("the donors of target %d: %w", k+1, errUnfitting)
		}
		c.learned[k] = &drawnRegression{*r, s.Noise, pool}
	}
	return nil
}

// fits says whether there is a donor, and all that is needed of each.
func (p donorPool) fits(columns int) bool {
	if p.columns != columns || len(p.expected) == 0 || len(p.values) != len(p.expected) {
		return false
	}
	return columns == 1 || len(p.expected) == columns*len(p.squares)
}
