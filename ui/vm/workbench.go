package vm

import (
	"maps"
	"path/filepath"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
	"lacuna/project"
)

// Workbench is the state of one window. It composes the owners, each of which
// keeps its own state and tells its own changes, and passes on between them
// what one must know of another. All methods of all of them must be called on
// the event goroutine.
type Workbench struct {
	Document   *Document   // what is open, and whether it is saved
	Setup      *Setup      // the comparison being set up
	Comparison *Comparison // the one that runs or has run
	Away       *Away       // what runs outside of the window
	Filling    *Filling    // imputation as a task of its own
	Selection  *Selection  // the selected records
	Display    *Display    // how results are shown
	Scene      *Scene      // what the panes show
	Inspector  *Inspector  // what the right side shows of one record
	WhatIf     *WhatIf     // what fitted methods say of it without some of its modalities
	Playing    *Playing    // the sound that is played
	Finder     *Finder     // what is searched for
	Journal    *Journal    // the log

	around    *Surroundings
	observers []func(Change)
	past      history
	hinted    bool // the hint of the first minute was given
}

// New returns a workbench with nothing open.
func New(around *Surroundings) *Workbench {
	w := &Workbench{around: around}
	w.Journal = &Journal{now: around.Now, emit: w.emit}
	p := part{w.around, w.Journal, w.emit, func(step string) { w.past.note(step, w.state()) }}
	w.Document = &Document{part: p, others: w.describe, runs: func() func(string) error { return w.Comparison.keeping() }}
	w.Setup = &Setup{part: p, file: w.Document.File}
	w.Comparison = &Comparison{part: p, curves: newCurves()}
	w.Away = &Away{part: p, file: w.Document.File, plan: w.Setup.whenPlanned, begin: w.showOthers, shown: w.Comparison}
	w.Filling = &Filling{part: p, file: w.Document.File}
	w.Selection, w.Display = &Selection{part: p}, &Display{part: p}
	w.Display.open(nil)
	w.Display.split = func() *dataset.Split { return w.Selection.split }
	w.Display.scores = w.Comparison.Table
	w.Selection.judged = func(method string) (right, wrong []uint64, err error) {
		return metric.Judged(w.Comparison.study, method, w.Document.Data().Records())
	}
	w.Comparison.asked = w.question
	w.Scene = &Scene{comparison: w.Comparison, selection: w.Selection, display: w.Display, stale: w.Stale, kept: map[Pane]keptFigure{}, drawing: map[Pane]bool{}}
	w.WhatIf = &WhatIf{part: p, comparison: w.Comparison, selection: w.Selection, display: w.Display, filling: w.Filling}
	w.Inspector = &Inspector{around: w.around, comparison: w.Comparison, selection: w.Selection, display: w.Display, whatIf: w.WhatIf, hearing: map[heard][]func(Waveform){}, spreads: map[spreadOf]spread{}}
	w.Finder = &Finder{part: p, selection: w.Selection, methods: func() []string { return w.Comparison.study.Methods }}
	w.Inspector.asked.forget()
	w.Playing = &Playing{part: p, in: w.Inspector}
	return w
}

// Observe calls f at every change from now on.
func (w *Workbench) Observe(f func(Change)) { w.observers = append(w.observers, f) }

// emit passes on between the owners what has changed, and tells the observers.
func (w *Workbench) emit(c Change) {
	if w.Document.Data() != nil {
		w.react(c)
	}
	for _, f := range w.observers {
		f(c)
	}
}

func (w *Workbench) react(c Change) {
	if c&(SpecChanged|SelectionChanged|ViewChanged) != 0 {
		w.Document.touch()
	}
	if c&PlanChanged != 0 && !w.Comparison.Running() {
		w.preview()
	}
	if c&StudyChanged != 0 {
		w.Selection.judge()
		w.tip()
	}
	w.WhatIf.react(c)
	if c&(DataChanged|SelectionChanged|RecordChanged) != 0 {
		w.Playing.Stop()
	}
	if c&SelectionChanged != 0 || c&ViewChanged != 0 && !w.Comparison.answers(w.question()) {
		w.Comparison.rescore()
	}
}

