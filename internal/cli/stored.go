package cli

import (
	"cmp"
	"context"
	"io"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
)

// openResults opens a project whose results are only looked at. Where its data
// are gone or are others now, the results are shown all the same, as they were
// stored, and that is said.
func (a *app) openResults(ctx context.Context, file string) (*study, error) {
	s, p, err := openProject(file)
	if err != nil {
		return nil, err
	}
	away := s.read(ctx, p)
	if away == nil || ctx.Err() != nil {
		return s, away
	}
	s.data, s.remarks, s.records = nil, p.Dataset.Remarks, p.Dataset.Records
	if s.outline, err = s.store.Outline(s.spec, p.Dataset.SHA256); err != nil {
		return nil, away // nothing was written down: the data are needed
	}
	a.tell("these are the results as they were stored; the data cannot be looked at: %v", away)
	return s, nil
}

// jobs returns the jobs of the comparison; without data, those that have a
// result, as they were when they were run, but without their masks.
func (s *study) jobs(ctx context.Context) ([]experiment.Job, error) {
	if s.data != nil {
		return experiment.Plan(s.data, s.spec, s.masks(ctx))
	}
	var jobs []experiment.Job
	for _, o := range s.outline.Jobs {
		id, ok := o.Done(s.store)
		if !ok {
			continue
		}
		j, err := s.store.Job(id)
		if err != nil {
			return nil, err
		}
		j.ID, j.Label, j.Training, j.Beside = id, o.Label, o.Training, o.Beside
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// writePredictions writes the stored predictions of jobs.
func (s *study) writePredictions(w io.Writer, jobs []experiment.Job) error {
	classes := s.outline.Classes
	load := func(j experiment.Job) (result.Run, error) { return s.store.Load(j.ID) }
	if s.data != nil {
		classes = s.data.Classes
		load = func(j experiment.Job) (result.Run, error) { return experiment.LoadRun(s.data, s.store, j) }
	}
	return experiment.WritePredictions(w, classes, jobs, load)
}

// verifyStored compares the files of finished jobs with their sums.
func (a *app) verifyStored(ctx context.Context, file string) error {
	s, outline, err := openOutline(ctx, file)
	if err != nil {
		return err
	}
	doc := verifyDocument{Same: true, Jobs: []checkEntry{}}
	var first error
	for _, j := range outline.Jobs {
		id, ok := j.Done(s.store)
		if !ok {
			continue
		}
		e := checkEntry{Job: id, Method: j.Label, Seed: j.Seed, Fold: j.Fold}
		run, err := s.store.Load(id)
		if e.Rows = len(run.Rows); err != nil {
			doc.Same, e.Damaged, first = false, err.Error(), cmp.Or(first, err)
		}
		doc.Jobs = append(doc.Jobs, e)
	}
	if a.json {
		if err := a.document(doc); err != nil {
			return err
		}
	}
	if first != nil {
		return &dataset.UserError{What: "the results of " + file + " are not as they were written", Why: first.Error(),
			Try: "Remove that folder and run the job again: lacuna run " + file, Err: first}
	}
	if !a.json {
		a.say("the files of %s are as they were written; whether they come out again needs the data (lacuna verify %s)", numbered(len(doc.Jobs), "job"), file)
	}
	return nil
}
