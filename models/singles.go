package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/say"
)

// singles holds a logistic regression for each modality, fitted on the records
// that have it.
type singles struct {
	layout
	prior []float64
	parts []*single // by modality; nil where training has nothing of it
}

// single is the regression of one modality.
type single struct {
	block block
	model *logistic.Model
	// skill is the accuracy on the validation records that have the modality,
	// with one more right and one more wrong (Laplace).
	skill float64
}

// fitSingles fits a regression for each modality and reports its progress under
// the name of the phase.
func fitSingles(ctx context.Context, phase string, p logistic.Penalty, train, validation dataset.View, env job.Env) (*singles, error) {
	prior, err := priorOf(train)
	if err != nil {
		return nil, err
	}
	s := &singles{layout: layoutOf(train), prior: prior, parts: make([]*single, train.Modalities())}
	for m := range s.parts {
		if s.parts[m], err = fitSingle(ctx, p, train, validation, m, env); err != nil {
			return nil, say.Errorf("modality %q: %w", train.Modality(m).Name, err)
		}
		env.Emit(job.Progress{Phase: phase, Done: m + 1, Total: len(s.parts)})
	}
	return s, nil
}

func fitSingle(ctx context.Context, p logistic.Penalty, train, validation dataset.View, m int, env job.Env) (*single, error) {
	b := fitBlock(train, labelled(train), m)
	if !b.useful() {
		return nil, nil
	}
	env = env.Child("modality=" + train.Modality(m).Name)
	t, val, classes := b.samples(train), b.samples(validation), len(train.Classes())
	if val.Rows == 0 {
		t, val = learn.HoldOut(t, classes, env.Seed)
	}
	whole, half, err := p.Fit(ctx, t, val, classes, env)
	if err != nil {
		return nil, err
	}
	return &single{block: b, model: whole, skill: skill(half, val)}, nil
}

// skill returns the accuracy with one more right and one more wrong.
func skill(m *logistic.Model, s learn.Samples) float64 {
	logs := m.LogProbabilities(s)
	right := 1
	for i, c := range s.Labels {
		if learn.Highest(logs[i*m.Classes:(i+1)*m.Classes]) == c {
			right++
		}
	}
	return float64(right) / float64(s.Rows+2)
}

// opinions returns, for each modality, the logarithms of the class
// probabilities of every row, Len × classes; nil where the modality has no
// regression. Rows that lack the modality hold nothing of use.
func (s *singles) opinions(ctx context.Context, v dataset.View) ([][]float64, error) {
	if err := s.check(v); err != nil {
		return nil, err
	}
	out := make([][]float64, len(s.parts))
	for m, part := range s.parts {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		if part == nil {
			continue
		}
		x := learn.NewSamples(v.Len(), part.block.width())
		for i := range v.Len() {
			if row := v.Row(i, m); row != nil {
				part.block.write(x.Row(i), row)
			}
		}
		out[m] = part.model.LogProbabilities(x)
	}
	return out, nil
}

// predict gives every row of v what decide writes of the opinions on it into out, or
// the shares of the classes where that says that none is to be heard.
func (s *singles) predict(ctx context.Context, v dataset.View, decide func(out []float64, opinions [][]float64, i int) bool) (*Prediction, error) {
	if s == nil {
		return nil, ErrNotFitted
	}
	opinions, err := s.opinions(ctx, v)
	if err != nil {
		return nil, err
	}
	p := s.answers(v)
	for i := range v.Len() {
		if out := p.Probabilities.Row(i); !decide(out, opinions, i) {
			copy(out, s.prior)
		}
	}
	return p, nil
}

// singlesState is a regression for each modality as data.
type singlesState struct {
	Layout layoutState
	Prior  []float64
	Parts  []*singleState
}

type singleState struct {
	Block blockState
	Model logistic.State
	Skill float64
}

func (s *singles) state() singlesState {
	out := singlesState{Layout: s.layout.state(), Prior: s.prior}
	for _, p := range s.parts {
		var one *singleState
		if p != nil {
			one = &singleState{p.block.state(dataset.Modality{}), p.model.State(), p.skill}
		}
		out.Parts = append(out.Parts, one)
	}
	return out
}

// singles returns the regressions, or says what does not fit.
func (s singlesState) singles() (*singles, error) {
	l, err := s.Layout.layout()
	if err == nil {
		err = l.checkShares(s.Prior)
	}
	if err == nil && len(s.Parts) != len(l.columns) {
		err = say.Errorf("regressions of %d modalities out of %d", len(s.Parts), len(l.columns))
	}
	if err != nil {
		return nil, err
	}
	out := &singles{layout: l, prior: s.Prior, parts: make([]*single, len(s.Parts))}
	for m, p := range s.Parts {
		if p == nil {
			continue
		}
		b, _, err := p.Block.block(l)
		if err == nil && (b.modality != m || b.text.length > 0) {
			err = say.Errorf("input %d is of modality %d", m, b.modality)
		}
		if err != nil {
			return nil, err
		}
		model, err := p.Model.Model(b.width(), l.classes)
		if err != nil {
			return nil, err
		}
		out.parts[m] = &single{b, model, p.Skill}
	}
	return out, nil
}
