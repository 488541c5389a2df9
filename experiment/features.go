package experiment

import (
	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// features turns a view into numbers in the way that was fitted on the
// training rows.
type features interface {
	Apply(v dataset.View) (dataset.View, error)
	// Describe says in one line per modality what is done.
	Describe() []string
}

func fitFeatures(train dataset.View) (features, error) { return feature.Fit(train) }
