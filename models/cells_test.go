package models

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
)

// labelledView makes a dataset whose first column is the class, the others cut
// into modalities of the given widths; a row without any cell of one lacks it.
func labelledView(t testing.TB, x dataset.Matrix, classes int, widths ...int) dataset.View {
	t.Helper()
	d := dataset.Dataset{Name: "cells"}
	for c := range classes {
		d.Classes = append(d.Classes, strconv.Itoa(c))
	}
	for i := range x.Rows {
		d.IDs = append(d.IDs, fmt.Sprintf("r%05d", i))
		d.Labels = append(d.Labels, int(x.At(i, 0)))
	}
	start := 1
	for m, width := range widths {
		d.Blocks = append(d.Blocks, cutBlock(x, fmt.Sprintf("m%d", m), start, width))
		start += width
	}
	made, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return made.All()
}

func cutBlock(x dataset.Matrix, name string, start, width int) dataset.Block {
	b := dataset.Block{
		Modality: dataset.Modality{Name: name, Kind: dataset.Table},
		Numbers:  dataset.NewMatrix(x.Rows, width), Causes: make([]dataset.Cause, x.Rows),
	}
	for j := range width {
		b.Modality.Columns = append(b.Modality.Columns, fmt.Sprintf("%s.%d", name, j))
	}
	for i := range x.Rows {
		b.Causes[i] = dataset.NoRow
		for j, v := range x.Row(i)[start : start+width] {
			b.Numbers.Set(i, j, v)
			if !math.IsNaN(v) {
				b.Causes[i] = dataset.Present
			}
		}
	}
	return b
}

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
