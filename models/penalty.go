package models

import (
	"context"

	"lacuna/internal/job"
	"lacuna/internal/param"
)

// penaltyParams are the parameters of every model that is made of logistic
// regressions.
func penaltyParams() []param.Spec {
	return []param.Spec{
		{
			Name: "tune", Title: "Choose the penalty", Type: param.Bool, Default: true,
			Help: "Choose C from 0.0001 to 10 by the log-loss on the validation records (or on a fifth of the training records, where there are none).",
		},
		{
			Name: "c", Title: "C", Type: param.Float, Default: 1.0, Min: 1e-6, Max: 1e6,
			Help: "Inverse strength of the L2 penalty, as in scikit-learn, where it is not chosen: small values shrink the weights.",
		},
	}
}

// penalty says how strongly weights are shrunk.
type penalty struct {
	tune bool
	c    float64
}

func penaltyFrom(p param.Values) penalty { return penalty{tune: p.Bool("tune"), c: p.Float("c")} }

// strengths are the values of C that are tried, the strongest penalty first.
var strengths = []float64{1e-4, 1e-3, 1e-2, 1e-1, 1, 10}

// fit fits on train and validation together, with a penalty that, where it is to
// be chosen, is chosen on validation. The second result is the model that saw
// train only.
func (p penalty) fit(ctx context.Context, train, validation samples, classes int, env job.Env) (whole, half *multinomial, err error) {
	if !p.tune {
		return p.fitFixed(ctx, train, validation, classes)
	}
	if validation.rows == 0 {
		train, validation = holdOut(train, classes, env.Seed.Child("holdout"))
	}
	c, half, err := p.choose(ctx, train, validation, classes)
	if err != nil {
		return nil, nil, err
	}
	whole, err = fitMultinomial(ctx, train.join(validation), classes, c, half.theta)
	return whole, half, err
}

// fitFixed is fit with the penalty as it was set.
func (p penalty) fitFixed(ctx context.Context, train, validation samples, classes int) (whole, half *multinomial, err error) {
	half, err = fitMultinomial(ctx, train, classes, p.c, nil)
	if err != nil || validation.rows == 0 {
		return half, half, err
	}
	whole, err = fitMultinomial(ctx, train.join(validation), classes, p.c, half.theta)
	return whole, half, err
}

// choose walks from the strongest penalty to weaker ones, each fit beginning
// where the last one ended, and stops when the log-loss on validation grows.
func (p penalty) choose(ctx context.Context, train, validation samples, classes int) (float64, *multinomial, error) {
	if validation.rows == 0 {
		m, err := fitMultinomial(ctx, train, classes, p.c, nil)
		return p.c, m, err
	}
	var (
		best  *multinomial
		chose float64
		least float64
		start []float64
	)
	for _, c := range strengths {
		m, err := fitMultinomial(ctx, train, classes, c, start)
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
