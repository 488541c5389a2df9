package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn/pls"
	"lacuna/internal/param"
	"lacuna/internal/saved"
)

var _ = register(Info{
	Name:  "pls",
	Title: "Partial least squares",
	Help: "Predicts each absent modality from the others by a few directions that go along most with it; as many as foretell training records best that are left out. " +
		"What is absent counts as 0 there, beside presence indicators, and then as estimated.",
	Paper: "de Jong, SIMPLS: an alternative approach to partial least squares regression, Chemometrics and Intelligent Laboratory Systems 1993; Wold, Esbensen and Geladi (NIPALS), 1987",
	Params: []param.Spec{
		{Name: "components", Title: "Directions", Type: param.Int, Default: 20, Min: 1, Max: 200, Tries: []any{5},
			Help: "The most directions for one modality."},
		{Name: "sweeps", Title: "Sweeps", Type: param.Int, Default: 2, Min: 0, Max: 50,
			Help: "So many times the regressions are fitted again on the estimates of the last ones; 0 stops after the first."},
		{Name: "within", Title: "Own cells", Type: param.Bool, Default: true,
			Help: "A missing cell of a modality that is there is told by its other cells, too, as far as those foretell cells that are left out."},
	},
	New: func(p param.Values) Imputer {
		most := p.Int("components")
		fit := func(ctx context.Context, x, y dataset.Matrix, _ []int, _ int, env job.Env) (regression, error) {
			return pls.Choose(ctx, x, y, most, env.Seed)
		}
		return &blockwise{name: "pls", fit: fit, load: loadPLS, sweeps: p.Int("sweeps"), own: p.Bool("within")}
	},
})

func loadPLS(state saved.Node, features, targets, _ int) (regression, error) {
	var s pls.State
	if err := state.Decode(&s); err != nil {
		return nil, err
	}
	return s.Regression(features, targets)
}
