package vm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/project"
)

// Document is what has been read from a path: a dataset, or a project with its
// dataset and the runs that are finished.
type Document struct {
	Data      *dataset.Dataset
	Sources   []string // paths of the dataset; none for the sample
	File      string   // project file; "" for a dataset
	Project   *project.Project
	Changed   error            // the dataset is not what it was when the project was saved
	shown     *found           // the newest comparison with results; nil without any
	unsaved   *project.Project // what an earlier window did not come to save; else nil
	recovered bool             // Project is such an unsaved one
}

// IsProject says whether a path names a project file.
func IsProject(path string) bool {
	return strings.EqualFold(filepath.Ext(path), project.Extension)
}

// Read reads a dataset, in one or several paths, as far as decided by imp, or a
// project, which decides itself. It runs on any goroutine.
func (s Surroundings) Read(ctx context.Context, imp dataset.Import, paths ...string) (*Document, error) {
	at := slices.IndexFunc(paths, IsProject)
	if at < 0 {
		d, err := s.Open(ctx, paths, imp)
		return &Document{Data: d, Sources: paths}, err
	}
	if len(paths) > 1 {
		return nil, &dataset.UserError{What: filepath.Base(paths[at]) + " is a project", Why: "a project is opened alone", Try: "Open it by itself, or the other files without it"}
	}
	return s.readProject(ctx, paths[0])
}

func (s Surroundings) readProject(ctx context.Context, path string) (*Document, error) {
	p, err := project.Open(path)
	if err != nil {
		return nil, err
	}
	doc := &Document{File: path, Project: p}
	if p.Dataset.Sample {
		doc.Data, err = s.Sample(ctx)
	} else {
		doc.Sources = p.Dataset.DataPaths(path)
		if err = format.Check(p.Dataset.Import); err == nil {
			doc.Data, err = s.Open(ctx, doc.Sources, p.Dataset.Import)
		}
	}
	if err != nil {
		return nil, movedData(path, doc.Sources, err)
	}
	doc.Changed = p.Dataset.Check(doc.Data)
	if doc.unsaved, err = project.Recover(path); err != nil {
		return nil, err
	}
	return doc, doc.collect(s)
}

