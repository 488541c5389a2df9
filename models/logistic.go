package models

import (
	"context"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/logistic"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:   "logistic",
	Title:  "Logistic regression",
	Help:   "Multinomial logistic regression with an L2 penalty on the filled columns and one presence indicator per modality.",
	Paper:  "Le Morvan et al., What's a good imputation to predict with missing values?, NeurIPS 2021; Perez-Lebel et al., GigaScience 2022 (indicators)",
	Kind:   Classifier,
	Params: penaltyParams(),
	New:    func(p param.Values) Model { return &logisticRegression{penalty: penaltyFrom(p)} },
})

// logistic is one regression on all columns.
type logisticRegression struct {
	layout
	penalty logistic.Penalty
	design  design
	model   *logistic.Model
}

func (l *logisticRegression) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	d, t, val, err := fitSamples(train, validation)
	if err != nil {
		return say.Errorf("logistic: %w", err)
	}
	known := layoutOf(train) // now, so that nobody needs the view while the penalty is chosen
	model, _, err := l.penalty.Fit(ctx, t, val, len(train.Classes()), env)
	if err != nil {
		return say.Errorf("logistic: %w", err)
	}
	env.Emit(job.Progress{Phase: "logistic", Done: 1, Total: 1})
	l.layout, l.design, l.model = known, d, model
	return nil
}

func (l *logisticRegression) Predict(ctx context.Context, v dataset.View, _ job.Env) (*Prediction, error) {
	if err := l.check(v); err != nil {
		return nil, say.Errorf("logistic: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("logistic: stopped: %w", err)
	}
	s, err := l.design.samples(v, learn.AllRows(v.Len()))
	if err != nil {
		return nil, say.Errorf("logistic: %w", err)
	}
	out := l.answers(v)
	for i, z := range l.model.LogProbabilities(s) {
		out.Probabilities.Data[i] = math.Exp(z)
	}
	return out, nil
}

// logisticState is a fitted regression as data.
type logisticState struct {
	Layout layoutState
	Design designState
	Model  logistic.State
}

// State returns the regression.
func (l *logisticRegression) State() (any, error) {
	if l.columns == nil {
		return nil, say.Errorf("logistic: %w", ErrNotFitted)
	}
	return logisticState{l.layout.state(), l.design.state(), l.model.State()}, nil
}

// Restore takes it over.
func (l *logisticRegression) Restore(state saved.Node) error {
	var s logisticState
	if err := state.Decode(&s); err != nil {
		return restored("logistic", err)
	}
	own, err := s.Layout.layout()
	if err != nil {
		return restored("logistic", err)
	}
	d, err := s.Design.design(own)
	if err != nil {
		return restored("logistic", err)
	}
	model, err := s.Model.Model(d.cols, own.classes)
	if err == nil {
		l.layout, l.design, l.model = own, d, model
	}
	return restored("logistic", err)
}
