package models

import (
	"context"
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
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
// training never saw gets the prior itself.
type patternOnly struct {
	layout
	smoothing float64
	prior     []float64
	shares    map[dataset.Pattern][]float64
}

func (m *patternOnly) Fit(ctx context.Context, train, _ dataset.View, _ job.Env) error {
	prior, err := priorOf(train)
	if err != nil {
		return fmt.Errorf("pattern: %w", err)
	}
	shares := map[dataset.Pattern][]float64{}
	for _, g := range train.Patterns() {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("pattern: stopped: %w", err)
		}
		shares[g.Pattern] = m.share(train, g.Records, prior)
	}
	m.layout, m.prior, m.shares = layoutOf(train), prior, shares
	return nil
}

// share returns the smoothed class shares of some rows.
func (m *patternOnly) share(v dataset.View, rows []int, prior []float64) []float64 {
	weight := m.smoothing * float64(len(prior))
	total := weight
	out := make([]float64, len(prior))
	for c, p := range prior {
		out[c] = weight * p
	}
	for _, i := range rows {
		if c := v.Label(i); c != dataset.NoLabel {
			out[c]++
			total++
		}
	}
	for c := range out {
		out[c] /= total
	}
	return out
}

func (m *patternOnly) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	if err := m.check(v); err != nil {
		return nil, fmt.Errorf("pattern: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("pattern: stopped: %w", err)
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
