package impute

import (
	"context"
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "ridge",
	Title: "Block ridge regression",
	Help: "Predicts each absent modality from the ones that are present, by one ridge regression per modality on all others " +
		"(zero where absent, with presence indicators).",
	Paper: "Hoerl and Kennard, Ridge regression: biased estimation for nonorthogonal problems, Technometrics 1970",
	Params: []param.Spec{
		{Name: "alpha", Title: "Penalty", Type: param.Float, Default: 100.0, Min: 1e-6, Max: 1e9,
			Help: "Strength of the L2 penalty on standardised columns: large values pull the estimates towards the mean."},
	},
	New: func(p param.Values) Imputer { return &ridge{alpha: p.Float("alpha")} },
})

// ridge regresses each modality on the others. A single missing cell of a
// modality that is present is filled by the same regression, from the other
// modalities. Estimates stay within the range of the training cells of their
// column. A record without any modality gets what the indicators alone say.
type ridge struct {
	alpha    float64
	design   *blockDesign
	train    dataset.Matrix     // features of the training rows, for dual solutions
	parts    []*ridgeRegression // by target modality; nil where no training record has it
	warnings []string
}

// Fit solves one regression per modality over the training rows that have it.
func (r *ridge) Fit(ctx context.Context, train dataset.View, env job.Env) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("impute ridge: stopped: %w", err)
	}
	train = canonical(train)
	d := fitBlockDesign(train)
	x := d.features(train, allRows(train.Len()))
	parts := make([]*ridgeRegression, train.Modalities())
	failed := make([]error, len(parts))
	err := eachBlock(ctx, env, "ridge", len(parts), 1, func() func(low, high int) {
		return func(m, _ int) { parts[m], failed[m] = r.regress(train, d, x, m) }
	})
	if err != nil {
		return err
	}
	for m, err := range failed {
		if err != nil {
			return fmt.Errorf("impute ridge: modality %q: %w", d.names[m], err)
		}
	}
	r.design, r.train, r.parts = d, x, parts
	r.warnings = d.unobserved(func(j int) bool { return d.count[j] > 0 })
	return nil
}

// regress fits the regression of modality m; nil where no row has it, or where
// it is raw text without columns.
func (r *ridge) regress(train dataset.View, d *blockDesign, x dataset.Matrix, m int) (*ridgeRegression, error) {
	var rows []int
	for i := range train.Len() {
		if train.Has(i, m) {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 || train.Columns(m) == 0 {
		return nil, nil
	}
	own := dataset.NewMatrix(len(rows), x.Cols)
	for k, i := range rows {
		copy(own.Row(k), x.Row(i))
	}
	y := dataset.NewMatrix(len(rows), train.Columns(m))
	for k := range rows {
		copy(y.Row(k), own.Row(k)[d.start[m]:d.start[m+1]])
		d.blank(own.Row(k), m)
	}
	return fitRidge(own, y, r.alpha, rows, x.Rows)
}

// Warnings names the columns that no training record has.
func (r *ridge) Warnings() []string { return r.warnings }

// ridgeBlock is the number of records that are filled together.
const ridgeBlock = 240

// Transform fills the gaps of v.
func (r *ridge) Transform(ctx context.Context, v dataset.View, env job.Env) (*dataset.Filled, error) {
	if r.design == nil {
		return nil, fmt.Errorf("impute ridge: %w", ErrNotFitted)
	}
	if err := r.design.check(v); err != nil {
		return nil, fmt.Errorf("impute ridge: %w", err)
	}
	values := make([]dataset.Matrix, v.Modalities())
	for m := range values {
		values[m] = v.Dense(m)
	}
	receivers, _ := incomplete(values)
	err := eachBlock(ctx, env, "ridge", len(receivers), ridgeBlock, func() func(low, high int) {
		return func(low, high int) { r.fill(v, receivers[low:high], values) }
	})
	if err != nil {
		return nil, err
	}
	return filled("ridge", v, values)
}

// fill completes a block of rows, modality by modality.
func (r *ridge) fill(v dataset.View, rows []int, values []dataset.Matrix) {
	x := r.design.features(v, rows)
	for m := range values {
		var which []int // rows of x
		for k, i := range rows {
			if hasGap(values[m].Row(i)) {
				which = append(which, k)
			}
		}
		if len(which) == 0 {
			continue
		}
		own := dataset.NewMatrix(len(which), x.Cols)
		for k, w := range which {
			copy(own.Row(k), x.Row(w))
			r.design.blank(own.Row(k), m)
		}
		y := r.estimate(own, m)
		for k, w := range which {
			r.design.restore(values[m].Row(rows[w]), y.Row(k), m)
		}
	}
}

// estimate predicts the standardised columns of modality m; 0, the mean, where
// it has no regression.
func (r *ridge) estimate(x dataset.Matrix, m int) dataset.Matrix {
	if r.parts[m] == nil {
		return dataset.NewMatrix(x.Rows, r.design.start[m+1]-r.design.start[m])
	}
	return r.parts[m].predict(x, r.train)
}

func hasGap(row []float64) bool {
	for _, x := range row {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}
