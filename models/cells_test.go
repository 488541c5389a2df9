package models

import (
	"context"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
)

// predictWith fits a model and returns the probabilities of the test rows.
func predictWith(t testing.TB, name string, set map[string]string, train, validation, test dataset.View, env job.Env) dataset.Matrix {
	t.Helper()
	info, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	model, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	if err := model.Fit(context.Background(), train, validation, env); err != nil {
		t.Fatal(err)
	}
	p, err := model.Predict(context.Background(), test, env)
	if err != nil {
		t.Fatal(err)
	}
	return p.Probabilities
}

// lossAndAccuracy scores probabilities by the labels of a view.
func lossAndAccuracy(p dataset.Matrix, v dataset.View) (loss, accuracy float64) {
	for i := range p.Rows {
		loss -= math.Log(p.At(i, v.Label(i))) / float64(p.Rows)
		if learn.Highest(p.Row(i)) == v.Label(i) {
			accuracy += 1 / float64(p.Rows)
		}
	}
	return loss, accuracy
}
