package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/dataset"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

func (f *frame) openFile() {
	r := Request{Title: say.Text("Open a dataset or a project"), Folder: f.folder()}
	f.ask(r, func(done func(string, error)) { f.pick.OpenFile(r, done) }, f.openPath)
}

func (f *frame) openFolder() {
	r := Request{Title: say.Text("Open a folder with a dataset"), Folder: f.folder()}
	f.ask(r, func(done func(string, error)) { f.pick.OpenFolder(r, done) }, f.openPath)
}

// openTyped opens what a typed path leads to: GTK's dialog for folders takes none
// that it does not list.
func (f *frame) openTyped() {
	inAppPicker{f}.OpenFile(Request{Title: say.Text("Open a file or a folder by its path")}, func(path string, err error) {
		if err == nil {
			f.openPath(path)
		}
	})
}

// ask shows a veil while the system's dialog is open, which is not modal by
// itself, and passes a chosen path on. The dialog can lie behind the window: the
// veil says so, and can be lifted, after which what the dialog answers is not used.
func (f *frame) ask(r Request, show func(done func(string, error)), use func(path string)) {
	var veil *widget.PopUp
	given := false
	words := container.NewVBox(newLabel(say.Form("%s: choose in the dialog that has opened.", r.Title)),
		quiet(say.Text("It may lie behind this window: the task bar or Alt+Tab brings it up.")))
	veil = widget.NewModalPopUp(container.NewVBox(words, container.NewCenter(newButton(say.Text("Cancel"), nil, func() {
		given = true
		veil.Hide()
	}))), f.win.Canvas())
	veil.Show()
	show(func(path string, err error) {
		veil.Hide()
		switch {
		case given:
		case err == nil:
			use(path)
		case !errors.Is(err, ErrCancelled):
			f.fail(err)
		}
	})
}

// folder is where dialogs begin: beside the project, or beside what was
// opened last.
func (f *frame) folder() string {
	if file := f.bench.Document.File(); file != "" {
		return filepath.Dir(file)
	}
	if recent := f.recent(); len(recent) > 0 {
		return filepath.Dir(recent[0])
	}
	return ""
}

// dropped opens what was dropped on the window: files that come together are
// one dataset. What is dropped behind a dialog would change the data under it.
func (f *frame) dropped(list []fyne.URI) {
	if len(f.modals) > 0 || f.win.Canvas().Overlays().Top() != nil {
		f.status.tell(say.Text("Close what is open in front first, then drop the file again."))
		return
	}
	var paths []string
	for _, uri := range list {
		paths = append(paths, uri.Path())
	}
	if len(paths) > 0 {
		f.openPaths(paths)
	}
}

func (f *frame) openPath(path string) { f.openPaths([]string{path}) }

// openPaths reads a dataset or project off the event goroutine. A dataset is
// shown in a preview first, also where it could not be read but other decisions
// may help.
func (f *frame) openPaths(paths []string) { f.openFor(paths, f.adoptProject) }

// openFor does so, and passes on what is to be opened.
func (f *frame) openFor(paths []string, use func(*vm.Loaded)) {
	read := func(ctx context.Context) (*vm.Loaded, error) { return f.around.Read(ctx, dataset.Import{}, paths...) }
	f.read(read, func(d *vm.Loaded) {
		if d.Project != nil {
			use(d)
			return
		}
		f.preview(vm.NewOpening(f.around, paths, dataset.Import{}, d.Data, nil), use)
	}, func(err error) { f.correct(err, dataset.Import{}, paths, use) })
}

// correct asks for other decisions about data that could not be read, where
// they may help.
func (f *frame) correct(err error, imp dataset.Import, paths []string, use func(*vm.Loaded)) {
	if slices.ContainsFunc(paths, vm.IsProject) || !vm.Correctable(err) {
		f.fail(err)
		return
	}
	f.preview(vm.NewOpening(f.around, paths, imp, nil, err), use)
}

// adoptProject shows a project. Where an earlier window ended before it could
// save changes, the user says what becomes of them.
func (f *frame) adoptProject(d *vm.Loaded) {
	if !d.Unsaved() {
		f.adopt(d)
		return
	}
	words := say.Form("The last window that had %s open ended before the changes in it were saved. Bring them back?", filepath.Base(d.File))
	discard := func() {
		if err := d.DiscardUnsaved(); err != nil {
			f.fail(err)
		}
		f.adopt(d)
	}
	f.modal(say.Text("There are unsaved changes"), wrapped(words), fyne.NewSize(500, 180), answer{words: say.Text("Cancel")}, answer{say.Text("Discard them"), discard},
		answer{say.Text("Bring them back"), func() {
			f.read(func(ctx context.Context) (*vm.Loaded, error) { return f.around.Recover(ctx, d) }, f.adopt, f.fail)
		}})
}

func wrapped(words string) *quotable {
	l := newLabel(words)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func (f *frame) openSample() {
	f.read(func(ctx context.Context) (*vm.Loaded, error) {
		d, err := f.around.Sample(ctx)
		return &vm.Loaded{Data: d}, err
	}, f.adopt, f.fail)
}

// read reads while it shows that it does, and passes on what was read, or why
// not. A reading that was cancelled has neither.
func (f *frame) read(read func(context.Context) (*vm.Loaded, error), use func(*vm.Loaded), fail func(error)) {
	ctx, cancel := context.WithCancel(f.ctx)
	wait := widget.NewProgressBarInfinite()
	pop := newPage(f, say.Text("Reading…"), wait, cancel, nil)
	pop.dialog.SetButtons([]fyne.CanvasObject{newButton(say.Text("Cancel"), nil, cancel)})
	pop.show(fyne.NewSize(320, 130))
	f.reading = true
	go func() {
		d, err := read(ctx)
		f.around.Do(func() {
			f.reading = false
			pop.close()
			wait.Stop()
			gone := ctx.Err() != nil
			cancel()
			switch {
			case gone:
			case err != nil:
				fail(err)
			default:
				use(d)
			}
		})
	}()
}

// adopt shows what was read, after a question where something else would be
// left unfinished or unsaved.
func (f *frame) adopt(d *vm.Loaded) { f.leaving(opening(), func() { f.show(d) }) }

func (f *frame) show(d *vm.Loaded) {
	f.bench.Adopt(d)
	f.remember(d)
	if d.Changed != nil {
		f.fail(d.Changed)
	}
}

// fail says an error in words: what, why, and what to try.
func (f *frame) fail(err error) {
	title, words := vm.Failure(err)
	f.bench.Journal.Note(err.Error())
	f.modal(title, container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), container.NewVScroll(newProse(words))), fyne.NewSize(560, 240), answer{words: say.Text("Close")})
}
