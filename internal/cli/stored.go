package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/project"
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

// openStored opens a project to look at its results as they were stored, without
// its data: those of this version or, where it has none, of an earlier one.
func (a *app) openStored(file string) (*study, error) {
	s, p, err := openProject(file)
	if err != nil {
		return nil, err
	}
	s.remarks, s.records = p.Dataset.Remarks, p.Dataset.Records
	s.outline, err = s.store.Outline(s.spec, s.hash)
	if err == nil && s.outline.Version == experiment.Version && s.outline.Finished(s.store) > 0 {
		return s, nil
	}
	if earlier, n := s.earlier(); n > 0 {
		s.outline, err = earlier, nil
		a.tell("these results are of version %d of the methods; this program has version %d, and computes other ones (lacuna run %s)", earlier.Version, experiment.Version, file)
	}
	if err != nil {
		return nil, &dataset.UserError{What: "nothing is stored of " + file, Why: "it has not been run, or the folder of its runs is not beside it",
			Try: "Run it: lacuna run " + file, Err: err}
	}
	return s, nil
}

// earlier is the newest plan of an earlier version that has runs, and how many.
func (s *study) earlier() (experiment.Outline, int) {
	for _, o := range s.store.Earlier(s.spec, s.hash) {
		if n := o.Finished(s.store); n > 0 {
			return o, n
		}
	}
	return experiment.Outline{}, 0
}

// leftBehind is a folder beside the project that has runs of this comparison under
// another name, "" for none.
func (s *study) leftBehind() string {
	entries, err := os.ReadDir(filepath.Dir(s.file))
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if !e.IsDir() || filepath.Ext(e.Name()) != ".runs" {
			continue
		}
		folder := filepath.Join(filepath.Dir(s.file), e.Name())
		store := project.NewStore(folder)
		if o, err := store.Outline(s.spec, s.hash); err == nil && o.Finished(store) > 0 {
			return folder
		}
	}
	return ""
}

// ofEarlier is the error of a study that only an earlier version has run.
func (s *study) ofEarlier(o experiment.Outline, n int) error {
	return &dataset.UserError{
		What: s.file + " has no results of this version",
		Why:  fmt.Sprintf("%s were done by version %d of the methods, and this program has version %d, which computes other numbers", numbered(n, "job"), o.Version, experiment.Version),
		Try:  fmt.Sprintf("See them with: lacuna results %s --stored; or do them again (the old ones stay): lacuna run %s", s.file, s.file),
	}
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
