package modelstest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/models"
)

// Laws lists the promises of package models.
func Laws() []Law {
	return []Law{
		{Name: "shape", Says: "there is one row of probabilities for each record and one column for each class", check: rightShape, scenes: named(typical...)},
		{Name: "probabilities", Says: "probabilities are finite, not negative, and add up to 1, whatever is absent in training or test", check: probabilities},
		{Name: "attention", Says: "attention, where there is any, is 0 on what a record lacks and adds up to 1 over the rest, or is 0 on all", check: attention, scenes: named(typical...)},
		{Name: "input", Says: "the views that come in are not changed", check: inputKept, scenes: named(typical...)},
		{Name: "seed", Says: "the same seed gives the same bytes", check: sameSeed, scenes: named(typical...)},
		{Name: "workers", Says: "one worker and four give the same bytes and report the same events", check: sameWorkers, scenes: named(typical...)},
		{Name: "independence", Says: "what is said of a record does not depend on the records beside it, nor on their order", check: independence, scenes: named(typical...)},
		{Name: "refit", Says: "a second Fit forgets the first", check: refit, scenes: named(ordinary)},
		{Name: "saved", Says: "a model that was saved and loaded predicts the same bytes, and none is saved before Fit", check: reloaded, scenes: named(ordinary, "a modality is absent in training", "no validation record")},
		{Name: "damaged", Says: "a damaged file is an error or predicts something, and never a panic", check: damaged, scenes: named(ordinary)},
		{Name: "unfitted", Says: "Predict before Fit, or after a Fit that failed, is an error that wraps ErrNotFitted", check: unfitted, scenes: named(ordinary)},
		{Name: "columns", Says: "other columns than those of the training are an error", check: otherColumns, scenes: named(ordinary)},
		{Name: "labels", Says: "training without any label is an error", check: noLabels, scenes: named(ordinary)},
		{Name: "filled", Says: "a model behind an imputer refuses rows with gaps by an error", check: refusesGaps, scenes: named(ordinary), spares: takesGaps},
		{Name: "learning", Says: "where every value tells the class, at least four in five test records are told apart", check: learns, scenes: named(easy), spares: isBlind},
		{Name: "cancel", Says: "a cancelled context ends the work with its error before long, and no goroutine stays", check: cancelled, scenes: named(ordinary)},
	}
}

// typical are the scenes of the laws that no single difficulty is likely to
// break and that need many fits.
var typical = []string{ordinary, "a modality is absent in training", "a record has nothing", "no validation record", "four training records"}

func named(names ...string) func(scene) bool {
	return func(c scene) bool { return slices.Contains(names, c.name) }
}

func takesGaps(s Subject) bool { return !s.Filled }
func isBlind(s Subject) bool   { return s.Blind != "" }

// env is the surroundings of a check.
func env(workers int) job.Env { return job.Env{Seed: rng.New(5), Workers: workers} }

// fitted makes a model and fits it to a scene.
func (s Subject) fitted(c scene, e job.Env) (models.Model, error) {
	model, err := s.New()
	if err != nil {
		return nil, err
	}
	if err := model.Fit(context.Background(), c.train, c.validation, e); err != nil {
		return nil, fmt.Errorf("fit: %w", err)
	}
	return model, nil
}

func predict(model models.Model, v dataset.View, e job.Env) (*models.Prediction, error) {
	p, err := model.Predict(context.Background(), v, e)
	if err != nil {
		return nil, fmt.Errorf("predict: %w", err)
	}
	return p, nil
}

func rightShape(s Subject, c scene) error {
	p, err := s.plain(c)
	if err != nil {
		return err
	}
	if b := p.Probabilities; b.Rows != c.test.Len() || b.Cols != classes || len(b.Data) != b.Rows*b.Cols {
		return fmt.Errorf("%d×%d probabilities (%d numbers) for %d records of %d classes", b.Rows, b.Cols, len(b.Data), c.test.Len(), classes)
	}
	if a := p.Attention; a.Data != nil && (a.Rows != c.test.Len() || a.Cols != c.test.Modalities() || len(a.Data) != a.Rows*a.Cols) {
		return fmt.Errorf("%d×%d attention weights for %d records of %d modalities", a.Rows, a.Cols, c.test.Len(), c.test.Modalities())
	}
	return nil
}

