package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "majority",
	Title: "Majority class",
	Help:  "Gives every record the shares of the classes among the development records (training and validation): the floor that any method must clear.",
	Kind:  Baseline,
	New:   func(param.Values) Model { return new(majority) },
})

// majority predicts the prior.
type majority struct {
	layout
	prior []float64
}

func (m *majority) Fit(ctx context.Context, train, validation dataset.View, _ job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("majority: stopped: %w", err)
	}
	prior, err := priorOf(train, validation)
	if err != nil {
		return say.Errorf("majority: %w", err)
	}
	m.layout, m.prior = layoutOf(train), prior
	return nil
}

func (m *majority) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	if err := m.check(v); err != nil {
		return nil, say.Errorf("majority: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("majority: stopped: %w", err)
	}
	out := m.answers(v)
	for i := range v.Len() {
		copy(out.Probabilities.Row(i), m.prior)
	}
	return out, nil
}

// majorityState is the prior as data.
type majorityState struct {
	Layout layoutState
	Prior  []float64
}

// State returns the prior.
func (m *majority) State() (any, error) {
	if m.columns == nil {
		return nil, say.Errorf("majority: %w", ErrNotFitted)
	}
	return majorityState{m.layout.state(), m.prior}, nil
}

// Restore takes it over.
func (m *majority) Restore(state saved.Node) error {
	var s majorityState
	if err := state.Decode(&s); err != nil {
		return restored("majority", err)
	}
	l, err := s.Layout.layout()
	if err == nil {
		err = l.checkShares(s.Prior)
	}
	if err == nil {
		m.layout, m.prior = l, s.Prior
	}
	return restored("majority", err)
}
