package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// frame is the window: toolbar, four panes, inspector, status bar.
type frame struct {
	ctx    context.Context
	app    fyne.App
	win    fyne.Window
	bench  *vm.Workbench
	around *vm.Surroundings
	pick   Picker
	look   *workTheme

	panes     []*pane
	toolbar   *toolbar
	status    *statusBar
	inspector *inspector
	start     *startCard
	find      *findBar
	tour      *tour
	parts     *fyne.MenuItem // in the menu: the part of the split that is shown
	divided   string         // what its items say of repetitions and folds
	selecting *fyne.MenuItem // in the menu: selections with a name
	menu      *fyne.MainMenu
	recents   *fyne.MenuItem
	events    *eventLog

	arranged   *arranging
	outer      *container.Split
	body       *fyne.Container // the panes and the inspector
	middle     *fyne.Container // the panes, or one of them
	maximised  *pane
	side       string // what was asked for of the inspector
	theme      string
	letters    letters      // in words that were shown
	reading    bool         // a dataset is being read
	previewing *previewPage // what may be opened; nil for nothing
	designing  *designer    // the mask that is being made; nil for none
	outside    *runOnPage   // where the comparison may be run; nil for nothing
	telling    *telling     // what the window has for what stands in it
	modals     []*modal     // dialogs that are open, the topmost last
	flips      []*flip      // of the modalities in sight that something stands in for
}

// newFrame makes the window without showing it.
func newFrame(ctx context.Context, a fyne.App, pick Picker, o Options) *frame {
	if o.Theme == "" {
		o.Theme = a.Preferences().String(themeKey)
	}
	f := &frame{ctx: ctx, app: a, around: &o.Around, look: newTheme(o.Theme), theme: o.Theme}
	f.around.Fail = f.fail
	f.bench = vm.New(f.around)
	f.recents = fyne.NewMenuItem(say.Text("Open recent"), nil)
	f.parts = fyne.NewMenuItem(say.Text("Records shown"), nil)
	f.selecting = fyne.NewMenuItem(say.Text("With a name"), nil)
	a.Settings().SetTheme(f.look)
	f.win = a.NewWindow(say.Text("Lacuna"))
	f.pick = Fallback{pick, inAppPicker{f}}
	f.status = newStatusBar(f)
	f.find = newFindBar(f)
	for _, make := range paneMakers {
		f.panes = append(f.panes, make(f))
	}
	patterns, strata := f.paneOf(vm.PatternsPane), f.paneOf(vm.StrataPane) // whose rows are the same
	patterns.view.beside, strata.view.beside = strata.view, patterns.view
	f.inspector = newInspector(f)
	f.toolbar = newToolbar(f)
	f.start = newStartCard(f)
	f.tour = newTour(f)
	f.win.SetContent(f.layout())
	f.win.SetPadded(false)
	f.menu = f.mainMenu()
	f.win.SetMainMenu(f.menu)
	f.listen()
	f.holdKeys()
	f.bench.Observe(f.changed)
	f.changed(vm.Everything)
	return f
}

func (f *frame) layout() fyne.CanvasObject {
	f.arranged = newArranging(f)
	f.middle = container.New(f.arranged)
	f.fill()
	f.outer = container.NewHSplit(f.middle, f.inspector.root)
	f.outer.SetOffset(0.73)
	f.body = container.New(&collapsing{f}, f.outer)
	all := container.NewBorder(f.toolbar.root, container.NewVBox(f.find.root, f.status.root), nil, nil, f.body)
	f.telling = &telling{all: layout.NewStackLayout(), hint: f.hint, context: f.bench.InContext, copy: f.copy}
	return container.New(f.telling, all, f.tour.root)
}

// hint says words of what the pointer is on: in the status line, or in the dialog
// that lies over it.
func (f *frame) hint(words string, at fyne.Position) {
	if n := len(f.modals); n > 0 {
		f.modals[n-1].tip.say(words, at)
		return
	}
	f.status.hint(words)
}

