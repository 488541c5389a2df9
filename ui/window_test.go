package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/rng"
	"lacuna/ui/vm"
)

// fakePicker answers with paths that were set beforehand.
type fakePicker struct {
	path string
	err  error
}

func (p *fakePicker) OpenFile(_ Request, done func(string, error))   { done(p.path, p.err) }
func (p *fakePicker) OpenFolder(_ Request, done func(string, error)) { done(p.path, p.err) }
func (p *fakePicker) SaveFile(_ Request, done func(string, error))   { done(p.path, p.err) }

// bench is a window of the test driver whose event goroutine is the test's.
type bench struct {
	*frame
	t     *testing.T
	queue chan func()
	pick  *fakePicker
	heard map[string]bool // words that were reported
}

func small(t *testing.T) *dataset.Dataset {
	t.Helper()
	const n = 90
	r := rng.New(1).Rand()
	d := dataset.Dataset{Name: "small", Classes: []string{"ill", "well"}}
	for _, name := range []string{"table", "image"} {
		d.Blocks = append(d.Blocks, dataset.Block{
			Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{"x"}, Source: name + ".csv"},
			Numbers:  dataset.NewMissing(n, 1), Causes: make([]dataset.Cause, n),
		})
	}
	for i := range n {
		d.IDs, d.Labels = append(d.IDs, fmt.Sprintf("r%03d", i)), append(d.Labels, i%2)
		d.Blocks[0].Numbers.Set(i, 0, float64(i%2)+r.NormFloat64()/2)
		if i%3 == 0 {
			d.Blocks[1].Causes[i] = dataset.NoRow
			continue
		}
		d.Blocks[1].Numbers.Set(i, 0, r.NormFloat64())
	}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func newBench(t *testing.T) *bench {
	t.Helper()
	data := small(t)
	memory := experiment.NewMemory()
	b := &bench{t: t, queue: make(chan func(), 1000), pick: &fakePicker{}, heard: map[string]bool{}}
	o := Options{Theme: "light", Around: vm.Surroundings{
		Do: func(f func()) { b.queue <- f }, Now: func() time.Time { return time.Unix(0, 0) }, Workers: 1,
		After:  func(_ time.Duration, f func()) { f() },
		Open:   func(context.Context, []string, dataset.Import) (*dataset.Dataset, error) { return data, nil },
		Sample: func(context.Context) (*dataset.Dataset, error) { return data, nil },
		Store:  func(string) (experiment.Store, error) { return memory, nil },
	}}
	b.frame = newFrame(context.Background(), test.NewTempApp(t), b.pick, o)
	b.win.Resize(fyne.NewSize(1280, 800))
	b.win.Show()
	return b
}

// wait runs what comes to the event goroutine until cond holds.
func (b *bench) wait(what string, cond func() bool) {
	b.t.Helper()
	late := time.After(60 * time.Second)
	for !cond() {
		select {
		case f := <-b.queue:
			f()
		case <-late:
			b.t.Fatal("waited in vain for: " + what)
		}
	}
}

// tap presses a region of a pane where a pointer would.
func (b *bench) tap(p *pane, kind drawing.RegionKind, key string) {
	b.t.Helper()
	b.win.Canvas().Capture() // draws, which is when regions are known
	i := slices.IndexFunc(p.view.regions, func(r drawing.Region) bool { return r.Kind == kind && r.Key == key })
	if i < 0 {
		b.t.Fatalf("pane %s has no %s %s", p.name, kind, key)
	}
	r := p.view.regions[i].Rect
	p.view.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(r.Left+r.Right)/2, float32(r.Top+r.Bottom)/2)})
}