// movedData adds to the error of a project's dataset what it means.
func movedData(file string, sources []string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return &dataset.UserError{
		What: "the dataset of " + filepath.Base(file) + " is not there", Why: strings.Join(sources, ", ") + " does not exist",
		Try: "Bring it back, or move the project file so that the path fits again", Err: err,
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
func (d *Document) collect(s Surroundings) error {
	store, err := s.Store(d.File)
	if err != nil {
		return err
	}
	for i := len(d.Project.Specs) - 1; i >= 0; i-- {
		spec := d.Project.Specs[i]
		jobs, err := experiment.Plan(d.Data, spec, s.maskReader(d.Data, d.File))
		if err != nil {
			return fmt.Errorf("comparison %d of %s: %w", i+1, filepath.Base(d.File), err)
		}
		if study, _ := experiment.Collect(d.Data, jobs, store); len(study.Runs) > 0 {
			d.shown = &found{spec, jobs, store, study}
			return nil
		}
	}
	return nil
}

// Adopt shows what has been read.
func (w *Workbench) Adopt(d *Document) {
	w.Show(d.Data, d.Sources...)
	if d.Project == nil {
		return
	}
	w.file = d.File
	w.restore(d)
	w.note("project %s: %s", filepath.Base(d.File), plural(len(w.study.Runs), "finished run"))
	if d.Changed != nil {
		w.note("%v", d.Changed)
	}
	w.dirty = d.recovered
	w.changed(Everything)
}

func (w *Workbench) restore(d *Document) {
	w.window = d.Project.Window
	if r := d.Project.Dataset.Remarks; r.Count > 0 && d.Changed == nil {
		w.remarks = r
	}
	for pane, title := range w.window.Tabs {
		w.views[Pane(pane)] = title
	}
	w.metric = w.View(StrataPane).Metric
	if n := len(d.Project.Specs); n > 0 {
		w.spec, w.earlier = d.Project.Specs[n-1], d.Project.Specs[:n-1]
	}
	w.charts = d.Project.Charts
	if f := d.shown; f != nil {
		w.study, w.jobs, w.store, w.ran = f.study, f.jobs, f.store, &f.spec
		w.see(f.jobs[0])
		w.hideBaselines()
		w.hide(w.window.Visible)
		w.retable()
	}
	q, err := ParseQuery(w.window.Selection)
	if err != nil {
		w.note("%v", err)
		return
	}
	w.apply(q)
}

// hide switches off the methods that are not among the visible ones; none
// listed means all are visible.
func (w *Workbench) hide(visible []string) {
	if len(visible) == 0 {
		return
	}
	shown := map[string]bool{}
	for _, v := range visible {
		shown[v] = true
	}
	w.hidden = map[string]bool{}
	for _, m := range w.study.Methods {
		if !shown[m] {
			w.hidden[m] = true
		}
	}
}

// Window is the layout that is saved with the project; the window fills it in.
func (w *Workbench) Window() *project.Window { return &w.window }

// ProjectFile completes a file name for a project.
func ProjectFile(path string) string {
	if IsProject(path) {
		return path
	}
	return path + project.Extension
}

// Save writes the project and puts the finished runs of its comparison beside
// it.
func (w *Workbench) Save(file string) error {
	if w.data == nil {
		return errNoData
	}
	p, err := w.compose(file)
	if err != nil {
		return err
	}
	if err := w.moveRuns(file); err != nil {
		return err
	}
	if err := project.Save(file, p); err != nil {
		return err
	}
	w.Forget()
	w.file = file
	w.Forget()
	w.note("saved as %s", file)
	w.changed(DataNamed | LogChanged)
	return nil
}

// compose writes down what is open, for a file of that name.
func (w *Workbench) compose(file string) (*project.Project, error) {
	p := project.New(strings.TrimSuffix(filepath.Base(file), project.Extension))
	w.addSpecs(p)
	p.Charts = w.charts
	p.Dataset.Describe(w.data)
	p.Dataset.Remarks = w.remarks
	p.Dataset.Sample = len(w.sources) == 0
	if err := p.Dataset.Locate(file, w.sources...); err != nil {
		return nil, fmt.Errorf("cannot refer to %s from %s: %w", strings.Join(w.sources, ", "), file, err)
	}
	p.Window = w.layout()
	return p, nil
}

// addSpecs lists the comparisons of the project: earlier ones, the one whose
// results are shown, and the one that is set up.
func (w *Workbench) addSpecs(p *project.Project) {
	for _, spec := range w.earlier {
		p.Add(spec)
	}
	if w.ran != nil {
		p.Add(*w.ran)
	}
	p.Add(w.spec)
}

// layout is the window as it is saved.
func (w *Workbench) layout() project.Window {
	out := w.window
	out.Selection = w.query.String()
	out.Metric, out.Tabs = string(w.metric), maps.Clone(w.window.Tabs)
	for pane, title := range w.views {
		if out.Tabs == nil {
			out.Tabs = map[string]string{}
		}
		out.Tabs[string(pane)] = title
	}
	out.Visible = nil
	if len(w.study.Methods) > 0 {
		for _, m := range w.study.Methods {
			if !w.hidden[m] {
				out.Visible = append(out.Visible, m)
			}
		}
	}
	return out
}

// moveRuns copies finished runs from where they were made to the folder of a
// project file. What is there already stays.
func (w *Workbench) moveRuns(file string) error {
	if len(w.study.Runs) == 0 {
		return nil
	}
	to, err := w.around.Store(file)
	if err != nil {
		return err
	}
	return copyRuns(w.jobs, w.store, to)
}

func copyRuns(jobs []experiment.Job, from, to experiment.Store) error {
	for _, j := range jobs {
		if to.Has(j.ID) || !from.Has(j.ID) {
			continue
		}
		run, err := from.Load(j.ID)
		if err != nil {
			return err
		}
		if err := to.Save(j, run); err != nil {
			return err
		}
	}
	return nil
}