// changed shows what the workbench has changed.
func (f *frame) changed(c vm.Change) {
	for _, p := range f.panes {
		if c&shows(p.name) != 0 || c&vm.ProgressChanged != 0 && p.figure == nil {
			p.update()
		}
	}
	if c&(vm.DataChanged|vm.SelectionChanged|vm.RecordChanged|vm.SpecChanged|vm.ViewChanged) != 0 {
		f.status.yield()
	}
	f.status.update()
	if c == vm.SweepChanged { // many times a second
		return
	}
	f.inspector.update(c)
	for _, m := range f.modals {
		if c&vm.SoundChanged != 0 && m.heard != nil {
			m.heard()
		}
	}
	f.find.update()
	f.toolbar.update()
	f.tour.follow()
	if f.outside != nil {
		f.outside.update()
	}
	if c&(vm.DataChanged|vm.NameChanged) != 0 {
		f.showSelections()
	}
	if c&vm.MaskChanged != 0 {
		f.showParts()
	}
	if c&vm.DataChanged != 0 {
		f.start.show(f.bench.Document.Data() == nil)
		if d := f.bench.Document.Data(); d != nil {
			f.lend(wordsOf(d))
		}
	}
	if c&(vm.DataChanged|vm.LayoutChanged) != 0 {
		f.restoreLayout()
		f.restoreTheme(c&vm.DataChanged != 0)
	}
	if c&(vm.DataChanged|vm.NameChanged|vm.SelectionChanged) != 0 {
		f.win.SetTitle(f.bench.Document.Title())
		f.lendTo(f.bench.Document.Title(), f.bench.Selection.Words())
	}
	f.events.record(f, c)
}

// toggleMaximised gives the middle to one pane, or back to all.
func (f *frame) toggleMaximised(p *pane) {
	if f.maximised == p {
		p = nil
	}
	f.maximise(p)
	f.keepLayout()
}

// maximise gives the middle to one pane, or with nil to all.
func (f *frame) maximise(p *pane) {
	f.maximised = p
	f.fill()
	f.middle.Refresh()
}

// fill puts into the middle what stands there now.
func (f *frame) fill() {
	f.middle.Objects = []fyne.CanvasObject{f.arranged.content, f.start.root}
	if f.maximised != nil {
		f.maximised.root.Show()
		f.middle.Objects = []fyne.CanvasObject{f.maximised.root}
		return
	}
	f.arranged.stand(f.arranged.now)
}

// splitters are the movable edges by the names they have in project files.
func (f *frame) splitters() map[string]*container.Split {
	a := f.arranged
	return map[string]*container.Split{"left": a.left, "right": a.right, "columns": a.columns, "pair": a.pair, "inspector": f.outer}
}

// keepLayout notes the layout, for the project file and to take it back.
func (f *frame) keepLayout() {
	w := f.bench.Display.Layout()
	w.Splitters, w.Tabs, w.Theme, w.Maximised = map[string]float64{}, map[string]string{"inspector": f.inspector.open()}, f.theme, ""
	if f.side != "" {
		w.Tabs["side"] = f.side
	}
	for name, s := range f.splitters() {
		w.Splitters[name] = s.Offset
	}
	for _, s := range f.arranged.shelves() {
		w.Tabs[s.name] = string(s.panes[s.strip.at].name)
	}
	if f.maximised != nil {
		w.Maximised = string(f.maximised.name)
	}
	f.bench.Display.SetLayout(w)
}

// restoreLayout brings back the layout of an opened project.
func (f *frame) restoreLayout() {
	w := f.bench.Display.Layout()
	for name, s := range f.splitters() {
		if offset, ok := w.Splitters[name]; ok && offset > 0 && offset < 1 {
			s.SetOffset(offset)
		}
	}
	if tab, ok := w.Tabs["inspector"]; ok {
		f.inspector.choose(tab)
	}
	for _, s := range f.arranged.shelves() {
		s.bring(w.Tabs[s.name])
	}
	if f.maximised == nil {
		f.arranged.stand(f.arranged.now)
	}
	if side := w.Tabs["side"]; side != f.side {
		f.side = side
		f.body.Refresh()
	}
	var big *pane
	for _, p := range f.panes {
		if string(p.name) == w.Maximised {
			big = p
		}
	}
	if f.maximised != big {
		f.maximise(big)
	}
}

// restoreTheme brings back the look of an opened project. High contrast stays:
// who needs it needs it for the projects of others, too.
func (f *frame) restoreTheme(opened bool) {
	if name := f.bench.Display.Layout().Theme; name != "" && name != f.theme && !(opened && f.look.high) {
		f.applyTheme(name)
	}
}
