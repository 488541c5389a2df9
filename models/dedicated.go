package models

import (
	"context"
	"sync"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/svm"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "dedicated",
	Title: "Dedicated model per pattern",
	Help: "A classifier of its own for every missingness pattern that is met, trained on just the modalities of that pattern, from all training records that have at least those. " +
		"An upper bound to hold other models against where training has enough records of each pattern (with few of them, a model that learns from all records does better), not one to deploy: " +
		"it keeps the training records, and a pattern that training did not have costs a training when it is first met.",
	Paper: "Sharpe and Solly, Dealing with missing values in neural network-based diagnostic systems, Neural Computing and Applications 1995; Saar-Tsechansky and Provost, Handling missing values when applying classification models, JMLR 2007 (reduced models)",
	Kind:  Baseline,
	Params: []param.Spec{
		{
			Name: "classifier", Title: "Classifier", Type: param.Choice, Default: "svm", Choices: []string{"svm", "logistic", "mlp"},
			Help: "What is trained for each pattern, with its standard settings; of several thousand records, logistic is the quicker one.",
		},
		{
			Name: "fewest", Title: "Fewest records", Type: param.Int, Default: 10, Min: 1, Max: 1000000,
			Help: "A pattern that fewer training records have is cut by the modality that costs it most records, until that many have the rest.",
		},
	},
	Most: func(p param.Values) (int, bool) {
		if p.String("classifier") == "svm" {
			return svm.Limit, true
		}
		return 0, true
	},
	New: func(p param.Values) Model {
		return &dedicated{classifier: p.String("classifier"), fewest: p.Int("fewest")}
	},
})

// dedicated trains an expert for each pattern: for those of training in Fit,
// for others when Predict first meets them. An expert depends on the training
// views, the seed of Fit and its pattern only, so it does not matter when it is
// trained. It may be used by one goroutine at a time.
type dedicated struct {
	classifier string
	fewest     int

	layout
	prior             []float64
	train, validation dataset.View
	rows              []int // of training, labelled
	env               job.Env
	experts           map[dataset.Pattern]*expert
}

func (d *dedicated) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	d.layout = layout{}
	prior, err := priorOf(train)
	if err != nil {
		return say.Errorf("dedicated: %w", err)
	}
	d.prior, d.train, d.validation, d.rows = prior, train, validation, labelled(train)
	d.env, d.experts = job.Env{Seed: env.Seed}, map[dataset.Pattern]*expert{}
	if err := d.meet(ctx, d.group(train.Select(d.rows)), env); err != nil {
		return say.Errorf("dedicated: %w", err)
	}
	d.layout = layoutOf(train)
	return nil
}

func (d *dedicated) Predict(ctx context.Context, v dataset.View, env job.Env) (*Prediction, error) {
	if err := d.check(v); err != nil {
		return nil, say.Errorf("dedicated: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("dedicated: stopped: %w", err)
	}
	groups := d.group(v)
	if err := d.meet(ctx, groups, env); err != nil {
		return nil, say.Errorf("dedicated: %w", err)
	}
	out := d.answers(v)
	for _, g := range groups {
		if err := d.answer(ctx, out, v, g, env); err != nil {
			return nil, say.Errorf("dedicated: %w", err)
		}
	}
	return out, nil
}

// answer predicts the rows of one pattern. Where nothing of it was learned
// they get the prior.
func (d *dedicated) answer(ctx context.Context, out *Prediction, v dataset.View, g dataset.PatternCount, env job.Env) error {
	if g.Pattern.Count() == 0 {
		for _, i := range g.Records {
			copy(out.Probabilities.Row(i), d.prior)
		}
		return nil
	}
	said, err := d.experts[g.Pattern].predict(ctx, v, g.Records, env)
	if err != nil {
		return err
	}
	for k, i := range g.Records {
		copy(out.Probabilities.Row(i), said.Probabilities.Row(k))
	}
	return nil
}

// meet trains the experts that are not there yet, as many at a time as there
// are workers.
func (d *dedicated) meet(ctx context.Context, groups []dataset.PatternCount, env job.Env) error {
	var fresh []*expert
	for _, g := range groups {
		if g.Pattern.Count() > 0 && d.experts[g.Pattern] == nil {
			fresh = append(fresh, &expert{pattern: g.Pattern})
		}
	}
	var reporting sync.Mutex
	done := 0
	err := env.Each(ctx, len(fresh), func(ctx context.Context, k int, own job.Env) error {
		e := fresh[k]
		own.Seed, own.Report = d.env.Seed.Child("pattern="+string(e.pattern)), nil
		if err := e.fit(ctx, d, own); err != nil {
			return say.Errorf("pattern %s: %w", e.pattern.Label(d.train.Names()), err)
		}
		reporting.Lock()
		defer reporting.Unlock()
		done++
		env.Emit(job.Progress{Phase: "dedicated", Done: done, Total: len(fresh)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range fresh {
		d.experts[e.pattern] = e
	}
	return nil
}