func probabilities(s Subject, c scene) error {
	p, err := s.plain(c)
	if err != nil {
		return err
	}
	for i := range c.test.Len() {
		if err := distribution(p.Probabilities.Row(i)); err != nil {
			return fmt.Errorf("record %s: %w", c.test.ID(i), err)
		}
	}
	return nil
}

// distribution says what keeps numbers from being a probability distribution.
func distribution(row []float64) error {
	sum := 0.0
	for _, x := range row {
		if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			return fmt.Errorf("a share of %g", x)
		}
		sum += x
	}
	if math.Abs(sum-1) > 1e-6 {
		return fmt.Errorf("the shares add up to %g", sum)
	}
	return nil
}

func attention(s Subject, c scene) error {
	p, err := s.plain(c)
	if err != nil || p.Attention.Data == nil {
		return err
	}
	for i := range c.test.Len() {
		row := p.Attention.Row(i)
		for m, x := range row {
			if x != 0 && !c.test.Has(i, m) {
				return fmt.Errorf("record %s: attention %g on %s, which is absent", c.test.ID(i), x, c.test.Modality(m).Name)
			}
		}
		if slices.ContainsFunc(row, func(x float64) bool { return x != 0 }) {
			if err := distribution(row); err != nil {
				return fmt.Errorf("record %s: attention: %w", c.test.ID(i), err)
			}
		}
	}
	return nil
}

func learns(s Subject, c scene) error {
	p, err := s.plain(c)
	if err != nil {
		return err
	}
	right := 0
	for i := range c.test.Len() {
		row := p.Probabilities.Row(i)
		if slices.Index(row, slices.Max(row)) == c.test.Label(i) {
			right++
		}
	}
	if 5*right < 4*c.test.Len() {
		return fmt.Errorf("%d of %d test records are right", right, c.test.Len())
	}
	return nil
}

func unfitted(s Subject, c scene) error {
	model, err := s.New()
	if err != nil {
		return err
	}
	if _, err := model.Predict(context.Background(), c.test, env(1)); !errors.Is(err, models.ErrNotFitted) {
		return fmt.Errorf("predict before fit gave %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := model.Fit(ctx, c.train, c.validation, env(1)); err == nil {
		return errors.New("fit ignored a cancelled context")
	}
	if _, err := model.Predict(context.Background(), c.test, env(1)); !errors.Is(err, models.ErrNotFitted) {
		return fmt.Errorf("predict after a fit that failed gave %v", err)
	}
	return nil
}

func otherColumns(s Subject, c scene) error {
	o, err := s.once(c, 1)
	if err != nil {
		return err
	}
	modalities, values := make([]dataset.Modality, c.test.Modalities()), make([]dataset.Matrix, c.test.Modalities())
	for m := range modalities {
		modalities[m], values[m] = c.test.Modality(m), c.test.Dense(m)
	}
	modalities[0].Columns = modalities[0].Columns[1:]
	values[0] = dataset.NewMatrix(c.test.Len(), len(modalities[0].Columns))
	v, err := c.test.Derive(modalities, values)
	if err != nil {
		return err
	}
	if _, err := o.model.Predict(context.Background(), v, env(1)); err == nil {
		return errors.New("a column too few was accepted")
	}
	return nil
}

func noLabels(s Subject, c scene) error {
	d := newDraft(0)
	d.relabel(anywhere, func(int, int) int { return dataset.NoLabel })
	bare := d.scene(c.name)
	if s.Filled {
		bare.train, bare.validation = fill(bare.train), fill(bare.validation)
	}
	model, err := s.New()
	if err != nil {
		return err
	}
	if err := model.Fit(context.Background(), bare.train, bare.validation, env(1)); err == nil {
		return errors.New("training went through")
	}
	return nil
}

func refusesGaps(s Subject, c scene) error {
	gaps := newDraft(0).scene(c.name)
	model, err := s.New()
	if err != nil {
		return err
	}
	if err := model.Fit(context.Background(), gaps.train, gaps.validation, env(1)); err == nil {
		return errors.New("it was trained on rows with gaps")
	}
	o, err := s.once(c, 1)
	if err != nil {
		return err
	}
	if _, err := o.model.Predict(context.Background(), gaps.test, env(1)); err == nil {
		return errors.New("it predicted rows with gaps")
	}
	return nil
}
