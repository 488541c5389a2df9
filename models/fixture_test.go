package models

import (
	"context"
	"fmt"
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

var gap = math.NaN()

// table makes a view of one-column modalities from rows of cells, NaN for an
// absent modality, and labels. Classes are called 0, 1, ….
func table(t *testing.T, classes int, labels []int, rows ...[]float64) dataset.View {
	t.Helper()
	d := dataset.Dataset{Name: "table", Labels: labels}
	for c := range classes {
		d.Classes = append(d.Classes, fmt.Sprint(c))
	}
	for i := range rows {
		d.IDs = append(d.IDs, fmt.Sprintf("r%d", i))
	}
	for m := range rows[0] {
		name := fmt.Sprintf("m%d", m)
		b := dataset.Block{
			Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{name}},
			Numbers:  dataset.NewMatrix(len(rows), 1), Causes: make([]dataset.Cause, len(rows)),
		}
		for i, row := range rows {
			b.Numbers.Set(i, 0, row[m])
			if math.IsNaN(row[m]) {
				b.Causes[i] = dataset.NoRow
			}
		}
		d.Blocks = append(d.Blocks, b)
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made.All()
}

// fitAndPredict fits a registered model and predicts a view.
func fitAndPredict(t *testing.T, name string, set map[string]string, train, validation, test dataset.View) *Prediction {
	t.Helper()
	info, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	model, err := info.Make(set)
	if err != nil {
		t.Fatal(err)
	}
	env := job.Env{Seed: rng.New(1)}
	if err := model.Fit(context.Background(), train, validation, env); err != nil {
		t.Fatal(err)
	}
	p, err := model.Predict(context.Background(), test, env)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