// question is what is to be scored for the panes.
func (w *Workbench) question() question {
	q := question{selected: w.Selection.stratumBits(), counted: w.Selection.Bits(), metric: w.Display.Metric(), column: w.Display.View(StrataPane).Group}
	if q.column != "" {
		q.values = w.Document.Data().Groups[q.column]
	}
	return q
}

// preview shows what the comparison that is set up hides, before it runs.
func (w *Workbench) preview() {
	p := w.Setup.plan
	if p == nil || p.err != nil {
		w.Selection.see(nil)
		return
	}
	w.Selection.see(p.jobs)
}

// Show opens a dataset that has been read from paths, none for the sample.
// What was open is replaced, and a running comparison stopped.
func (w *Workbench) Show(d *dataset.Dataset, sources ...string) {
	w.show(d, experiment.Suggested(d), sources)
	w.emit(Everything)
	w.Document.dirty = false
}

func (w *Workbench) show(d *dataset.Dataset, spec experiment.Spec, sources []string) {
	w.Comparison.Stop()
	w.Away.open()
	w.Document.open(d, sources)
	w.Comparison.open(d)
	w.Filling.open(d)
	w.Selection.open(d)
	w.WhatIf.open(d)
	w.Display.open(d)
	w.Scene.forget()
	w.Finder.open(d)
	w.Inspector.asked.forget()
	w.past = history{}
	w.Setup.open(d, spec)
}

// Adopt shows what has been read.
func (w *Workbench) Adopt(l *Loaded) {
	if l.carried != nil {
		w.carry(l)
		return
	}
	if l.Project == nil {
		w.Show(l.Data, l.Sources...)
		return
	}
	spec := experiment.Suggested(l.Data)
	if n := len(l.Project.Specs); n > 0 {
		spec = l.Project.Specs[n-1]
	}
	w.show(l.Data, spec, l.Sources)
	w.Document.adopt(l)
	w.Setup.replace(spec) // mask files are relative to the project
	w.restore(l)
	w.Journal.Note(say.Form("project %s: %s", filepath.Base(l.File), say.Count(len(w.Comparison.study.Runs), "finished run", "finished runs")))
	if l.Changed != nil {
		w.Journal.Note(l.Changed.Error())
	}
	w.emit(Everything)
	w.Document.dirty = l.recovered
	w.emit(NameChanged)
	w.Away.resume()
}

func (w *Workbench) restore(l *Loaded) {
	q, err := query.Parse(l.Project.Window.Selection)
	if err != nil {
		w.Journal.Note(say.Form("the selection of the project, %s: %v", l.Project.Window.Selection, err))
	}
	w.Selection.saved = savedIn(l.Project.Queries)
	w.Selection.shown = keptPart(l.Project.Window)
	defer w.Selection.apply(q) // which may ask about the results
	if f := l.shown; f != nil {
		w.Display.meet(&f.study, w.chosen)
		w.Display.restore(l.Project.Window, &f.study)
		w.Comparison.show(f)
		w.Selection.see(f.jobs)
		return
	}
	w.Comparison.earlier = l.earlier
	w.Display.restore(l.Project.Window, w.Comparison.Study())
}

// describe writes down for a project file what is not the document's own: the
// comparison whose results are shown, the one that is set up, and the layout.
func (w *Workbench) describe(p *project.Project) {
	if w.Comparison.ran != nil {
		p.Add(*w.Comparison.ran)
	}
	p.Add(w.Setup.spec)
	p.Window = w.Display.saved(w.Comparison.Study())
	on := w.Selection.shown
	p.Window.Part, p.Window.Seed, p.Window.Fold = string(on.Part), on.seed, on.fold
	p.Window.Selection, p.Queries = w.Selection.query.String(), savedAs(w.Selection.saved)
}

