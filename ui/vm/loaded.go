package vm

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/say"
	"lacuna/project"
)

// Loaded is what has been read from a path: a dataset, or a project with its
// dataset and the runs that are finished.
type Loaded struct {
	Data      *dataset.Dataset
	Sources   []string // paths of the dataset; none for the sample
	File      string   // project file; "" for a dataset
	Project   *project.Project
	Changed   error            // the dataset is not what it was when the project was saved
	shown     *found           // the newest comparison with results; nil without any
	earlier   string           // says that an earlier version of the methods has done jobs; empty where none has
	unsaved   *project.Project // what an earlier window did not come to save; else nil
	recovered bool             // Project is such an unsaved one
	carried   *Carried         // the set-up of another study; nil for none
}

// Doubtful says whether neither a label nor an id was recognised in the data:
// they may be no table of records at all, so a person should look first.
func (l *Loaded) Doubtful() bool {
	return l.Project == nil && len(l.Sources) > 0 && l.Data.Import.ID == "" && len(l.Data.Labelled()) == 0
}

// IsProject says whether a path names a project file.
func IsProject(path string) bool {
	return strings.EqualFold(filepath.Ext(path), project.Extension)
}

// Read reads a dataset, in one or several paths, as far as decided by imp, or a
// project, which decides itself. It runs on any goroutine.
func (s *Surroundings) Read(ctx context.Context, imp dataset.Import, paths ...string) (*Loaded, error) {
	at := slices.IndexFunc(paths, IsProject)
	if at < 0 {
		d, err := s.Open(ctx, paths, imp)
		return &Loaded{Data: d, Sources: paths}, err
	}
	if len(paths) > 1 {
		return nil, &dataset.UserError{What: say.Form("%s is a project", filepath.Base(paths[at])), Why: say.Text("a project is opened alone"), Try: say.Text("Open it by itself, or the other files without it")}
	}
	return s.readProject(ctx, paths[0])
}

func (s *Surroundings) readProject(ctx context.Context, path string) (*Loaded, error) {
	p, err := project.Open(path)
	if err != nil {
		return nil, err
	}
	l := &Loaded{File: path, Project: p}
	if p.Dataset.Sample {
		l.Data, err = s.Sample(ctx)
	} else {
		l.Sources = p.Dataset.DataPaths(path)
		if err = format.Check(p.Dataset.Import); err == nil {
			l.Data, err = s.Open(ctx, l.Sources, p.Dataset.Import)
		}
	}
	if err != nil {
		return nil, movedData(path, l.Sources, err)
	}
	l.Changed = p.Dataset.Check(l.Data)
	if l.unsaved, err = project.Recover(path); err != nil {
		return nil, err
	}
	return l, l.collect(s)
}

// movedData adds to the error of a project's dataset what it means.
func movedData(file string, sources []string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return &dataset.UserError{
		What: say.Form("the dataset of %s is not there", filepath.Base(file)), Why: say.Form("%s does not exist", strings.Join(sources, ", ")),
		Try: say.Text("Bring it back, or move the project file so that the path fits again"), Err: err,
	}
}

// found is a comparison of a project with the runs that are finished.
type found struct {
	spec  experiment.Spec
	jobs  []experiment.Job
	store experiment.Store
	study result.Study
}

// collect finds the newest comparison of the project that has results.
func (l *Loaded) collect(s *Surroundings) error {
	store, err := s.Store(l.File)
	if err != nil {
		return err
	}
	for i := len(l.Project.Specs) - 1; i >= 0; i-- {
		spec := l.Project.Specs[i]
		jobs, err := experiment.Plan(l.Data, spec, s.maskReader(l.Data, l.File))
		if err != nil {
			return say.Errorf("comparison %d of %s: %w", i+1, filepath.Base(l.File), err)
		}
		if study, _ := experiment.Collect(l.Data, jobs, store); len(study.Runs) > 0 {
			l.shown = &found{spec, jobs, store, study}
			return nil
		}
		if l.earlier == "" {
			l.earlier = earlierWords(store, spec, l.Data.Hash())
		}
	}
	return nil
}

// earlierWords says that an earlier version of the methods has done jobs of a
// comparison, whose numbers this one does not share; empty where none has.
func earlierWords(store experiment.Store, spec experiment.Spec, hash string) string {
	kept, ok := store.(*project.Store)
	if !ok {
		return ""
	}
	for _, o := range kept.Earlier(spec, hash) {
		if n := o.Finished(kept); n > 0 {
			return say.Form("%s of this project were done by version %d of the methods. This program has version %d, which computes other numbers, so they are not shown here; "+
				"Compare does them again, and the old ones stay.", say.Count(n, "job", "jobs"), o.Version, experiment.Version)
		}
	}
	return ""
}

// Unsaved says whether an earlier window ended before it could save changes of
// the project: Recover brings them back, DiscardUnsaved drops them.
func (l *Loaded) Unsaved() bool { return l.unsaved != nil }

// Recover returns what was read as it was before an earlier window ended
// without saving. It runs on any goroutine.
func (s *Surroundings) Recover(_ context.Context, l *Loaded) (*Loaded, error) {
	if l.unsaved == nil {
		return l, nil
	}
	out := *l
	out.Project, out.unsaved, out.shown, out.recovered = l.unsaved, nil, nil, true
	return &out, out.collect(s)
}

// DiscardUnsaved drops those changes for good.
func (l *Loaded) DiscardUnsaved() error {
	l.unsaved = nil
	return project.Discard(l.File)
}
