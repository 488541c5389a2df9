package models

import (
	"slices"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// layout is what a fitted model must find again in a view that it predicts:
// the number of columns of each modality, and the classes.
type layout struct {
	columns []int
	classes int
}

func layoutOf(v dataset.View) layout {
	l := layout{columns: make([]int, v.Modalities()), classes: len(v.Classes())}
	for m := range l.columns {
		l.columns[m] = v.Columns(m)
	}
	return l
}

// check returns ErrNotFitted before a fit, and says what differs in a view
// that is not laid out like the training view.
func (l layout) check(v dataset.View) error {
	if l.columns == nil {
		return ErrNotFitted
	}
	if got := layoutOf(v); !slices.Equal(got.columns, l.columns) {
		return say.Errorf("the model was fitted on modalities of %v columns, the view has %v; use the same features for both", l.columns, got.columns)
	}
	return nil
}

// answers returns an empty prediction for a view.
func (l layout) answers(v dataset.View) *Prediction {
	return &Prediction{Probabilities: dataset.NewMatrix(v.Len(), l.classes)}
}

// labelled lists the rows of a view that have a label.
func labelled(v dataset.View) []int {
	var rows []int
	for i := range v.Len() {
		if v.Label(i) != dataset.NoLabel {
			rows = append(rows, i)
		}
	}
	return rows
}

// errNoLabels is returned by Fit where no training record has a label.
var errNoLabels = say.Error("no training record has a label; choose a label column, or impute only")

// priorOf returns the share of each class among the labelled rows of training
// and of the further views, each class counted once more than it occurs
// (Laplace), so that none is impossible.
func priorOf(train dataset.View, more ...dataset.View) ([]float64, error) {
	if len(labelled(train)) == 0 {
		return nil, errNoLabels
	}
	prior := make([]float64, len(train.Classes()))
	for _, v := range append([]dataset.View{train}, more...) {
		for _, i := range labelled(v) {
			prior[v.Label(i)]++
		}
	}
	total := floats.Sum(prior) + float64(len(prior))
	for c := range prior {
		prior[c] = (prior[c] + 1) / total
	}
	return prior, nil
}
