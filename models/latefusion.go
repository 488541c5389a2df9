package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:   "late-fusion",
	Title:  "Late fusion",
	Help:   "A logistic regression for each modality; a record gets the mean of the log-probabilities of those that it has.",
	Paper:  "Kittler et al., On combining classifiers, IEEE TPAMI 1998 (product rule)",
	Kind:   Baseline,
	Params: penaltyParams(),
	New:    func(p param.Values) Model { return &lateFusion{penalty: penaltyFrom(p)} },
})

// lateFusion joins the modalities' decisions, not their features.
type lateFusion struct {
	penalty logistic.Penalty
	singles *singles
}

func (l *lateFusion) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	s, err := fitSingles(ctx, "late-fusion", l.penalty, train, validation, env)
	if err != nil {
		return say.Errorf("late-fusion: %w", err)
	}
	l.singles = s
	return nil
}

func (l *lateFusion) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	p, err := l.singles.predict(ctx, v, func(out []float64, opinions [][]float64, i int) bool {
		heard := meanOpinion(out, opinions, v, i)
		if heard {
			learn.SubtractLogSum(out)
			learn.Exponentials(out, out)
		}
		return heard
	})
	if err != nil {
		return nil, say.Errorf("late-fusion: %w", err)
	}
	return p, nil
}

// meanOpinion averages the log-probabilities of the modalities that row i has,
// and says whether there is any.
func meanOpinion(mean []float64, opinions [][]float64, v dataset.View, i int) bool {
	clear(mean)
	heard := 0
	for m, o := range opinions {
		if o == nil || !v.Has(i, m) {
			continue
		}
		heard++
		for c := range mean {
			mean[c] += o[i*len(mean)+c]
		}
	}
	for c := range mean {
		mean[c] /= float64(max(1, heard))
	}
	return heard > 0
}

// State returns the regressions of the modalities.
func (l *lateFusion) State() (any, error) {
	if l.singles == nil {
		return nil, say.Errorf("late-fusion: %w", ErrNotFitted)
	}
	return l.singles.state(), nil
}

// Restore takes them over.
func (l *lateFusion) Restore(state saved.Node) error {
	var s singlesState
	if err := state.Decode(&s); err != nil {
		return restored("late-fusion", err)
	}
	parts, err := s.singles()
	if err == nil {
		l.singles = parts
	}
	return restored("late-fusion", err)
}