// TestFirstMinute is rule 45: the sample, Compare, a stratified chart.
func TestFirstMinute(t *testing.T) {
	b := newBench(t)
	if !b.start.root.Visible() || b.panes[0].figure != nil {
		t.Fatal("an empty window shows no start card")
	}
	test.Tap(b.toolbar.sample)
	b.wait("the sample", func() bool { return b.panes[0].figure != nil })
	if b.start.root.Visible() || b.panes[1].figure == nil || b.panes[3].figure != nil {
		t.Error("with the sample open A and B are filled and D is not")
	}
	for len(b.frame.bench.Setup.Spec().Methods) > 1 {
		b.frame.bench.Setup.RemoveMethod(1)
	}
	b.frame.bench.Setup.SetSeeds(1)
	test.Tap(b.toolbar.run)
	if b.toolbar.stop.Disabled() || !b.toolbar.run.Disabled() {
		t.Error("a running comparison cannot be stopped, or can be started twice")
	}
	b.wait("the comparison", b.frame.bench.Settled)
	if b.panes[3].figure == nil || b.panes[3].finding.Text == "" {
		t.Fatal("D shows nothing after the comparison")
	}
	b.win.Canvas().Capture()
	marks := slices.ContainsFunc(b.panes[3].view.regions, func(r drawing.Region) bool { return r.Kind == drawing.MethodMark && r.Sub == "all" })
	if !marks {
		t.Error("D has no dot for all records")
	}
}

