package modelstest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/models"

	"go.uber.org/goleak"
)

// bitsOf returns all numbers of a view.
func bitsOf(v dataset.View) []uint64 {
	var out []uint64
	for m := range v.Modalities() {
		for i := range v.Len() {
			out = append(out, bits(v.Row(i, m))...)
		}
	}
	return out
}

func bits(row []float64) []uint64 {
	out := make([]uint64, len(row))
	for j, x := range row {
		out[j] = math.Float64bits(x)
	}
	return out
}

// differ returns an error if two predictions differ in a bit.
func differ(a, b *models.Prediction) error {
	switch {
	case !slices.Equal(bits(a.Probabilities.Data), bits(b.Probabilities.Data)):
		return errors.New("the probabilities differ")
	case !slices.Equal(bits(a.Attention.Data), bits(b.Attention.Data)):
		return errors.New("the attention differs")
	}
	return nil
}

func inputKept(s Subject, c scene) error {
	o, err := s.once(c, 4)
	if err == nil && o.changed != "" {
		err = fmt.Errorf("the %s rows have changed", o.changed)
	}
	return err
}

func sameSeed(s Subject, c scene) error {
	again := s.run(c, 1)
	if again.err != nil {
		return again.err
	}
	return s.same(c, again)
}

func sameWorkers(s Subject, c scene) error {
	o, err := s.once(c, 4)
	if err != nil {
		return err
	}
	return s.same(c, o)
}

// same compares another run with the plain one.
func (s Subject) same(c scene, o *outcome) error {
	plain, err := s.once(c, 1)
	if err != nil {
		return err
	}
	if !slices.Equal(plain.told, o.told) {
		return errors.New("the events differ")
	}
	return differ(plain.predicted, o.predicted)
}

// independence predicts the test rows backwards and one by one.
func independence(s Subject, c scene) error {
	whole, err := s.once(c, 1)
	if err != nil {
		return err
	}
	n := c.test.Len()
	backwards := make([]int, n)
	for i := range backwards {
		backwards[i] = n - 1 - i
	}
	blocks := append([][]int{backwards}, slices.Collect(slices.Chunk(backwards, 1))...)
	for _, rows := range blocks {
		part, err := predict(whole.model, c.test.Select(rows), env(1))
		if err != nil {
			return err
		}
		if err := differ(pick(whole.predicted, rows), part); err != nil {
			return fmt.Errorf("%d records apart from the others, or in another order: %w", len(rows), err)
		}
	}
	return nil
}

// pick returns some rows of a prediction.
func pick(p *models.Prediction, rows []int) *models.Prediction {
	out := &models.Prediction{Probabilities: pickRows(p.Probabilities, rows)}
	if p.Attention.Data != nil {
		out.Attention = pickRows(p.Attention, rows)
	}
	return out
}

func pickRows(m dataset.Matrix, rows []int) dataset.Matrix {
	out := dataset.NewMatrix(len(rows), m.Cols)
	for k, i := range rows {
		copy(out.Row(k), m.Row(i))
	}
	return out
}

func refit(s Subject, c scene) error {
	fresh, err := s.plain(c)
	if err != nil {
		return err
	}
	other := c
	other.train = c.train.Select([]int{0, 1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16})
	used, err := s.fitted(other, env(1))
	if err != nil {
		return err
	}
	if err := used.Fit(context.Background(), c.train, c.validation, env(1)); err != nil {
		return fmt.Errorf("second fit: %w", err)
	}
	again, err := predict(used, c.test, env(1))
	if err != nil {
		return err
	}
	return differ(fresh, again)
}

// lateEvents is the most events that may follow a cancellation: those of
// minibatches that the workers were in.
const lateEvents = 2

// cancelled cancels before Fit, before Predict, and at the first event of Fit.
func cancelled(s Subject, c scene) error {
	before := goleak.IgnoreCurrent()
	ended, end := context.WithCancel(context.Background())
	end()
	model, err := s.fitted(c, env(2))
	if err != nil {
		return err
	}
	if _, err := model.Predict(ended, c.test, env(2)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("predict gave %v", err)
	}
	if err := model.Fit(ended, c.train, c.validation, env(2)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("fit gave %v", err)
	}
	if err := s.cancelledMidway(c); err != nil {
		return err
	}
	return goleak.Find(before)
}

func (s Subject) cancelledMidway(c scene) error {
	model, err := s.New()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events, done := 0, false
	e := env(2)
	e.Report = func(ev job.Event) {
		if p, ok := ev.(job.Progress); ok && events == 0 {
			done = p.Done == p.Total
		}
		events++
		cancel()
	}
	err = model.Fit(ctx, c.train, c.validation, e)
	switch {
	case events == 0 || done: // nothing was left to be stopped
		return nil
	case !errors.Is(err, context.Canceled):
		return fmt.Errorf("fit, cancelled at its first event, gave %v", err)
	case events > 1+lateEvents:
		return fmt.Errorf("fit reported %d events after it was cancelled", events-1)
	}
	return nil
}
