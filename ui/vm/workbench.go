package vm

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"lacuna/charts"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/project"
)

// Change says what an observer must show anew. Several may come at once.
type Change uint

// The changes.
const (
	DataChanged      Change = 1 << iota // another dataset: everything
	SelectionChanged                    // the selected records
	SpecChanged                         // the comparison being set up
	StudyChanged                        // results, visible methods or metric
	CurvesChanged                       // learning curves of running jobs
	ProgressChanged                     // what runs, how far
	LogChanged                          // a line in the log
	DataNamed                           // the project has another name
	MaskChanged                         // what the comparison hides, and its split
)

// Everything is all changes at once.
const Everything = DataChanged | SelectionChanged | SpecChanged | StudyChanged | CurvesChanged | ProgressChanged | LogChanged | DataNamed | MaskChanged

// Surroundings is what the workbench needs from the program around it.
type Surroundings struct {
	// Do runs f on the event goroutine; it may be called from any other one.
	Do func(f func())
	// Now is the clock: for elapsed time and the log.
	Now func() time.Time
	// After calls f on some goroutine when d has passed; nil calls it at once.
	After func(d time.Duration, f func())
	// Workers is how many jobs may compute at once.
	Workers int
	// Open reads a dataset in one or several paths; what imp leaves open is
	// recognised. Sample reads the embedded one.
	Open   func(ctx context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error)
	Sample func(ctx context.Context) (*dataset.Dataset, error)
	// Masks reads a mask file for a dataset.
	Masks func(path string, d *dataset.Dataset) (*dataset.Mask, error)
	// Store returns where the runs of a comparison are kept: beside its
	// project file, or, with an empty name, where unsaved ones live.
	Store func(file string) (experiment.Store, error)
	// Lock keeps other programs from running the comparisons of a project
	// file, until free is called; nil locks nothing.
	Lock func(file string) (free func() error, err error)
}

func (s Surroundings) after(d time.Duration, f func()) {
	if s.After == nil {
		f()
		return
	}
	s.After(d, f)
}

// Workbench is the state of one window. All methods must be called on the
// event goroutine.
type Workbench struct {
	around    Surroundings
	observers []func(Change)

	data       *dataset.Dataset
	sources    []string        // paths of the dataset; none for the sample
	remarks    project.Remarks // from reading the dataset
	file       string          // project file; "" while unsaved
	dirty      bool            // something is not saved
	autosaving bool            // an autosave is under way
	lease      *lease          // of the project file, while a comparison works
	window     project.Window

	spec     experiment.Spec
	earlier  []experiment.Spec // comparisons of the project before this one
	charts   []project.Chart   // of the project; kept as they are
	jobs     []experiment.Job  // of the comparison that is shown
	store    experiment.Store  // where its runs are
	ran      *experiment.Spec  // what it was set up as
	study    result.Study
	table    metric.Table
	verdict  string // of the finished comparison, in plain words
	tabling  tabling
	metric   charts.Metric
	views    map[Pane]string // titles of what panes show, where not the default
	figures  map[Pane]keptFigure
	mask     *dataset.Mask  // of the first repetition
	split    *dataset.Split // likewise
	presence *dataset.Presence
	hidden   map[string]bool

	query    Query
	selected []int
	at       int // position within selected that the record lens shows
	undo     []Query

	running  *running
	curves   *curves
	curvesAt time.Time // when they were last drawn
	log      []LogLine
}

// New returns a workbench with nothing open.
func New(around Surroundings) *Workbench {
	return &Workbench{around: around, hidden: map[string]bool{}, curves: newCurves(), figures: map[Pane]keptFigure{}, views: map[Pane]string{}}
}

// Observe calls f at every change from now on.
func (w *Workbench) Observe(f func(Change)) { w.observers = append(w.observers, f) }

func (w *Workbench) changed(c Change) {
	for _, f := range w.observers {
		f(c)
	}
}

// Data returns the open dataset, or nil.
func (w *Workbench) Data() *dataset.Dataset { return w.data }

// Remarks returns what reading the dataset found odd.
func (w *Workbench) Remarks() project.Remarks { return w.remarks }

// File returns the project file, or "".
func (w *Workbench) File() string { return w.file }

// Dirty says whether something would be lost by closing without saving.
func (w *Workbench) Dirty() bool { return w.dirty }

// Study returns the finished runs so far.
func (w *Workbench) Study() *result.Study { return &w.study }

// Table returns their scores by stratum.
func (w *Workbench) Table() *metric.Table { return &w.table }

// Verdict says in plain words what the finished comparison shows; empty while
// it runs and before.
func (w *Workbench) Verdict() string { return w.verdict }

// Mask returns what the comparison hides, or nil.
func (w *Workbench) Mask() *dataset.Mask { return w.mask }

// Split returns the split of the first repetition, or nil before a comparison.
func (w *Workbench) Split() *dataset.Split { return w.split }

// Presence returns what is there as the comparison sees it: natural absence
// and the mask of the first repetition.
func (w *Workbench) Presence() *dataset.Presence { return w.presence }

// Title names what is open, for the window's title bar.
func (w *Workbench) Title() string {
	switch {
	case w.data == nil:
		return "Lacuna"
	case w.file == "":
		return w.data.Name + " – Lacuna"
	}
	name := strings.TrimSuffix(filepath.Base(w.file), project.Extension)
	if w.dirty {
		name += " (changed)"
	}
	return name + " – Lacuna"
}

// notedRemarks is how many remarks from reading the log takes.
const notedRemarks = 5

// Show opens a dataset that has been read from paths, none for the sample. What was open is replaced, and a running comparison stopped; what was
// not saved of a project is kept beside its file.
func (w *Workbench) Show(d *dataset.Dataset, sources ...string) {
	w.Stop()
	w.autosave()
	w.data, w.sources, w.file, w.dirty = d, sources, "", false
	w.remarks = project.NewRemarks(d.Problems)
	w.window = project.Window{}
	w.spec, w.earlier, w.charts = experiment.Suggested(d), nil, nil
	w.metric, w.at, w.views = "", 0, map[Pane]string{}
	w.query, w.selected, w.undo = Query{}, nil, nil
	w.hidden = map[string]bool{}
	w.clearResults()
	w.note("opened %s: %d records, %d modalities", d.Name, d.Records(), len(d.Blocks))
	for _, p := range w.remarks.List[:min(len(w.remarks.List), notedRemarks)] {
		w.note("%s", p)
	}
	w.changed(Everything)
}

func (w *Workbench) clearResults() {
	w.study, w.table = result.Study{}, metric.Table{}
	w.jobs, w.store, w.ran = nil, nil, nil
	w.tabling.version++
	w.verdict = ""
	w.mask, w.split = nil, nil
	w.presence = w.data.Presence
	w.curves = newCurves()
}

// see makes what a comparison hides, and how it divides the records, the way
// the data are shown.
func (w *Workbench) see(j experiment.Job) {
	w.mask, w.split = j.Mask, &j.Split
	w.presence = j.Mask.Apply(w.data.Presence)
	w.selected = w.query.Records(w.data, w.presence)
}

// errNoData is returned by what needs a dataset.
var errNoData = errors.New("open a dataset first")

// Hidden says which methods are switched off.
func (w *Workbench) Hidden() map[string]bool { return w.hidden }

// ShowMethod switches a method on or off in all panes.
func (w *Workbench) ShowMethod(label string, visible bool) {
	if w.hidden[label] == !visible {
		return
	}
	if visible {
		delete(w.hidden, label)
	} else {
		w.hidden[label] = true
	}
	w.touch()
	w.changed(StudyChanged | CurvesChanged)
}
