package experiment

import "lacuna/dataset"

// features turns a view into numbers in the way that was fitted on the
// training rows.
type features interface {
	Apply(v dataset.View) (dataset.View, error)
}

// asIs takes numbers as they come.
type asIs struct{}

func (asIs) Apply(v dataset.View) (dataset.View, error) { return v, nil }

func fitFeatures(dataset.View) (features, error) { return asIs{}, nil }
