package models

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/svm"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
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
	Most: func(param.Values) (int, bool) { return svm.Limit, false },
	New: func(p param.Values) Model {
		return &supportVectors{c: p.Float("c"), gamma: p.Float("gamma"), tune: p.Bool("tune")}
	},
})

// svm trains on the training records, calibrates on the validation records (or
// on a fifth of the training records, where there are none), and then trains
// again on both.
type supportVectors struct {
	c, gamma float64
	tune     bool

	layout
	design   design
	machines *svm.Machines
	slope    svm.Calibration
}

func (s *supportVectors) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	d, t, val, err := fitSamples(train, validation)
	if err != nil {
		return say.Errorf("svm: %w", err)
	}
	known, classes := layoutOf(train), len(train.Classes()) // now, so that nobody needs the view while machines are trained
	if val.Rows == 0 {
		t, val = learn.HoldOut(t, classes, env.Seed.Child("holdout"))
	}
	whole := t.Join(val)
	if whole.Rows > svm.Limit {
		return say.Errorf("svm: %d records need a kernel matrix of %.1f GB; up to %d are possible: choose another classifier, for example logistic, or fewer records",
			whole.Rows, 4e-9*float64(whole.Rows)*float64(whole.Rows), svm.Limit)
	}
	settings := []svm.Setting{{C: s.c, Gamma: s.gamma}}
	if s.gamma == 0 {
		settings[0].Gamma = svm.ScaleGamma(whole)
	}
	if s.tune {
		settings = settings[0].Around()
	}
	setting, calibrated, err := svm.Choose(ctx, settings, t, val, classes, env)
	if err != nil {
		return say.Errorf("svm: %w", err)
	}
	machines, err := svm.Train(ctx, setting, whole, classes, env)
	if err != nil {
		return say.Errorf("svm: %w", err)
	}
	s.layout, s.design, s.machines, s.slope = known, d, machines, calibrated
	return nil
}

func (s *supportVectors) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := s.check(v); err != nil {
		return nil, say.Errorf("svm: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("svm: stopped: %w", err)
	}
	x, err := s.design.samples(v, learn.AllRows(v.Len()))
	if err != nil {
		return nil, say.Errorf("svm: %w", err)
	}
	out := s.answers(v)
	s.slope.Probabilities(out.Probabilities.Data, s.machines.Decisions(x, env.Threads()), s.machines)
	return out, nil
}

// svmState is trained machines as data. The support vectors are features of
// development records.
type svmState struct {
	Layout   layoutState
	Design   designState
	Machines svm.State
}

// State returns the machines.
func (s *supportVectors) State() (any, error) {
	if s.columns == nil {
		return nil, say.Errorf("svm: %w", ErrNotFitted)
	}
	return svmState{s.layout.state(), s.design.state(), s.machines.State(s.slope)}, nil
}

// Restore takes them over.
func (s *supportVectors) Restore(state saved.Node) error {
	var from svmState
	if err := state.Decode(&from); err != nil {
		return restored("svm", err)
	}
	l, err := from.Layout.layout()
	if err != nil {
		return restored("svm", err)
	}
	d, err := from.Design.design(l)
	if err != nil {
		return restored("svm", err)
	}
	machines, slope, err := from.Machines.Machines(l.classes, d.cols)
	if err == nil {
		s.layout, s.design, s.machines, s.slope = l, d, machines, slope
	}
	return restored("svm", err)
}
