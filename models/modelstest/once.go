package modelstest

import (
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/models"
)

// runs holds what a model did with the scenes, so that laws that only look at it
// share it. That another run would do the same is a law of its own.
type runs map[runKey]*outcome

type runKey struct {
	scene   string
	workers int
}

// outcome is a fitted model, what it predicted and reported, and the first of its
// inputs that has changed meanwhile, or "".
type outcome struct {
	model     models.Model
	predicted *models.Prediction
	told      []string
	changed   string
	err       error
}

// once returns what the model did with a scene, by a number of workers.
func (s Subject) once(c scene, workers int) (*outcome, error) {
	key := runKey{c.name, workers}
	if s.runs[key] == nil {
		s.runs[key] = s.run(c, workers)
	}
	return s.runs[key], s.runs[key].err
}

// plain returns what one worker predicts.
func (s Subject) plain(c scene) (*models.Prediction, error) {
	o, err := s.once(c, 1)
	return o.predicted, err
}

// run makes a model, fits it and predicts the test rows.
func (s Subject) run(c scene, workers int) *outcome {
	var o outcome
	e := env(workers)
	e.Report = func(ev job.Event) { o.told = append(o.told, fmt.Sprintf("%+v", ev)) }
	views := []dataset.View{c.train, c.validation, c.test}
	var before [][]uint64
	for _, v := range views {
		before = append(before, bitsOf(v))
	}
	if o.model, o.err = s.fitted(c, e); o.err == nil {
		o.predicted, o.err = predict(o.model, c.test, e)
	}
	for k, v := range views {
		if o.changed == "" && !slices.Equal(before[k], bitsOf(v)) {
			o.changed = []string{"training", "validation", "test"}[k]
		}
	}
	return &o
}
