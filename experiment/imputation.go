package experiment

import (
	"context"
	"fmt"
	"math"
	"time"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/impute"
	"lacuna/internal/job"
)

// Imputation is a dataset whose gaps one imputer has filled.
type Imputation struct {
	// Modalities and Values are the filled blocks, all records × columns, in
	// the units of the data; text comes as the term weights that it became.
	Modalities []dataset.Modality
	Values     []dataset.Matrix
	Fitted     int      // records that the imputer was fitted on
	Warnings   []string // what the features and the imputer had to tell
	FitTime    time.Duration
	Transform  time.Duration
}

// Impute fits an imputer and fills the gaps of all records. Where the data
// bring a split of their own, only its training records are fitted on; else all
// are. A nil mask hides nothing; clock may be nil.
func Impute(ctx context.Context, d *dataset.Dataset, mask *dataset.Mask, imputer impute.Imputer, env job.Env, clock func() time.Time) (*Imputation, error) {
	all := d.View(allRows(d), mask)
	train := d.View(trainRows(d), mask)
	features, err := feature.Fit(train, feature.Options{})
	if err != nil {
		return nil, err
	}
	if train, err = features.Apply(train); err != nil {
		return nil, err
	}
	scaled, err := features.Apply(all)
	if err != nil {
		return nil, err
	}
	out := &Imputation{Fitted: train.Len(), Warnings: features.Warnings()}
	watch := stopwatch{clock}
	start := watch.now()
	if err := imputer.Fit(ctx, train, env); err != nil {
		return nil, err
	}
	fitted := watch.now()
	filled, err := imputer.Transform(ctx, scaled, env)
	if err != nil {
		return nil, err
	}
	out.FitTime, out.Transform = fitted.Sub(start), watch.now().Sub(fitted)
	if w, ok := imputer.(impute.Warner); ok {
		out.Warnings = append(out.Warnings, w.Warnings()...)
	}
	return out, out.unscale(all, filled, features)
}

// unscale brings the values back to the units of the data; observed cells are
// the original numbers, not ones that went there and back.
func (o *Imputation) unscale(all dataset.View, filled *dataset.Filled, features *feature.Pipeline) error {
	for m := range all.Modalities() {
		values := features.Unscale(m, filled.Values(m))
		modality := features.Modality(m)
		if values.Cols == all.Columns(m) {
			restoreObserved(all, m, values)
		}
		if len(modality.Columns) != values.Cols {
			return fmt.Errorf("modality %q: %d columns came back as %d", modality.Name, len(modality.Columns), values.Cols)
		}
		o.Modalities = append(o.Modalities, modality)
		o.Values = append(o.Values, values)
	}
	return nil
}

func restoreObserved(all dataset.View, m int, values dataset.Matrix) {
	for i := range values.Rows {
		for j, x := range all.Row(i, m) {
			if !math.IsNaN(x) {
				values.Set(i, j, x)
			}
		}
	}
}

func allRows(d *dataset.Dataset) []int {
	rows := make([]int, d.Records())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// trainRows lists what the data themselves call training records, or all.
func trainRows(d *dataset.Dataset) []int {
	var rows []int
	for i, s := range d.Splits {
		if s == "train" {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return allRows(d)
	}
	return rows
}

// stopwatch reads a clock that may be missing.
type stopwatch struct{ clock func() time.Time }

func (s stopwatch) now() time.Time {
	if s.clock == nil {
		return time.Time{}
	}
	return s.clock()
}
