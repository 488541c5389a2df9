package impute

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/nn"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// crossganState is trained generators as data, by modality.
type crossganState struct {
	Layout     learn.Layout
	About      crossAbout
	Mean       []float64 // and the rest of the scale, of each column
	Deviation  []float64
	Low, High  []float64
	Generators []*generatorState
	Only       []string // the modalities that are to be filled; nil for all
	Notes      []string
	Warnings   []string
}

// generatorState is the networks of a modality: with the discriminator, where
// one was trained.
type generatorState struct {
	Opposed  bool
	Networks map[string]nn.Matrix
}

// State returns the networks and the scale of their numbers.
func (c *crossgan) State(context.Context, job.Env) (any, error) {
	if len(c.layout.Names) == 0 {
		return nil, say.Errorf("impute crossgan: %w", ErrNotFitted)
	}
	s := crossganState{Layout: c.layout, About: c.about, Mean: c.scale.mean, Deviation: c.scale.deviation, Low: c.scale.low, High: c.scale.high,
		Only: c.only, Notes: c.notes, Warnings: c.warnings}
	for _, g := range c.generators {
		var one *generatorState
		if g != nil {
			one = &generatorState{g.opposed, g.net.Weights()}
		}
		s.Generators = append(s.Generators, one)
	}
	return s, nil
}

// Restore takes them over.
func (c *crossgan) Restore(state saved.Node) error {
	var s crossganState
	err := firstError(
		func() error { return state.Decode(&s) },
		func() error { return s.Layout.Check() },
		func() error { return sameLength(s.Layout.Width(), s.Mean, s.Deviation, s.Low, s.High) },
		func() error { return s.check() },
	)
	if err != nil {
		return restored("crossgan", err)
	}
	generators := make([]*generator, len(s.Generators))
	for m, one := range s.Generators {
		if one == nil {
			continue
		}
		n := newCrossNetwork(s.About, m, c.settings)
		net, err := nn.NewWith(one.Networks, n.build(one.Opposed))
		if err != nil {
			return restored("crossgan", say.Errorf("modality %q: %w", s.Layout.Names[m], err))
		}
		generators[m] = &generator{n, net, one.Opposed}
	}
	c.layout, c.about, c.scale = s.Layout, s.About, crossScale{s.Mean, s.Deviation, s.Low, s.High}
	c.generators, c.only, c.notes, c.warnings = generators, s.Only, s.Notes, s.Warnings
	return nil
}

// check compares the parts with the layout.
func (s crossganState) check() error {
	n := len(s.Layout.Names)
	if len(s.About.Modalities) != n || len(s.About.Whole) != n || len(s.About.Seen) != n || len(s.Generators) != n {
		return say.Errorf("generators of %d modalities: %w", n, errUnfitting)
	}
	for m, a := range s.About.Modalities {
		if a.Name != s.Layout.Names[m] || len(a.Columns) != len(s.Layout.Columns[m]) || len(a.Columns) == 0 && s.Generators[m] != nil {
			return say.Errorf("modality %q: %w", a.Name, errUnfitting)
		}
	}
	return nil
}
