package impute

import (
	"context"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/lowrank"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "factors",
	Title: "Multi-view factor analysis",
	Help: "Explains the columns of all modalities by a few hidden factors and a noise for each column, and fills gaps with what the factors of a record say; " +
		"each modality switches off the factors that it has no use for.",
	Paper: "Rubin and Thayer, EM algorithms for ML factor analysis, Psychometrika 1982; Virtanen, Klami, Khan and Kaski, Bayesian group factor analysis, AISTATS 2012; Argelaguet et al., MOFA, Mol. Syst. Biol. 2018." +
		" Departs from these: loadings by expectation–maximisation, only their relevances by the posterior.",
	Params: []param.Spec{
		{Name: "factors", Title: "Factors", Type: param.Int, Default: 15, Min: 1, Max: 200, Tries: []any{5, 30},
			Help: "The most hidden factors."},
		{Name: "rounds", Title: "Rounds", Type: param.Int, Default: 100, Min: 1, Max: 10000,
			Help: "The most rounds of expectation and maximisation; they end before where little changes."},
	},
	New: func(p param.Values) Imputer {
		f := factorAnalysis{factors: p.Int("factors"), rounds: p.Int("rounds")}
		return &factorModel{lowRank{name: "factors", find: f.find}}
	},
})

// factorModel draws, too: its factors have a distribution given the cells of a
// record, and its columns a noise.
type factorModel struct{ lowRank }

// Draw fills the gaps from what factors and noise may be. Loadings are
// taken as known.
func (f *factorModel) Draw(ctx context.Context, v dataset.View, env job.Env, k int) (*dataset.Filled, error) {
	env = ofDraw(env, k)
	return f.fill(ctx, v, env, recordSeeds(v, env.Seed))
}

// factorAnalysis says how large the model may be.
type factorAnalysis struct{ factors, rounds int }

func (f factorAnalysis) find(ctx context.Context, t *learn.Table, env job.Env) (*lowrank.Model, []string, error) {
	rank := max(1, min(f.factors, t.Rows-1, t.Width()-1))
	fit := lowrank.NewFactors(t, rank, env.Threads(), env.Seed.Child("start"))
	model, err := fit.Fit(ctx, f.rounds, func(done int) {
		env.Emit(job.Progress{Phase: "factors", Done: done, Total: f.rounds})
	})
	return model, nil, err
}
