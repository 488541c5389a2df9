package impute

import (
	"context"
	"math"

	"lacuna/internal/job"
	"lacuna/internal/learn"
	"lacuna/internal/learn/lowrank"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "softimpute",
	Title: "SoftImpute",
	Help: "Completes the table of all columns by one of low rank whose nuclear norm is shrunk, as far as it foretells cells best that are hidden from it; " +
		"a new record is filled by what its cells say of its place in that table.",
	Paper: "Mazumder, Hastie and Tibshirani, Spectral regularization algorithms for learning large incomplete matrices, JMLR 2010; Hastie, Mazumder, Lee and Zadeh, JMLR 2015",
	Params: []param.Spec{
		{Name: "rank", Title: "Rank", Type: param.Int, Default: 40, Min: 1, Max: 1000, Tries: []any{10},
			Help: "The highest rank of the completed table."},
		{Name: "shrinkage", Title: "Shrinkage", Type: param.Float, Default: 0.0, Min: 0, Max: 1,
			Help: "What singular values are shrunk by, as a share of the largest; 0 chooses it by cells that are hidden on purpose."},
	},
	New: func(p param.Values) Imputer {
		s := softImpute{rank: p.Int("rank"), share: p.Float("shrinkage")}
		return &lowRank{name: "softimpute", find: s.find}
	},
})

// softImpute says how a table is completed.
type softImpute struct {
	rank  int
	share float64
}

// Shrinkages that are tried, from the strongest to weaker ones: each is so much
// of the one before. The search ends where hidden cells have been foretold worse
// so many times in a row.
const (
	shrinkBy    = 0.6
	shrinkages  = 16
	shrinkWorse = 2
)

func (s softImpute) find(ctx context.Context, t *learn.Table, env job.Env) (*lowrank.Model, []string, error) {
	rank := max(1, min(s.rank, t.Rows, t.Width()))
	whole := lowrank.NewSoft(t, rank, env.Threads(), env.Seed.Child("start"))
	largest := whole.Largest()
	if largest == 0 {
		return whole.Model(1), nil, nil // nothing varies: every estimate is the mean
	}
	steps := shrinkages
	if s.share == 0 {
		var err error
		if steps, err = s.choose(ctx, t, rank, largest, env); err != nil {
			return nil, nil, err
		}
	}
	lambda := largest
	for k := 1; k <= steps; k++ {
		if lambda = largest * math.Pow(shrinkBy, float64(k)); s.share > 0 && lambda <= s.share*largest {
			lambda, steps = s.share*largest, k
		}
		if err := whole.Fit(ctx, lambda); err != nil {
			return nil, nil, err
		}
	}
	return whole.Model(lambda), nil, nil
}

// choose returns how many steps of shrinking less foretell hidden cells best.
func (s softImpute) choose(ctx context.Context, t *learn.Table, rank int, largest float64, env job.Env) (int, error) {
	shown, held := holdOut(t, env.Seed.Child("holdout"))
	part := lowrank.NewSoft(shown, rank, env.Threads(), env.Seed.Child("start"))
	best, least := 1, math.Inf(1)
	for k := 1; k <= shrinkages && k <= best+shrinkWorse; k++ {
		lambda := largest * math.Pow(shrinkBy, float64(k))
		if err := part.Fit(ctx, lambda); err != nil {
			return 0, err
		}
		if sum, cells := part.Model(lambda).Errors(shown, held); cells == 0 || sum < least {
			best, least = k, sum
		}
		env.Emit(job.Progress{Phase: "softimpute", Done: k, Total: shrinkages})
	}
	return best, nil
}
