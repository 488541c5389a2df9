package experiment

import (
	"context"
	"fmt"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/saved"
	"lacuna/models"
)

// fixture is a dataset of n records in three classes that two modalities tell
// apart, each missing in places; every eleventh record has no label.
func fixture(t testing.TB, n int) *dataset.Dataset {
	t.Helper()
	r := rng.New(5).Rand()
	d := dataset.Dataset{
		Name: "fixture", Classes: []string{"red", "green", "blue"},
		Blocks: []dataset.Block{
			{Modality: dataset.Modality{Name: "colour", Kind: dataset.Table, Columns: []string{"r", "g", "b"}}},
			{Modality: dataset.Modality{Name: "size", Kind: dataset.Table, Columns: []string{"w", "h"}}},
		},
		Groups: map[string][]string{"site": nil},
	}
	for m := range d.Blocks {
		d.Blocks[m].Numbers = dataset.NewMissing(n, len(d.Blocks[m].Modality.Columns))
	}
	for i := range n {
		label := i % 3
		d.IDs = append(d.IDs, fmt.Sprintf("p%03d", i))
		d.Groups["site"] = append(d.Groups["site"], []string{"va", "cl", "hu", "sw"}[i%4])
		d.Splits = append(d.Splits, []string{"train", "train", "train", "test"}[i/3%4])
		for m := range d.Blocks {
			cause := dataset.Present
			if i%5 == 3*m && i%2 == 0 {
				cause = dataset.NoRow
			}
			d.Blocks[m].Causes = append(d.Blocks[m].Causes, cause)
			for j := range d.Blocks[m].Numbers.Cols {
				if cause == dataset.Present {
					d.Blocks[m].Numbers.Set(i, j, r.NormFloat64()+2*math.Cos(float64(label+j)))
				}
			}
		}
		if i%11 == 10 {
			label = dataset.NoLabel
		}
		d.Labels = append(d.Labels, label)
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// fake is a model made of two functions.
type fake struct {
	fit     func(ctx context.Context, train, validation dataset.View, env job.Env) error
	predict func(ctx context.Context, v dataset.View, env job.Env) (*models.Prediction, error)
}

func (f fake) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	if f.fit == nil {
		return nil
	}
	return f.fit(ctx, train, validation, env)
}

func (f fake) Predict(ctx context.Context, v dataset.View, env job.Env) (*models.Prediction, error) {
	if f.predict == nil {
		return guess(v, 0), nil
	}
	return f.predict(ctx, v, env)
}

func (f fake) State() (any, error) { return nil, models.ErrNotKept }

func (f fake) Restore(saved.Node) error { return models.ErrNotKept }

// guess predicts one class for every record.
func guess(v dataset.View, class int) *models.Prediction {
	p := models.Prediction{Probabilities: dataset.NewMatrix(v.Len(), len(v.Classes()))}
	for i := range v.Len() {
		p.Probabilities.Set(i, class, 1)
	}
	return &p
}

// withFake adds a robust model of the given name to the registries.
func withFake(name string, f fake) *catalogue {
	c := registered()
	c.models = append(c.models, models.Info{
		Name: name, Kind: models.Robust, New: func(param.Values) models.Model { return f },
	})
	return &c
}

// only returns the job of one method from a plan.
func only(t testing.TB, jobs []Job, label string) Job {
	t.Helper()
	for _, j := range jobs {
		if j.Label == label {
			return j
		}
	}
	t.Fatalf("no job of %s in the plan", label)
	return Job{}
}
