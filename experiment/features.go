package experiment

import (
	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// features turns a view into numbers in the way that was fitted on the
// training rows.
type features interface {
	Apply(v dataset.View) (dataset.View, error)
}

func fitFeatures(train dataset.View) (features, error) { return feature.Fit(train) }
