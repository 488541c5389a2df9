package experiment

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// ImputerChoice is an imputer with its settings.
type ImputerChoice struct {
	Name string
	Set  map[string]string
}

// ImputationGrid scores several imputers under several hidings, each repeated
// with other seeds: what is hidden under one seed is the same for all methods.
type ImputationGrid struct {
	Methods []ImputerChoice
	Hidings []Hiding
	Seeds   int
	Root    uint64 // repetition k has the root Root + k, as if impute were called with it
}

// ImputationTrial is one cell of a grid.
type ImputationTrial struct {
	Method  string
	Hiding  string
	Seed    uint64
	Scores  ImputationScores
	Whole   []WholeQuality // of modalities that were hidden as a whole
	Down    Downstream     // where the data have labels
	Seconds float64
	Failed  error // the scores mean nothing then
}

// Size returns the number of trials.
func (g ImputationGrid) Size() int { return len(g.Methods) * len(g.Hidings) * g.Seeds }

// Run does all trials, hiding by hiding and seed by seed, and calls told after
// each. A method that fails spoils no other; the error of Run is that of ctx, or
// of a hiding that cannot be drawn. clock may be nil.
func (g ImputationGrid) Run(ctx context.Context, d *dataset.Dataset, workers int, read MaskReader, clock func() time.Time, told func(ImputationTrial)) ([]ImputationTrial, error) {
	var out []ImputationTrial
	for _, h := range g.Hidings {
		for k := range g.Seeds {
			root := g.Root + uint64(k)
			hidden, err := h.Draw(d, rng.New(root), read)
			if err != nil {
				return out, fmt.Errorf("%s: %w", h.Words(), err)
			}
			for _, method := range g.Methods {
				trial := ImputationTrial{Method: method.Name, Hiding: h.Words(), Seed: root}
				trial.try(ctx, hidden, method, job.Env{Seed: ImputationSeed(root, method.Name), Workers: workers}, clock)
				if err := ctx.Err(); err != nil {
					return out, say.Errorf("stopped: %w", err)
				}
				out = append(out, trial)
				told(trial)
			}
		}
	}
	return out, nil
}

// ImputationSeed is where the random numbers of an imputer outside a comparison
// come from.
func ImputationSeed(root uint64, method string) rng.Seed {
	return rng.New(root).Child("impute/" + method)
}

// try fills and scores. A panic of a method costs its own trial alone.
func (t *ImputationTrial) try(ctx context.Context, hidden Hidden, method ImputerChoice, env job.Env, clock func() time.Time) {
	defer func() {
		if p := recover(); p != nil {
			t.Failed = say.Errorf("%s broke: %v\n%s", method.Name, p, debug.Stack())
		}
	}()
	info, err := impute.Lookup(method.Name)
	if err != nil {
		t.Failed = err
		return
	}
	imputer, err := info.Make(method.Set)
	if err != nil {
		t.Failed = err
		return
	}
	hidden.FillOnly(imputer)
	done, err := hidden.Impute(ctx, imputer, env, clock)
	if err != nil {
		t.Failed = err
		return
	}
	t.Seconds = (done.FitTime + done.Transform).Seconds()
	if t.Scores, t.Failed = hidden.Score(done); t.Failed == nil {
		t.Whole, t.Failed = hidden.Judge(ctx, done, env)
	}
	if t.Failed == nil {
		t.Down, t.Failed = hidden.Downstream(ctx, done, env.Child("downstream"))
	}
}

// FillOnly tells an imputer that will fill these records and no others which
// modalities have gaps.
func (h Hidden) FillOnly(imputer impute.Imputer) {
	t, ok := imputer.(impute.Targeter)
	if !ok {
		return
	}
	v := h.data.View(indices(h.data.Records()), h.mask)
	gaps := []string{}
	for m, name := range v.Names() {
		for i := range v.Len() {
			if row := v.Row(i, m); row == nil || slices.ContainsFunc(row, math.IsNaN) {
				gaps = append(gaps, name)
				break
			}
		}
	}
	t.FillOnly(gaps)
}

// Impute fills what is hidden, and all other gaps.
func (h Hidden) Impute(ctx context.Context, imputer impute.Imputer, env job.Env, clock func() time.Time) (*Imputation, error) {
	return Impute(ctx, h.data, h.mask, imputer, env, clock)
}

// RankTrials compares the methods of a grid by the error of the hidden cells.
func RankTrials(trials []ImputationTrial) metric.ImputerRanking {
	return metric.RankImputers(imputerErrors(trials))
}

// RankTrialsSoFar compares the methods of a grid that has not reached its end.
func RankTrialsSoFar(trials []ImputationTrial, grid ImputationGrid) metric.ImputerRanking {
	var methods []string
	for _, c := range grid.Methods {
		methods = append(methods, c.Name)
	}
	return metric.RankSoFar(imputerErrors(trials), methods)
}

func imputerErrors(trials []ImputationTrial) []metric.ImputerError {
	var rows []metric.ImputerError
	for _, t := range trials {
		row := metric.ImputerError{Method: t.Method, Hiding: t.Hiding, Seed: t.Seed, Failed: t.Failed != nil}
		if !row.Failed {
			row.Score, row.Further = t.Scores.All, t.further()
		}
		rows = append(rows, row)
	}
	return rows
}

// further are the scores of a trial beside that of the hidden cells, as a grid
// averages them.
func (t ImputationTrial) further() []metric.Further {
	var out []metric.Further
	if t.Down.Records > 0 {
		out = append(out, metric.Further{Of: metric.DownstreamOf, Name: "accuracy", Value: t.Down.Filled.Share}, metric.Further{Of: metric.DownstreamOf, Name: say.Kept("nothing hidden"), Value: t.Down.Whole.Share})
	}
	for _, q := range t.Whole {
		of := q.Modality + ", " + q.What
		out = append(out, metric.Further{Of: of, Name: "SSIM", Value: q.SSIM.Value}, metric.Further{Of: of, Name: "PSNR", Value: q.PSNR},
			metric.Further{Of: of, Name: say.Kept("Fréchet"), Value: q.Frechet}, metric.Further{Of: of, Name: say.Kept("Fréchet of real"), Value: q.FrechetReal})
		if q.Read.Learned > 0 {
			out = append(out, metric.Further{Of: of, Name: say.Kept("read right"), Value: q.Read.Made.Share}, metric.Further{Of: of, Name: say.Kept("real ones"), Value: q.Read.Real.Share})
		}
	}
	return out
}
