package missingness

import (
	"context"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// Diagnosis is all that is said of why something is missing from a dataset.
type Diagnosis struct {
	Complete bool // every record has every modality
	Little   []Little
	Drifts   []Drift
	Tells    metric.Dependence // whether the pattern tells the class
}

// Diagnose looks at all records of a dataset, at a random part where they are
// very many. Nothing is fitted that a comparison uses. The same dataset gives
// the same diagnosis. The error is that of ctx.
func Diagnose(ctx context.Context, d *dataset.Dataset) (Diagnosis, error) {
	out := Diagnosis{Complete: d.Presence.Rates(nil).Cell == 0, Drifts: Drifts(d), Tells: metric.DataTell(d)}
	for _, test := range []func(context.Context, *dataset.Dataset) (Little, error){littleOfModalities, littleOfColumns} {
		l, err := test(ctx, d)
		if err != nil {
			return out, err
		}
		out.Little = append(out.Little, l)
	}
	return out, nil
}
