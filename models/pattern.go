package models

import (
	"context"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "pattern",
	Title: "Pattern only",
	Help:  "Predicts from which modalities are missing and from nothing else: above the majority class, missingness gives the label away.",
	Kind:  Baseline,
	Params: []param.Spec{{
		Name: "smoothing", Title: "Smoothing", Type: param.Float, Default: 1.0, Min: 1e-6, Max: 1000,
		Help: "Weight of the overall class shares in each pattern, in records per class.",
	}},
	New: func(p param.Values) Model { return &patternOnly{smoothing: p.Float("smoothing")} },
})

// patternOnly counts the classes of each pattern. A pattern's shares are drawn
// towards the prior by as many records per class as smoothing says, distributed
// like the prior (the m-estimate of Cestnik, ECAI 1990); a pattern that
// no development record has gets the prior itself.
type patternOnly struct {
	layout
	smoothing float64
	prior     []float64
	shares    map[dataset.Pattern][]float64
}

func (m *patternOnly) Fit(ctx context.Context, train, validation dataset.View, _ job.Env) error {
	if err := ctx.Err(); err != nil {
		return say.Errorf("pattern: stopped: %w", err)
	}
	prior, err := priorOf(train, validation)
	if err != nil {
		return say.Errorf("pattern: %w", err)
	}
	counts := map[dataset.Pattern][]float64{}
	for _, v := range []dataset.View{train, validation} {
		for i := range v.Len() {
			p := v.Pattern(i)
			if counts[p] == nil {
				counts[p] = make([]float64, len(prior))
			}
			if c := v.Label(i); c != dataset.NoLabel {
				counts[p][c]++
			}
		}
	}
	for _, count := range counts {
		m.smooth(count, prior)
	}
	m.layout, m.prior, m.shares = layoutOf(train), prior, counts
	return nil
}

// smooth turns the counts of the classes into their smoothed shares.
func (m *patternOnly) smooth(counts, prior []float64) {
	weight := m.smoothing * float64(len(prior))
	total := weight + floats.Sum(counts)
	for c, p := range prior {
		counts[c] = (counts[c] + weight*p) / total
	}
}

func (m *patternOnly) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	if err := m.check(v); err != nil {
		return nil, say.Errorf("pattern: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("pattern: stopped: %w", err)
	}
	out := m.answers(v)
	for i := range v.Len() {
		shares, known := m.shares[v.Pattern(i)]
		if !known {
			shares = m.prior
		}
		copy(out.Probabilities.Row(i), shares)
	}
	return out, nil
}

// patternState is the shares of the classes by pattern as data.
type patternState struct {
	Layout layoutState
	Prior  []float64
	Shares map[dataset.Pattern][]float64
}

// State returns the shares.
func (m *patternOnly) State() (any, error) {
	if m.columns == nil {
		return nil, say.Errorf("pattern: %w", ErrNotFitted)
	}
	return patternState{m.layout.state(), m.prior, m.shares}, nil
}

// Restore takes them over.
func (m *patternOnly) Restore(state saved.Node) error {
	var s patternState
	if err := state.Decode(&s); err != nil {
		return restored("pattern", err)
	}
	l, err := s.Layout.layout()
	if err == nil {
		err = l.checkShares(s.Prior)
	}
	for _, shares := range s.Shares {
		if err == nil {
			err = l.checkShares(shares)
		}
	}
	if err == nil {
		m.layout, m.prior, m.shares = l, s.Prior, s.Shares
	}
	return restored("pattern", err)
}
