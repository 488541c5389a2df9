package models

import (
	"context"
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "svm",
	Title: "Support vector machine",
	Help: "Support vector machines with a Gaussian kernel, one for each two classes, on the filled columns and one presence indicator per modality; " +
		"their votes become probabilities that are calibrated on the validation records. The class is the most probable one, which near the border need not be the side of the machine: " +
		"of two classes the calibration has an offset, since the machine does not weigh how frequent they are, and of more, all preferences count, not just the votes that are won.",
	Paper: "Cortes and Vapnik, Support-vector networks, Machine Learning 1995; Fan, Chen and Lin, Working set selection, JMLR 2005",
	Kind:  Classifier,
	Params: []param.Spec{
		{Name: "c", Title: "C", Type: param.Float, Default: 1.0, Min: 1e-6, Max: 1e6,
			Help: "What a record on the wrong side costs: large values fit the training records more closely."},
		{Name: "gamma", Title: "Gamma", Type: param.Float, Default: 0.0, Min: 0, Max: 1e6,
			Help: "Inverse squared width of the kernel; 0 takes 1 / (columns × their variance)."},
		{Name: "tune", Title: "Choose C and gamma", Type: param.Bool, Default: true,
			Help: "Try C at 1, 3 and 10 times the value above, and gamma at half, once and twice its value; another setting is taken where it lowers the log-loss on the validation records by a quarter."},
	},
	New: func(p param.Values) Model {
		return &svm{c: p.Float("c"), gamma: p.Float("gamma"), tune: p.Bool("tune")}
	},
})

// svm trains on the training records, calibrates on the validation records (or
// on a fifth of the training records, where there are none), and then trains
// again on both.
type svm struct {
	c, gamma float64
	tune     bool

	layout
	design   design
	machines *machines
	slope    calibration
}

func (s *svm) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	d, t, val, err := fitSamples(train, validation)
	if err != nil {
		return fmt.Errorf("svm: %w", err)
	}
	classes := len(train.Classes())
	if val.rows == 0 {
		t, val = holdOut(t, classes, env.Seed.Child("holdout"))
	}
	whole := t.join(val)
	if whole.rows > svmLimit {
		return fmt.Errorf("svm: %d records need a kernel matrix of %.1f GB; up to %d are possible: choose another classifier, for example logistic, or fewer records",
			whole.rows, 4e-9*float64(whole.rows)*float64(whole.rows), svmLimit)
	}
	settings := []machineSetting{{c: s.c, gamma: s.gamma}}
	if s.gamma == 0 {
		settings[0].gamma = scaleGamma(whole)
	}
	if s.tune {
		settings = settings[0].around()
	}
	setting, calibrated, err := chooseMachine(ctx, settings, t, val, classes, env)
	if err != nil {
		return fmt.Errorf("svm: %w", err)
	}
	machines, err := trainMachines(ctx, setting, whole, classes, env)
	if err != nil {
		return fmt.Errorf("svm: %w", err)
	}
	s.layout, s.design, s.machines, s.slope = layoutOf(train), d, machines, calibrated
	return nil
}

// tuneLimit is the most training records that settings are tried on.
const tuneLimit = 2000

// markedly is what the log-loss of a setting must fall to, relative to the
// first one's, to replace it: validation sets are small, and settings many.
const markedly = 0.75

// chooseMachine returns a setting that does best on validation, and the
// calibration of machines trained with it on train alone.
func chooseMachine(ctx context.Context, settings []machineSetting, train, validation samples, classes int, env job.Env) (machineSetting, calibration, error) {
	some := train
	if len(settings) > 1 && train.rows > tuneLimit {
		some = train.pick(evenly(train.rows, tuneLimit))
	}
	var (
		best  machineSetting
		found calibration
		least = math.Inf(1)
	)
	for k, setting := range settings {
		c, loss, err := tryMachine(ctx, setting, some, validation, classes, env)
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
	if some.rows == train.rows {
		return best, found, nil
	}
	found, _, err := tryMachine(ctx, best, train, validation, classes, env)
	return best, found, err
}

// tryMachine trains on train and returns calibration and log-loss on
// validation.
func tryMachine(ctx context.Context, setting machineSetting, train, validation samples, classes int, env job.Env) (calibration, float64, error) {
	m, err := trainMachines(ctx, setting, train, classes, env)
	if err != nil {
		return calibration{}, 0, err
	}
	c, loss := calibrate(m.decisions(validation, env.Threads()), m, validation.labels)
	return c, loss, nil
}

// evenly lists n of the numbers 0…total-1 at even distances.
func evenly(total, n int) []int {
	rows := make([]int, n)
	for k := range rows {
		rows[k] = k * total / n
	}
	return rows
}

func (s *svm) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := s.check(v); err != nil {
		return nil, fmt.Errorf("svm: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("svm: stopped: %w", err)
	}
	x, err := s.design.samples(v, allRows(v))
	if err != nil {
		return nil, fmt.Errorf("svm: %w", err)
	}
	out := s.answers(v)
	s.slope.probabilities(out.Probabilities.Data, s.machines.decisions(x, env.Threads()), s.machines)
	return out, nil
}
