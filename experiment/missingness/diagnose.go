package missingness

import (
	"context"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// Diagnosis is all that is said of why something is missing from a dataset.
type Diagnosis struct {
	Little     []Little
	Predictors []Predictor       // of the modalities that some records lack
	Drifts     []Drift           // of the same
	Tells      metric.Dependence // whether the pattern tells the class
}

// Diagnose looks at all records of a dataset, at a random part where they are
// very many. Nothing is fitted that a comparison uses. The same dataset gives
// the same diagnosis. The error is that of ctx.
func Diagnose(ctx context.Context, d *dataset.Dataset, workers int) (Diagnosis, error) {
	out := Diagnosis{Drifts: Drifts(d), Tells: metric.DataTell(d)}
	for _, test := range []func(context.Context, *dataset.Dataset) (Little, error){littleOfModalities, littleOfColumns} {
		l, err := test(ctx, d)
		if err != nil {
			return out, err
		}
		out.Little = append(out.Little, l)
	}
	var err error
	out.Predictors, err = Predictors(ctx, d, workers)
	return out, err
}
