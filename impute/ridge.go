package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/ridge"
	"lacuna/internal/param"
	"lacuna/internal/saved"
)

var _ = register(Info{
	Name:  "ridge",
	Title: "Block ridge regression",
	Help: "Predicts each absent modality from the others by ridge regression, first with zero for what is absent there and presence indicators, " +
		"then again with the estimates in its place.",
	Paper: "Hoerl and Kennard, Ridge regression: biased estimation for nonorthogonal problems, Technometrics 1970",
	Params: []param.Spec{
		{Name: "alpha", Title: "Penalty", Type: param.Float, Default: 100.0, Min: 1e-6, Max: 1e9, Tries: []any{10.0, 1000.0},
			Help: "Strength of the L2 penalty on standardised columns: large values pull the estimates towards the mean."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 5, Min: 0, Max: 50,
			Help: "So many times the regressions are fitted again on the estimates of the last ones; 0 stops after the first."},
		{Name: "within", Title: "Own cells", Type: param.Bool, Default: true,
			Help: "A missing cell of a modality that is there is told by its other cells, too, as far as those foretell cells that are left out."},
	},
	New: func(p param.Values) Imputer {
		alpha := p.Float("alpha")
		fit := func(_ context.Context, x, y dataset.Matrix, rows []int, total int, _ job.Env) (regression, error) {
			return ridge.Fit(x, y, alpha, rows, total)
		}
		return &blockwise{name: "ridge", fit: fit, load: loadRidge, sweeps: p.Int("sweeps"), own: p.Bool("within")}
	},
})

func loadRidge(state saved.Node, features, targets, rows int) (regression, error) {
	var s ridge.State
	if err := state.Decode(&s); err != nil {
		return nil, err
	}
	return s.Regression(features, targets, rows)
}
