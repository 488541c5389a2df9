package experiment

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/fitted"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
	"lacuna/models"
)

// ModelStore is a Store that keeps fitted methods beside their runs.
type ModelStore interface {
	Store
	// HasModel says whether the job is finished and its method kept.
	HasModel(id string) bool
	// Model returns the file of a kept method, as fitted.Read reads it.
	Model(id string) ([]byte, error)
	// SaveModel saves as Save does, with the file of the method; nil for none.
	SaveModel(j Job, run result.Run, model []byte) error
}

// save stores a run, and its method where there is one.
func (r Runner) save(j Job, run result.Run, model []byte) error {
	if model == nil {
		return r.Store.Save(j, run)
	}
	return r.Store.(ModelStore).SaveModel(j, run, model)
}

// lacksModel says whether a finished job must be done again for its method.
func (r Runner) lacksModel(j Job) bool {
	return r.KeepModels && j.Shift.None() && j.Imported == "" && !IsProgram(j.Method) && !r.Store.(ModelStore).HasModel(j.ID)
}

func (p Pipeline) makeModel() (models.Model, error) {
	return p.Model.Make(settingsOf(p.Model.Name, p.Settings))
}

// fitted returns what was fitted, to be kept or asked.
func (t *trial) fitted() (*fitted.Pipeline, error) {
	features, ok := t.features.(*feature.Pipeline)
	if !ok {
		return nil, fmt.Errorf("%s: %w", t.job.Label, models.ErrNotKept)
	}
	if len(t.models) > 1 {
		return nil, say.Errorf("%s filled the gaps %d times, with a classifier for each, and a model file holds one; compare without --imputations to keep or export it", t.job.Label, len(t.models))
	}
	m := t.pipeline.Model
	p := &fitted.Pipeline{
		About: fitted.About{Method: t.job.Label, Job: t.job.ID, Version: Version, Arithmetic: t.job.Arithmetic,
			Dataset: t.data.Name, Hash: t.data.Hash(), Records: len(t.job.Split.Development()), Import: t.data.Import},
		Features: features, Known: observed(t.training()), Classes: t.data.Classes,
		Model: &fitted.Model{Name: m.Name, Settings: settingsOf(m.Name, t.pipeline.Settings), Seed: t.modelEnv().Seed, Fitted: t.models[0]},
	}
	if i := t.pipeline.Imputer; i != nil {
		p.Imputer = &fitted.Imputer{Name: i.Name, Settings: settingsOf(i.Name, t.pipeline.Settings), Seed: t.imputerEnv().Seed, Fitted: t.imputer}
	}
	return p, nil
}

// file returns the fitted method as a file, nil for a program of somebody's own,
// which cannot be kept, and for one whose imputed values are shifted, which is
// nothing to predict by.
func (t *trial) file(ctx context.Context) ([]byte, error) {
	if !t.job.Shift.None() {
		return nil, nil
	}
	p, err := t.fitted()
	if err == nil {
		var out bytes.Buffer
		if err = p.Write(ctx, &out, job.Env{Workers: t.env.Workers}); err == nil {
			return out.Bytes(), nil
		}
	}
	if errors.Is(err, models.ErrNotKept) {
		return nil, nil
	}
	return nil, say.Errorf("%s: keeping what was fitted: %w", t.job.Label, err)
}

// Kept returns the method that the store keeps of a finished job. The error
// wraps fs.ErrNotExist where it keeps none.
func Kept(store ModelStore, j Job) (*fitted.Pipeline, error) {
	data, err := store.Model(j.ID)
	if err != nil {
		return nil, err
	}
	p, err := fitted.Read(bytes.NewReader(data))
	if err != nil {
		return nil, say.Errorf("the kept model of %s: %w", j.Label, err)
	}
	return p, nil
}

// Refit fits the method of a planned job, as the job did: the same bits, on a
// machine of the same arithmetic. It tests nothing and stores nothing.
func (r Runner) Refit(ctx context.Context, d *dataset.Dataset, j Job, report func(job.Event)) (*fitted.Pipeline, error) {
	if j.Imported != "" {
		return nil, errImported(j)
	}
	if IsProgram(j.Method) {
		return nil, fmt.Errorf("%s: %w", j.Label, models.ErrNotKept)
	}
	env := job.Env{Workers: r.workers(), Report: report}
	j, _, err := r.search(ctx, d, j, env)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", j.Label, err)
	}
	t, err := r.newTrial(d, j, env)
	if err != nil {
		return nil, err
	}
	if err := t.fit(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", j.Label, err)
	}
	return t.fitted()
}
