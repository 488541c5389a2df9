package svm

import (
	"context"
	"math"

	"lacuna/internal/job"
	"lacuna/internal/learn"
)

// tuneLimit is the most training records that settings are tried on.
const tuneLimit = 2000

// markedly is what the log-loss of a setting must fall to, relative to the
// first one's, to replace it: validation sets are small, and settings many.
const markedly = 0.75

// Choose returns a setting that does best on validation, and the
// calibration of machines trained with it on train alone.
func Choose(ctx context.Context, settings []Setting, train, validation learn.Samples, classes int, env job.Env) (Setting, Calibration, error) {
	some := train
	if len(settings) > 1 && train.Rows > tuneLimit {
		some = train.Pick(learn.Evenly(train.Rows, tuneLimit))
	}
	var (
		best  Setting
		found Calibration
		least = math.Inf(1)
	)
	for k, setting := range settings {
		c, loss, err := try(ctx, setting, some, validation, classes, env)
		if err != nil {
			return best, found, err
		}
		if k == 0 || loss < least {
			best, found, least = setting, c, loss
		}
		if k == 0 {
			least *= markedly
		}
		env.Emit(job.Progress{Phase: "svm", Done: k + 1, Total: len(settings) + 1})
	}
	if some.Rows == train.Rows {
		return best, found, nil
	}
	found, _, err := try(ctx, best, train, validation, classes, env)
	return best, found, err
}

// try trains on train and returns calibration and log-loss on
// validation.
func try(ctx context.Context, setting Setting, train, validation learn.Samples, classes int, env job.Env) (Calibration, float64, error) {
	m, err := Train(ctx, setting, train, classes, env)
	if err != nil {
		return Calibration{}, 0, err
	}
	c, loss := calibrate(m.Decisions(validation, env.Threads()), m, validation.Labels)
	return c, loss, nil
}
