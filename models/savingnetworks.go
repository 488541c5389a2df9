package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

// networks is the parameters of an ensemble by their names, member by member.
type networks []map[string]nn.Matrix

func (e ensemble) state() networks {
	var out networks
	for _, net := range e {
		out = append(out, net.Weights())
	}
	return out
}

// ensemble builds the networks of the members without training.
func (t training) ensemble(weights networks, build func(*nn.Graph)) (ensemble, error) {
	if len(weights) != t.members {
		return nil, say.Errorf("%d networks for %d members", len(weights), t.members)
	}
	nets := make(ensemble, t.members)
	for k := range nets {
		var err error
		if nets[k], err = nn.NewWith(weights[k], build); err != nil {
			return nil, say.Errorf("network %d: %w", k+1, err)
		}
	}
	return nets, nil
}

// robustState is a trained robust network as data. Networks are none where no
// modality told anything.
type robustState struct {
	Layout   layoutState
	Prior    []float64
	Blocks   []blockState
	Networks networks
}

// State returns the networks and what they know of their inputs.
func (r *robust) State() (any, error) {
	if r.columns == nil {
		return nil, say.Errorf("%s: %w", r.training.name, ErrNotFitted)
	}
	s := robustState{Layout: r.layout.state(), Prior: r.prior, Networks: r.ensemble.state()}
	for k, b := range r.blocks {
		s.Blocks = append(s.Blocks, b.state(r.kinds[k]))
	}
	return s, nil
}

// Restore takes them over.
func (r *robust) Restore(state saved.Node) error {
	var s robustState
	if err := state.Decode(&s); err != nil {
		return restored(r.training.name, err)
	}
	l, err := s.Layout.layout()
	if err == nil {
		err = l.checkShares(s.Prior)
	}
	if err != nil {
		return restored(r.training.name, err)
	}
	from := *r
	from.layout, from.prior, from.blocks, from.kinds, from.ensemble = l, s.Prior, nil, nil, nil
	if err := from.addBlocks(s.Blocks); err != nil {
		return restored(r.training.name, err)
	}
	if len(from.blocks) > 0 {
		build := func(g *nn.Graph) { from.build(g, goal{classes: l.classes}) }
		if from.ensemble, err = r.training.ensemble(s.Networks, build); err != nil {
			return restored(r.training.name, err)
		}
	}
	*r = from
	return nil
}

// addBlocks takes in the inputs, one for a modality at most.
func (r *robust) addBlocks(list []blockState) error {
	before := -1
	for _, one := range list {
		b, m, err := one.block(r.layout)
		if err != nil {
			return err
		}
		if b.modality <= before || b.width() == 0 {
			return say.Errorf("input %q of modality %d stands behind that of %d and has %d columns", m.Name, b.modality, before, b.width())
		}
		before = b.modality
		r.blocks, r.kinds = append(r.blocks, b), append(r.kinds, m)
	}
	return nil
}

// mlpState is a trained perceptron as data.
type mlpState struct {
	Layout   layoutState
	Design   designState
	Networks networks
}

// State returns the networks and what they know of their inputs.
func (m *mlp) State() (any, error) {
	if m.columns == nil {
		return nil, say.Errorf("mlp: %w", ErrNotFitted)
	}
	return mlpState{m.layout.state(), m.design.state(), m.ensemble.state()}, nil
}

// Restore takes them over.
func (m *mlp) Restore(state saved.Node) error {
	var s mlpState
	if err := state.Decode(&s); err != nil {
		return restored("mlp", err)
	}
	l, err := s.Layout.layout()
	if err != nil {
		return restored("mlp", err)
	}
	d, err := s.Design.design(l)
	if err != nil {
		return restored("mlp", err)
	}
	nets, err := m.training.ensemble(s.Networks, func(g *nn.Graph) { m.build(g, 0, d.cols, goal{classes: l.classes}) })
	if err == nil {
		m.layout, m.design, m.ensemble = l, d, nets
	}
	return restored("mlp", err)
}
