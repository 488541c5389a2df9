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

func fitFeatures(train dataset.View, o feature.Options) (features, error) {
	return feature.Fit(train, o)
}

// featureOptions are those of the spec, with the choice made for a pipeline
// that was left to it: convolutions learn from pixels, and methods that take a
// record as one vector get gradients.
func (p Pipeline) featureOptions(o feature.Options) feature.Options {
	if o.Images == feature.Auto {
		o.Images = ""
		if p.Model.NeedsComplete() {
			o.Images = feature.HOG
		}
	}
	return o
}
