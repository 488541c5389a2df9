package experiment

import (
	"context"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
	"lacuna/models"
)

// trial is one job at work: fitted on development rows, then asked once about
// the test rows.
type trial struct {
	data      *dataset.Dataset
	job       Job
	pipeline  Pipeline
	catalogue catalogue
	env       job.Env
	curves    curves
	warnings  []string

	features features
	imputer  impute.Imputer // nil for a model that stands alone
	shifter  *shifter       // of what it fills in; nil for none
	moved    int            // numbers that it moved so far
	dev      int            // of development records
	counted  bool           // test records have been asked about as they are: other ways are not counted
	bounded  int            // cells that the imputer filled of which a limit of detection is known
	clipped  int            // of these, set to the limit
	models   []models.Model // one for each completed table; a single one where gaps are filled once
}

// fit fits features, imputer and model. They get views of training and
// validation rows, so nothing of a test record can reach them.
func (t *trial) fit(ctx context.Context) error {
	train, err := t.fitInputs(ctx)
	if err != nil {
		return err
	}
	validation, err := t.numbers(t.data.View(t.job.Split.Validation, t.job.Mask))
	if err != nil {
		return err
	}
	err = t.fitModels(ctx, train, validation)
	t.dev = t.moved
	return err
}

// training is the view of the training rows, its modalities in the order of
// their names.
func (t *trial) training() dataset.View {
	train, _ := t.data.View(t.job.Split.Train, t.job.Mask).ByName()
	return train
}

// fitInputs fits features and imputer, if there is one, and returns the features
// of the training view, gaps and all.
func (t *trial) fitInputs(ctx context.Context) (dataset.View, error) {
	train := t.training()
	var err error
	if t.features, err = t.catalogue.features(train, t.job.Features); err != nil {
		return dataset.View{}, err
	}
	numbers, err := t.features.Apply(train)
	if err != nil || t.pipeline.Imputer == nil {
		return numbers, err
	}
	info := *t.pipeline.Imputer
	if t.imputer, err = info.Make(t.imputerSettings(info)); err != nil {
		return dataset.View{}, err
	}
	if err := t.imputer.Fit(ctx, numbers, t.imputerEnv()); err != nil || t.job.Shift.None() {
		return numbers, err
	}
	features, ok := t.features.(*feature.Pipeline)
	if !ok {
		return numbers, say.Errorf("%s: of these features nothing can be shifted", t.job.Shift.Words())
	}
	t.shifter, err = newShifter(t.job.Shift, features, numbers)
	return numbers, err
}

// numbers shows a view to the fitted features. What comes back has its modalities
// in the order of their names.
func (t *trial) numbers(v dataset.View) (dataset.View, error) {
	v, _ = v.ByName()
	return t.features.Apply(v)
}

func (t *trial) imputerEnv() job.Env { return t.env.Child("impute/" + t.pipeline.Imputer.Name) }

func (t *trial) modelEnv() job.Env { return t.env.Child("model/" + t.pipeline.Model.Name) }

// run gathers what is left of a trial.
func (t *trial) run(rows []result.Row) result.Run {
	run := t.frame(rows)
	run.Curves, run.ChosenEpoch = t.curves.epochs, t.curves.chosen
	run.Features, run.Warnings = t.features.Describe(), append(t.warnings, t.told()...)
	return run
}

// frame is what a run says of its job, whoever made the predictions.
func (t *trial) frame(rows []result.Row) result.Run {
	split := t.job.Split
	dev := t.data.View(split.Development(), t.job.Mask)
	run := result.Run{
		Job: t.job.ID, Method: t.job.Label, Mask: t.job.Mask.Name, MaskHash: t.job.Mask.Hash(),
		Rates: t.rates(), Split: split.Name, Seed: t.job.Seed, FitScope: t.scope(),
		Dev: dev.Len(), DevRecords: split.Development(), DevPatterns: map[dataset.Pattern]int{},
		Rows: rows, Imputations: imputationsOf(rows), Arithmetic: t.job.Arithmetic, Training: t.job.Training,
		Shift: t.job.Shift, Moved: result.Cells{Dev: t.dev, Test: t.moved - t.dev},
	}
	for _, p := range dev.Patterns() {
		run.DevPatterns[p.Pattern] = len(p.Records)
	}
	return run
}

// scope looks at the rows that fitting was given. The views make anything but
// train-only impossible as long as the parts of the split are disjoint.
func (t *trial) scope() result.FitScope {
	fitted := map[int]bool{}
	for _, i := range t.job.Split.Development() {
		fitted[i] = true
	}
	for _, i := range t.job.Split.Test {
		if fitted[i] {
			return result.Leaky
		}
	}
	return result.TrainOnly
}

func (t *trial) rates() result.Rates {
	r := t.job.Mask.Apply(t.data.Presence).Rates(t.job.records())
	return result.Rates{Cell: r.Cell, Record: r.Record, Modality: r.Modality}
}

// told collects what the fitted parts have to say.
func (t *trial) told() []string {
	var out []string
	parts := []any{t.features, t.imputer}
	if len(t.models) > 0 {
		parts = append(parts, t.models[0])
	}
	for _, part := range parts {
		if w, ok := part.(interface{ Warnings() []string }); ok {
			out = append(out, w.Warnings()...)
		}
	}
	if words := limitWords(t.bounded, t.clipped); words != "" {
		out = append(out, words)
	}
	return out
}

// noted lists what about the split a reader of the result must know.
func (t *trial) noted() []string {
	var out []string
	if n := t.data.Records() - len(t.data.Labelled()); n > 0 {
		out = append(out, unlabelled(n))
	}
	for _, words := range []string{t.job.Split.Together, astride(t.job.Split)} {
		if words != "" {
			out = append(out, words)
		}
	}
	if n := len(t.data.Labelled()) - len(t.job.records()); n > 0 {
		out = append(out, say.Kept("%d labelled records are in no part of the split %s", n, t.job.Split.Name))
	}
	trained, tested := t.byClass(t.job.Split.Train), t.byClass(t.job.Split.Test)
	for c, name := range t.data.Classes {
		if n := tested[c]; n > 0 && trained[c] == 0 {
			out = append(out, say.Kept("class %q occurs in the test (%d records) but not in training", name, n))
		}
	}
	return append(append(out, t.maskNoted()...), t.job.SweepNotes...)
}

func unlabelled(n int) string {
	if n == 1 {
		return say.Kept("1 record without a label was left out of training and test")
	}
	return say.Kept("%d records without a label were left out of training and test", n)
}

// byClass counts the records of each class.
func (t *trial) byClass(rows []int) map[int]int {
	n := map[int]int{}
	for _, i := range rows {
		n[t.data.Labels[i]]++
	}
	return n
}
