package models

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Prediction is what a model says of the rows of a view.
type Prediction struct {
	// Probabilities is Len × classes; each row sums to one.
	Probabilities dataset.Matrix
	// Attention is Len × modalities, the share of each modality in the fused
	// representation; exactly 0 for one that was not used. Its Data is nil
	// for models without attention.
	Attention dataset.Matrix
	// Uncertainty is 0…1 per row, the share of belief that a model gives to no
	// class; nil for models that do not tell it.
	Uncertainty []float64
}

// ProbabilityError is how far from 1 the class probabilities of a record may add
// up.
const ProbabilityError = 1e-3

// Check reports what no score could be computed from: a prediction that is not
// of the records of a view, or rows that are no class probabilities.
func (p *Prediction) Check(v dataset.View, classes int) error {
	if p.Probabilities.Rows != v.Len() || p.Probabilities.Cols != classes {
		return say.Errorf("predicted %d×%d probabilities for %d records and %d classes",
			p.Probabilities.Rows, p.Probabilities.Cols, v.Len(), classes)
	}
	if p.Attention.Data != nil && (p.Attention.Rows != v.Len() || p.Attention.Cols != v.Modalities()) {
		return say.Errorf("gave %d×%d attention weights for %d records and %d modalities",
			p.Attention.Rows, p.Attention.Cols, v.Len(), v.Modalities())
	}
	if p.Uncertainty != nil && len(p.Uncertainty) != v.Len() {
		return say.Errorf("gave %d uncertainties for %d records", len(p.Uncertainty), v.Len())
	}
	for i := range v.Len() {
		row := p.Probabilities.Row(i)
		if !(math.Abs(floats.Sum(row)-1) <= ProbabilityError) || floats.Min(row) < 0 { // also of NaN
			return say.Errorf("%v are no class probabilities (record %s)", row, v.ID(i))
		}
	}
	return nil
}
