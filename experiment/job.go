package experiment

import (
	"context"
	"fmt"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// RunJob does one planned job, stored or not, and returns its result.
func (r Runner) RunJob(ctx context.Context, d *dataset.Dataset, j Job, report func(job.Event)) (result.Run, error) {
	return r.runJob(ctx, d, j, job.Env{Workers: r.workers(), Report: report})
}

func (r Runner) runJob(ctx context.Context, d *dataset.Dataset, j Job, env job.Env) (result.Run, error) {
	run, _, err := r.finishJob(ctx, d, j, env)
	return run, err
}

// finishJob does a job and returns its result and the fitted trial. The seed is
// that of the job, whatever env has.
func (r Runner) finishJob(ctx context.Context, d *dataset.Dataset, j Job, env job.Env) (result.Run, *trial, error) {
	if j.Imported != "" {
		return result.Run{}, nil, errImported(j)
	}
	watch := stopwatch{r.Clock}
	start := watch.now()
	j, tried, err := r.search(ctx, d, j, env)
	if err != nil {
		return result.Run{}, nil, fmt.Errorf("%s: %w", j.Label, err)
	}
	t, err := r.newTrial(d, j, env)
	if err != nil {
		return result.Run{}, nil, err
	}
	defer t.close()
	if err := t.fit(ctx); err != nil {
		return result.Run{}, nil, fmt.Errorf("%s: %w", j.Label, err)
	}
	fitted := watch.now()
	if len(j.Candidates) > 0 && tried == nil {
		t.warnings = append(t.warnings, say.Kept("no settings were searched: there are no validation records"))
	}
	run, err := t.test(ctx)
	if err != nil {
		return result.Run{}, nil, fmt.Errorf("%s: %w", j.Label, err)
	}
	run.Search = tried
	run.FitSeconds = fitted.Sub(start).Seconds()
	run.Seconds = watch.now().Sub(start).Seconds()
	return run, t, nil
}

func (r Runner) newTrial(d *dataset.Dataset, j Job, env job.Env) (*trial, error) {
	if err := r.allowed(j); err != nil {
		return nil, err
	}
	c := r.catalogue()
	pipeline, err := c.parse(j.Method)
	if err != nil {
		return nil, err
	}
	kin := *d
	kin.Kin = j.Split.Kin
	t := &trial{data: &kin, job: j, pipeline: pipeline, catalogue: c}
	_, t.curves.order = d.View(nil, nil).ByName()
	env.Seed, env.Report = j.node(), t.curves.listen(env.Report)
	t.env = env
	t.warnings = t.noted()
	if t.scope() != result.TrainOnly {
		return nil, say.Error("a test record is also in training or validation")
	}
	return t, nil
}

// node is the part of the seed tree that the estimators of a job grow from.
func (j Job) node() rng.Seed {
	return Spec{Root: j.Root}.Repetition(j.Seed).Child(fmt.Sprintf("fold=%d", j.Fold))
}

// records lists the records of all parts of the job's split, rising.
func (j Job) records() []int {
	rows := slices.Concat(j.Split.Train, j.Split.Validation, j.Split.Test)
	slices.Sort(rows)
	return rows
}
