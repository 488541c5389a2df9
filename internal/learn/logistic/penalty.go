package logistic

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/learn"
)

// Penalty says how strongly weights are shrunk.
type Penalty struct {
	Tune bool
	C    float64
}

// strengths are the values of C that are tried, the strongest penalty first.
var strengths = []float64{1e-4, 1e-3, 1e-2, 1e-1, 1, 10}

// Fit fits on train and validation together, with a penalty that, where it is to
// be chosen, is chosen on validation. The second result is the model that saw
// train only.
func (p Penalty) Fit(ctx context.Context, train, validation learn.Samples, classes int, env job.Env) (whole, half *Model, err error) {
	if !p.Tune {
		return p.fitFixed(ctx, train, validation, classes)
	}
	if validation.Rows == 0 {
		train, validation = learn.HoldOut(train, classes, env.Seed.Child("holdout"))
	}
	c, half, err := p.choose(ctx, train, validation, classes)
	if err != nil {
		return nil, nil, err
	}
	whole, err = Fit(ctx, train.Join(validation), classes, c, half.theta)
	return whole, half, err
}

// fitFixed is fit with the penalty as it was set.
func (p Penalty) fitFixed(ctx context.Context, train, validation learn.Samples, classes int) (whole, half *Model, err error) {
	half, err = Fit(ctx, train, classes, p.C, nil)
	if err != nil || validation.Rows == 0 {
		return half, half, err
	}
	whole, err = Fit(ctx, train.Join(validation), classes, p.C, half.theta)
	return whole, half, err
}

// choose walks from the strongest penalty to weaker ones, each fit beginning
// where the last one ended, and stops when the log-loss on validation grows.
func (p Penalty) choose(ctx context.Context, train, validation learn.Samples, classes int) (float64, *Model, error) {
	if validation.Rows == 0 {
		m, err := Fit(ctx, train, classes, p.C, nil)
		return p.C, m, err
	}
	var (
		best  *Model
		chose float64
		least float64
		start []float64
	)
	for _, c := range strengths {
		m, err := Fit(ctx, train, classes, c, start)
		if err != nil {
			return 0, nil, err
		}
		loss := m.logLoss(validation)
		if best != nil && loss >= least {
			break
		}
		best, chose, least, start = m, c, loss, m.theta
	}
	return chose, best, nil
}