func TestPanesAreLinked(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.tap(b.panes[1], drawing.PatternRow, "10")
	if got := len(b.frame.bench.Selection.Selected()); got != 30 {
		t.Fatalf("%d records are selected, want 30", got)
	}
	if b.status.words.Text != b.frame.bench.Selection.Words() {
		t.Errorf("the status bar says %q", b.status.words.Text)
	}
	if b.inspector.record.position.Text != "1 of 30 selected" {
		t.Errorf("the record tab says %q", b.inspector.record.position.Text)
	}
	b.typedKey(&fyne.KeyEvent{Name: "n"})
	if b.inspector.record.position.Text != "2 of 30 selected" {
		t.Errorf("N leads to %q", b.inspector.record.position.Text)
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !b.frame.bench.Selection.Query().Empty() {
		t.Error("Escape does not clear the selection")
	}
}

func TestKeysMoveOverRows(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.win.Canvas().Capture()
	view := b.panes[1].view
	view.FocusGained()
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn} {
		view.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if got := b.frame.bench.Selection.Query().String(); got != `pattern = table` {
		t.Errorf("the second row selects %s", got)
	}
}

func TestF6GoesFromPaneToPane(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	for _, want := range []int{0, 1, 0} {
		b.typedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
		if !b.panes[want].view.focused || !b.panes[want].view.edge.Visible() {
			t.Errorf("pane %s has no keys", b.panes[want].name)
		}
	}
}

func TestTableAndTextShowTheSame(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	p := b.panes[1]
	p.modes.choose(asTable)
	if len(p.table.grid.Rows) != 2 || !p.body.Objects[asTable].Visible() || p.view.Visible() {
		t.Errorf("the table has %d rows, want one per pattern", len(p.table.grid.Rows))
	}
	p.modes.choose(asText)
	if p.text.Text == "" || p.body.Objects[asTable].Visible() {
		t.Error("no text")
	}
}

func TestMaximise(t *testing.T) {
	b := newBench(t)
	b.toggleMaximised(b.panes[3])
	if b.frame.bench.Display.Layout().Maximised != "strata" || len(b.middle.Objects) != 1 {
		t.Error("pane D is not maximised")
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.frame.bench.Display.Layout().Maximised != "" || len(b.middle.Objects) != 2 {
		t.Error("Escape does not bring the panes back")
	}
}

func TestExportAsksBeforeReplacing(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	folder := t.TempDir()
	b.pick.path = filepath.Join(folder, "patterns")
	b.exportPane(b.panes[1])
	picture := filepath.Join(folder, "patterns.png")
	b.wait("the picture", func() bool { return strings.HasPrefix(b.status.hinted, "Exported") })
	first, err := os.Stat(picture)
	if err != nil || first.Size() == 0 {
		t.Fatalf("no picture: %v", err)
	}
	if b.win.Canvas().Overlays().Top() != nil {
		t.Error("a first export asks something")
	}
	b.exportPane(b.panes[1])
	if b.win.Canvas().Overlays().Top() == nil {
		t.Error("a second export replaces the file without asking")
	}
}

func TestErrorsAreSaid(t *testing.T) {
	b := newBench(t)
	b.pick.err = ErrCancelled
	b.openFile()
	if b.win.Canvas().Overlays().Top() != nil {
		t.Error("cancelling is an error")
	}
	b.pick.err = errors.New("the disk is on fire")
	b.openFile()
	if b.win.Canvas().Overlays().Top() == nil {
		t.Error("an error is not shown")
	}
	b.tapsBehindDialog()
}

func TestDroppedDataArePreviewed(t *testing.T) {
	b := newBench(t)
	b.dropped([]fyne.URI{storage.NewFileURI("/data/small")})
	b.wait("the preview", func() bool { return !b.reading })
	if b.win.Canvas().Overlays().Top() == nil || b.frame.bench.Document.Data() != nil {
		t.Error("dropped data are not previewed before they are opened")
	}
	open := len(b.modals)
	b.dropped([]fyne.URI{storage.NewFileURI("/data/other")})
	if b.reading || len(b.modals) != open || !strings.Contains(b.status.hinted, "Close what is open") {
		t.Errorf("dropped behind a dialog: %d dialogs, %q", len(b.modals), b.status.hinted)
	}
}

// tapsBehindDialog checks that keys mean nothing behind a dialog.
func (b *bench) tapsBehindDialog() {
	b.t.Helper()
	b.toggleMaximised(b.panes[0])
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.maximised == nil {
		b.t.Error("Escape works behind a dialog")
	}
}

func TestFallbackAsksInTheWindow(t *testing.T) {
	second := &fakePicker{path: "here"}
	pick := Fallback{&fakePicker{err: ErrUnavailable}, second}
	for _, ask := range []func(Request, func(string, error)){pick.OpenFile, pick.OpenFolder, pick.SaveFile} {
		ask(Request{}, func(path string, err error) {
			if path != "here" || err != nil {
				t.Errorf("%q, %v", path, err)
			}
		})
	}
	Fallback{&fakePicker{err: ErrBusy}, second}.OpenFile(Request{}, func(_ string, err error) {
		if !errors.Is(err, ErrBusy) {
			t.Errorf("a busy dialog is replaced: %v", err)
		}
	})
}

func TestFormsRefuseInline(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	tab := b.inspector.compare
	tab.toggle(1) // knn+mlp
	form, ok := tab.methods.Objects[2].(*openForm)
	if !ok {
		t.Fatalf("no form, but %T", tab.methods.Objects[2])
	}
	entry, help := firstEntry(form.content)
	entry.SetText("-3")
	if help.Importance != widget.DangerImportance {
		t.Errorf("a negative k says %q", help.Text)
	}
	entry.SetText("9")
	if help.Importance == widget.DangerImportance || b.frame.bench.Setup.Spec().Methods[1].Settings["knn.k"] != "9" {
		t.Errorf("k = 9 says %q, settings %v", help.Text, b.frame.bench.Setup.Spec().Methods[1].Settings)
	}
	if tab.methods.Objects[2] != fyne.CanvasObject(form) {
		t.Error("the form is made anew while one types in it")
	}
}

// firstEntry finds the first field of a form and the words under it.
func firstEntry(o fyne.CanvasObject) (*field, *quotable) {
	var entry *field
	var help *quotable
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child)
			}
		case *field:
			if entry == nil {
				entry = x
			}
		case *quotable:
			if entry != nil && help == nil {
				help = x
			}
		}
	}
	walk(o)
	return entry, help
}

func TestRecentProjectsAreRemembered(t *testing.T) {
	b := newBench(t)
	if !b.recents.Disabled {
		t.Error("a first window remembers something")
	}
	for _, name := range []string{"one", "two", "one", "3", "4", "5", "6"} {
		b.adopt(&vm.Loaded{Data: small(t), Sources: []string{"/data/" + name}})
	}
	b.adopt(&vm.Loaded{Data: small(t)}) // the sample is not remembered
	var got []string
	for _, i := range b.recents.ChildMenu.Items {
		got = append(got, i.Label)
	}
	want := []string{"6 in data", "5 in data", "4 in data", "3 in data", "one in data"}
	if b.recents.Disabled || !slices.Equal(got, want) {
		t.Errorf("recent: %q, not %q", got, want)
	}
	b.recents.ChildMenu.Items[4].Action()
	b.wait("the preview", func() bool { return !b.reading })
	if got := len(b.recentButtons().(*fyne.Container).Objects); got != recentKept {
		t.Errorf("%d buttons", got)
	}
}