// Run starts the comparison that is set up; jobs that are finished already are
// taken from the store. What keeps it from running is an error, at once or,
// where it is still being planned, through Surroundings.Fail.
func (w *Workbench) Run() error {
	switch err := w.Setup.Refused(); {
	case err != nil:
		return err
	case w.Comparison.Running():
		return errRunning
	case w.Away.Following():
		return errAway
	}
	lease, err := w.Document.hold()
	if err != nil {
		return err
	}
	run := w.Comparison.begin()
	w.Setup.whenPlanned(func(p *plan) {
		store, err := w.around.Store(w.Document.File())
		if err == nil {
			err = p.err
		}
		if !w.Comparison.is(run) || err != nil {
			w.Document.release(lease)
			w.Comparison.abandon(run, err)
			return
		}
		w.Display.meet(&p.study, w.chosen)
		w.Selection.see(p.jobs)
		w.Comparison.start(run, p, store, func() { w.keep(func() { w.Document.release(lease) }) })
		w.Document.touch()
	})
	return nil
}

// errAway is returned where a comparison is to start while others run one.
var errAway = say.Error("the comparison runs outside of the window; stop it first (Comparison, Run on…)")

// showOthers shows the comparison of a plan whose jobs others run: with what is
// shown of it already, or from the beginning.
func (w *Workbench) showOthers(p *plan, store experiment.Store) error {
	if w.Comparison.Running() {
		return errRunning
	}
	if ran := w.Comparison.ran; ran == nil || !sameSpec(*ran, p.spec) || len(w.Comparison.jobs) != len(p.jobs) {
		w.Comparison.others(p, store)
	}
	w.Display.meet(&p.study, w.chosen)
	w.Selection.see(p.jobs)
	return nil
}

// CanRun says whether the comparison that is set up could be started now.
func (w *Workbench) CanRun() bool {
	return w.Setup.Refused() == nil && !w.Comparison.Running() && !w.Away.Following()
}

// WhyNot says why the comparison that is set up cannot be started; empty where
// it can, where one runs, and where nothing is open.
func (w *Workbench) WhyNot() string {
	err := w.Setup.Refused()
	if err == nil || w.Comparison.Running() || w.Document.Data() == nil {
		return ""
	}
	return InWindow(capital(err.Error()))
}

// chosen says whether a method was set up by name, so that it is no mere
// baseline.
func (w *Workbench) chosen(label string) bool {
	return slices.ContainsFunc(w.Setup.spec.Methods, func(m experiment.Method) bool { return m.Name == label })
}

// keep puts the runs beside the project file, where it was saved or renamed
// while the comparison ran, and then calls done.
func (w *Workbench) keep(done func()) {
	file := w.Document.File()
	if file == "" {
		done()
		return
	}
	copying := w.Comparison.keeping()
	w.Document.onDisk(func() error { return copying(file) }, func(err error) {
		if err != nil {
			w.Journal.Note(say.Form("the runs are kept, but not beside the project: %v", err))
		}
		done()
	})
}

// Stale says, where the comparison that is set up is not the one whose results
// are shown, what differs; else it is empty.
func (w *Workbench) Stale() string {
	if len(w.Comparison.study.Runs) == 0 {
		return ""
	}
	return staleWords(w.Comparison.ran, w.Setup.spec)
}

// Settled says whether everything that was computed is shown, and everything
// that was written is on the disk.
func (w *Workbench) Settled() bool {
	return w.Comparison.Settled() && w.Scene.late.making == nil && w.Scene.tabling == nil && !w.Scene.diagnosing() && len(w.Scene.drawing) == 0 && !w.Setup.Planning() && !w.Document.Writing()
}

// Shown finds a method that is set up among those with results: its label, and
// its position, which gives its colour; -1 where it has none. i is its
// position among the methods set up, -1 for a baseline.
func (w *Workbench) Shown(name string, i int) (label string, at int) {
	ran := w.Comparison.ran
	if ran == nil {
		return name, -1
	}
	study := w.Comparison.study
	for k, m := range experiment.WithBaselines(ran.Methods) {
		same := m.Name == name && (i < 0 || maps.Equal(m.Settings, w.Setup.spec.Methods[i].Settings))
		if same && k < len(study.Methods) {
			return study.Methods[k], w.Display.places[study.Methods[k]]
		}
	}
	return name, -1
}
