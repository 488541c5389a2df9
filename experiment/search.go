package experiment

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// The search for settings: each candidate is fitted on the training part alone
// and judged by its log loss on the validation part, which it has not seen and
// which is masked like the training part. The best one is then fitted as any method is.
// Test records have no part in it.

// knob is one setting with the values that a search tries; the first is the
// one that holds without a search.
type knob struct {
	name   string
	values []string
}

// knobs lists what a search may turn: the parameters that name values to try,
// except those that the user has set.
func (p Pipeline) knobs(set map[string]string) []knob {
	var out []knob
	for _, part := range p.parts() {
		for _, s := range part.params {
			name := part.name + "." + s.Name
			if _, fixed := set[name]; fixed || len(s.Tries) == 0 {
				continue
			}
			k := knob{name, []string{p.Settings[name]}}
			for _, x := range append([]any{s.Default}, s.Tries...) {
				if text := param.Format(x); !slices.Contains(k.values, text) {
					k.values = append(k.values, text)
				}
			}
			out = append(out, k)
		}
	}
	return out
}

// candidates draws up to n settings, the defaults first and no two alike. nil
// means that there is nothing to search.
func (p Pipeline) candidates(n int, knobs []knob, seed rng.Seed) []map[string]string {
	total := 1
	for _, k := range knobs {
		total *= len(k.values)
	}
	if n = min(n, total); n < 2 {
		return nil
	}
	out := []map[string]string{p.Settings}
	for _, code := range seed.Rand().Perm(total - 1)[:n-1] {
		out = append(out, p.turned(knobs, code+1))
	}
	return out
}

// turned returns the settings with every knob at its digit of the code.
func (p Pipeline) turned(knobs []knob, code int) map[string]string {
	settings := maps.Clone(p.Settings)
	for _, k := range knobs {
		settings[k.name] = k.values[code%len(k.values)]
		code /= len(k.values)
	}
	return settings
}

// search tries the candidates of a job and returns the job with the settings
// that were best, and what was tried.
func (r Runner) search(ctx context.Context, d *dataset.Dataset, j Job, env job.Env) (Job, []result.Candidate, error) {
	if len(j.Candidates) == 0 || len(j.Split.Validation) == 0 {
		return j, nil, nil
	}
	tried := make([]result.Candidate, len(j.Candidates))
	best := -1
	for k := range j.Candidates {
		env.Emit(job.Progress{Phase: "search", Done: k, Total: len(j.Candidates)})
		tried[k] = r.try(ctx, d, j, k, env)
		if ctx.Err() != nil {
			return j, nil, say.Errorf("stopped: %w", ctx.Err())
		}
		if tried[k].Failed == "" && (best < 0 || tried[k].LogLoss < tried[best].LogLoss) {
			best = k
		}
	}
	if best < 0 {
		return j, nil, say.Errorf("no setting of the search could be fitted: %s", tried[0].Failed)
	}
	tried[best].Chosen = true
	j.Method.Settings = j.Candidates[best]
	return j, tried, nil
}

// try judges a candidate, unless a keeper has the judgement.
func (r Runner) try(ctx context.Context, d *dataset.Dataset, j Job, k int, env job.Env) result.Candidate {
	part := under{env.Keeper, fmt.Sprintf("candidate %d", k)}
	if c, ok := part.judgement(env); ok {
		return c
	}
	settings := j.Candidates[k]
	c := result.Candidate{Settings: changed(j.Candidates[0], settings), Records: len(j.Split.Validation)}
	run, err := r.runJob(ctx, d, j.inner(d, settings), part.of(env))
	switch {
	case ctx.Err() != nil:
		return c
	case err != nil:
		c.Failed = say.English(err)
	default:
		c.LogLoss = logLoss(run.Rows)
	}
	part.keepJudgement(c, env)
	return c
}

// inner is the job by which one candidate is judged: its test is the
// validation part, and its own validation is a share of the training part.
func (j Job) inner(d *dataset.Dataset, settings map[string]string) Job {
	seed := j.node().Child("search")
	train, validation := d.Stratified(j.Split.Train, DefaultValidationShare, j.Split.Kin, seed)
	j.Split = dataset.Split{Name: say.Kept("%s, search", j.Split.Name), Train: train, Validation: validation, Test: j.Split.Validation}
	j.Method.Settings, j.Candidates, j.MaskedComplete, j.Tests, j.SweepNotes = settings, nil, false, nil, nil
	j.Imputations = 0 // settings are judged by one filling
	return j
}

// changed returns the settings that differ from the defaults.
func changed(standard, settings map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range settings {
		if standard[name] != value {
			out[name] = value
		}
	}
	return out
}

// leastProbability keeps one confident mistake from deciding a search.
const leastProbability = 1e-6

// logLoss is the mean negative logarithm of the probability of the label.
func logLoss(rows []result.Row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum -= math.Log(max(r.Probabilities[r.Label], leastProbability))
	}
	return sum / float64(len(rows))
}

// SearchWords says what the search of a run has chosen; "" without a search.
func SearchWords(run result.Run) string {
	at := slices.IndexFunc(run.Search, func(c result.Candidate) bool { return c.Chosen })
	if at < 0 {
		return ""
	}
	c := run.Search[at]
	var words []string
	for _, name := range slices.Sorted(maps.Keys(c.Settings)) {
		words = append(words, name+" = "+c.Settings[name])
	}
	if len(words) == 0 {
		words = []string{say.Text("the defaults")}
	}
	out := say.Form("%s, seed %d, %s: %s, the best of %d settings tried (log loss %.3f on %d validation records",
		run.Method, run.Seed, run.Split, strings.Join(words, ", "), len(run.Search), c.LogLoss, c.Records)
	if at > 0 && run.Search[0].Failed == "" {
		out += say.Form(", defaults %.3f", run.Search[0].LogLoss)
	}
	return out + ")"
}
