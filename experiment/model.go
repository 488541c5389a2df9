package experiment

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/models"
)

// ModelStore is a Store that keeps trained models beside their runs.
type ModelStore interface {
	Store
	// HasModel says whether the job is finished and its model kept.
	HasModel(id string) bool
	// Model returns the file of a kept model.
	Model(id string) ([]byte, error)
	// SaveModel saves as Save does, with the file of the model; nil for none.
	SaveModel(j Job, run result.Run, model []byte) error
}

// save stores a run, and its model where there is one.
func (r Runner) save(j Job, run result.Run, model []byte) error {
	if model == nil {
		return r.Store.Save(j, run)
	}
	return r.Store.(ModelStore).SaveModel(j, run, model)
}

// lacksModel says whether a finished job must be done again for its model.
func (r Runner) lacksModel(j Job) bool {
	if !r.KeepModels || r.Store.(ModelStore).HasModel(j.ID) {
		return false
	}
	pipeline, err := r.catalogue().parse(j.Method)
	if err != nil {
		return false
	}
	model, err := pipeline.makeModel()
	return err == nil && models.Keeps(model)
}

func (p Pipeline) makeModel() (models.Model, error) {
	return p.Model.Make(settingsOf(p.Model.Name, p.Settings))
}

// file returns the trained model as models.Save writes it, nil where its kind
// cannot be kept.
func (t *trial) file() ([]byte, error) {
	if !models.Keeps(t.model) {
		return nil, nil
	}
	var out bytes.Buffer
	if err := models.Save(&out, t.pipeline.Model, settingsOf(t.pipeline.Model.Name, t.pipeline.Settings), t.model); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// RunKept does a planned job with a kept model in the place of training: only
// features and imputer are fitted again, to the training rows as before. Its
// predictions are those of the run that the model comes from, bit for bit.
func (r Runner) RunKept(ctx context.Context, d *dataset.Dataset, j Job, model io.Reader, report func(job.Event)) (result.Run, error) {
	t, err := r.newTrial(d, j, job.Env{Workers: r.workers(), Report: report})
	if err != nil {
		return result.Run{}, err
	}
	if _, err := t.fitInputs(ctx); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", j.Label, err)
	}
	if t.model, err = models.Load(model); err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", j.Label, err)
	}
	run, err := t.test(ctx)
	if err != nil {
		return result.Run{}, fmt.Errorf("%s: %w", j.Label, err)
	}
	return run, nil
}
