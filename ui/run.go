package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// Options say what the window shows first.
type Options struct {
	Path    string         // dataset or project; "" for the start card
	Import  dataset.Import // how the dataset is read
	Sample  bool           // the embedded sample
	Compare bool           // start the suggested comparison at once
	Size    fyne.Size      // zero for the default
	Theme   string         // one of Themes; "" for the one chosen last, else the system's
	// Language is one of Languages; "" for the one chosen last, else the system's.
	Language string
	Select   string // pattern to select: "image+audio"
	Events   string // file for events as JSON lines, for tests; "" for none
	Around   vm.Surroundings
}

// defaultSize is the size of a first window.
var defaultSize = fyne.NewSize(1280, 800)

// Run shows the workbench until it is closed or ctx ends.
func Run(ctx context.Context, a fyne.App, pick Picker, o Options) error {
	events, err := openEvents(o.Events)
	if err != nil {
		return err
	}
	defer events.close()
	if err := speak(a, o.Language); err != nil {
		return err
	}
	f := newFrame(ctx, a, pick, o)
	f.events = events
	defer context.AfterFunc(ctx, func() { o.Around.Do(f.quit) })()
	size := defaultSize
	if o.Size.Width > 0 {
		size = o.Size
	}
	f.win.Resize(size)
	f.win.SetMaster()
	a.Lifecycle().SetOnStarted(func() { f.begin(o) })
	f.win.ShowAndRun()
	return nil
}

// begin opens what was asked for.
func (f *frame) begin(o Options) {
	f.events.layout(f)
	switch {
	case o.Sample:
		f.openSample()
	case o.Path != "":
		f.openFirst(o.Path, o.Import)
	}
	if o.Sample || o.Path != "" {
		f.whenOpen(o)
		return
	}
	f.sayWhenIdle()
}

// openFirst opens a path that was given on the command line: that is the
// decision already, so there is no preview where the data can be read and look
// like records.
func (f *frame) openFirst(path string, imp dataset.Import) {
	f.read(func(ctx context.Context) (*vm.Loaded, error) { return f.around.Read(ctx, imp, path) }, func(d *vm.Loaded) {
		if d.Doubtful() {
			f.preview(vm.NewOpening(f.around, []string{path}, imp, d.Data, nil), f.adopt)
			return
		}
		f.adoptProject(d)
	},
		func(err error) { f.correct(err, imp, []string{path}, f.adopt) })
}

// whenOpen starts what else was asked for once there are data.
func (f *frame) whenOpen(o Options) {
	started := false
	f.bench.Observe(func(vm.Change) {
		if started || f.bench.Document.Data() == nil {
			return
		}
		started = true
		f.around.Do(func() {
			if o.Compare {
				f.run()
			}
			f.selectFirst(o.Select)
			f.sayWhenIdle()
		})
	})
}

// selectFirst selects a pattern by its label.
func (f *frame) selectFirst(label string) {
	if label == "" {
		return
	}
	names := f.bench.Document.Data().Names()
	for _, g := range f.bench.Selection.Presence().Patterns() {
		if g.Pattern.Label(names) == label {
			f.bench.Selection.SelectPattern(g.Pattern)
			return
		}
	}
	f.fail(&dataset.UserError{What: say.Form("no record has the pattern %s", label), Try: say.Text("Write the modalities that are present, joined by +")})
}

// settleTime is how long nothing must be under way before the window counts as
// idle: a few frames.
const settleTime = 500 * time.Millisecond

// sayWhenIdle notes in the event log when all that was asked for at the start
// is done and drawn, so that a script can picture the window.
func (f *frame) sayWhenIdle() {
	if f.events == nil {
		return
	}
	f.around.After(settleTime, func() {
		f.around.Do(func() {
			if !f.bench.Settled() || f.reading {
				f.sayWhenIdle()
				return
			}
			f.events.layout(f)
			f.events.write("idle", map[string]any{})
		})
	})
}
