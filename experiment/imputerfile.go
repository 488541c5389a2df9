package experiment

import (
	"context"
	"fmt"
	"time"

	"lacuna/dataset"
	"lacuna/experiment/fitted"
	"lacuna/impute"
	"lacuna/internal/kernel"
	"lacuna/internal/say"
)

// Keep returns what filled a dataset, to be saved: the imputer, which was made
// with these settings, and the features that it sees.
func (o *Imputation) Keep(d *dataset.Dataset, method string, settings map[string]string) *fitted.Pipeline {
	return &fitted.Pipeline{
		About:    fitted.About{Method: method, Version: Version, Arithmetic: kernel.Arithmetic(), Dataset: d.Name, Hash: d.Hash(), Records: o.Fitted, Import: d.Import},
		Features: o.made.features, Known: o.made.known,
		Imputer: &fitted.Imputer{Name: method, Settings: settings, Seed: o.made.env.Seed, Fitted: o.made.imputer},
	}
}

// Fill fills the gaps of all records of a dataset that the pipeline has adapted,
// with its imputer as it was fitted: each record as in any other company. clock
// may be nil.
func Fill(ctx context.Context, d *dataset.Dataset, mask *dataset.Mask, p *fitted.Pipeline, workers int, clock func() time.Time) (*Imputation, error) {
	if p.Imputer == nil {
		return nil, fmt.Errorf("%s: %w", p.About.Method, errNoImputer)
	}
	none, _ := d.View(nil, mask).ByName()
	train, err := p.Features.Apply(none)
	if err != nil {
		return nil, err
	}
	out := &Imputation{Fitted: p.About.Records}
	env := p.Imputer.Env(workers)
	out.made = madeFrom{seen: none, train: train, known: p.Known, features: p.Features, imputer: p.Imputer.Fitted, env: env}
	if err := out.fill(ctx, d, mask, stopwatch{clock}); err != nil {
		return nil, err
	}
	if w, ok := p.Imputer.Fitted.(impute.Noter); ok {
		out.Warnings = append(out.Warnings, w.Notes()...)
	}
	return out, nil
}

var errNoImputer = say.Error("it takes missing modalities as they are and has no imputer to fill them with")
