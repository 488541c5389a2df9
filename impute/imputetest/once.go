package imputetest

import (
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/saved"
)

// runs holds what an imputer did with the scenes, so that laws that only look at
// it share it. That another run would do the same is a law of its own.
type runs map[runKey]*outcome

type runKey struct {
	scene   string
	workers int
}

// outcome is a fitted imputer, the test rows as it filled them, and the first of
// its inputs that has changed meanwhile, or "". One that was fitted by several
// workers was saved before it filled anything; one that was fitted by one, never.
type outcome struct {
	imputer impute.Imputer
	file    *saved.File
	filled  *dataset.Filled
	changed string
	err     error
}

// once returns what the imputer did with a scene, by a number of workers.
func (s Subject) once(c scene, workers int) (*outcome, error) {
	key := runKey{c.name, workers}
	if s.runs[key] == nil {
		s.runs[key] = s.watched(c, workers)
	}
	return s.runs[key], s.runs[key].err
}

func (s Subject) watched(c scene, workers int) *outcome {
	var o outcome
	before := [][]uint64{bitsOf(c.train), bitsOf(c.test)}
	if o.imputer, o.err = s.fit(c.train, env(workers)); o.err == nil && workers > 1 {
		o.file, o.err = fileOf(o.imputer)
	}
	if o.err == nil {
		o.filled, o.err = o.imputer.Transform(context.Background(), c.test, env(workers))
	}
	for k, v := range []dataset.View{c.train, c.test} {
		if o.changed == "" && !slices.Equal(before[k], bitsOf(v)) {
			o.changed = []string{"training", "test"}[k]
		}
	}
	return &o
}

// plain returns the test rows of a scene as one worker fills them.
func (s Subject) plain(c scene) (*dataset.Filled, error) {
	o, err := s.once(c, 1)
	return o.filled, err
}
