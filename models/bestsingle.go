package models

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "best-single",
	Title: "Best single modality",
	Help:  "A logistic regression on the one modality that predicts best on the validation records; where that is absent, on the best that is present.",
	Kind:  Baseline,
	Params: append(penaltyParams(), param.Spec{
		Name: "fallback", Title: "Where it is absent", Type: param.Choice, Default: "next", Choices: []string{"next", "prior"},
		Help: "For a record without the best modality: next takes the best of those it has, prior the shares of the classes.",
	}),
	New: func(p param.Values) Model {
		return &bestSingle{penalty: penaltyFrom(p), only: p.String("fallback") == "prior"}
	},
})

// bestSingle asks one modality per record.
type bestSingle struct {
	penalty logistic.Penalty
	only    bool // the best modality or none
	singles *singles
	ranking []int // modalities, the best first
}

func (b *bestSingle) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	s, err := fitSingles(ctx, "best-single", b.penalty, train, validation, env)
	if err != nil {
		return say.Errorf("best-single: %w", err)
	}
	b.singles, b.ranking = s, nil
	for m, part := range s.parts {
		if part != nil {
			b.ranking = append(b.ranking, m)
		}
	}
	slices.SortStableFunc(b.ranking, func(l, r int) int {
		switch dl, dr := s.parts[l].skill, s.parts[r].skill; {
		case dl > dr:
			return -1
		case dl < dr:
			return 1
		}
		return 0
	})
	if b.only {
		b.ranking = b.ranking[:min(1, len(b.ranking))]
	}
	return nil
}

func (b *bestSingle) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	p, err := b.singles.predict(ctx, v, func(out []float64, opinions [][]float64, i int) bool {
		at := slices.IndexFunc(b.ranking, func(m int) bool { return v.Has(i, m) })
		if at >= 0 {
			k := len(out)
			learn.Exponentials(out, opinions[b.ranking[at]][i*k:(i+1)*k])
		}
		return at >= 0
	})
	if err != nil {
		return nil, say.Errorf("best-single: %w", err)
	}
	return p, nil
}

// bestSingleState is the regressions and their ranking as data.
type bestSingleState struct {
	Singles singlesState
	Ranking []int
}

// State returns the regressions and their ranking.
func (b *bestSingle) State() (any, error) {
	if b.singles == nil {
		return nil, say.Errorf("best-single: %w", ErrNotFitted)
	}
	return bestSingleState{b.singles.state(), b.ranking}, nil
}

// Restore takes them over.
func (b *bestSingle) Restore(state saved.Node) error {
	var s bestSingleState
	if err := state.Decode(&s); err != nil {
		return restored("best-single", err)
	}
	parts, err := s.Singles.singles()
	if err != nil {
		return restored("best-single", err)
	}
	for _, m := range s.Ranking {
		if m < 0 || m >= len(parts.parts) || parts.parts[m] == nil {
			return restored("best-single", say.Errorf("modality %d stands in the ranking without a regression", m))
		}
	}
	b.singles, b.ranking = parts, s.Ranking
	return nil
}
