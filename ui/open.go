package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/ui/vm"
)

func (f *frame) openFile() {
	r := Request{Title: "Open a dataset or a project"}
	f.ask(func(done func(string, error)) { f.pick.OpenFile(r, done) }, f.openPath)
}

func (f *frame) openFolder() {
	r := Request{Title: "Open a folder with a dataset"}
	f.ask(func(done func(string, error)) { f.pick.OpenFolder(r, done) }, f.openPath)
}

// ask shows a veil while the system's dialog is open, which is not modal by
// itself, and passes a chosen path on.
func (f *frame) ask(show func(done func(string, error)), use func(path string)) {
	veil := widget.NewModalPopUp(widget.NewLabel("Choose in the dialog that has opened."), f.win.Canvas())
	veil.Show()
	show(func(path string, err error) {
		veil.Hide()
		switch {
		case err == nil:
			use(path)
		case !errors.Is(err, ErrCancelled):
			f.fail(err)
		}
	})
}

func (f *frame) dropped(list []fyne.URI) {
	if len(list) > 0 {
		f.openPath(list[0].Path())
	}
}

// openPath reads a dataset or project off the event goroutine. A dataset is
// shown in a preview first.
func (f *frame) openPath(path string) {
	f.read(func(ctx context.Context) (*vm.Document, error) { return f.around.Read(ctx, path) }, func(d *vm.Document) {
		if d.Project != nil {
			f.adoptProject(d)
			return
		}
		f.preview(d)
	})
}

// adoptProject shows a project. Where an earlier window ended before it could
// save changes, the user says what becomes of them.
func (f *frame) adoptProject(d *vm.Document) {
	if !d.Unsaved() {
		f.adopt(d)
		return
	}
	words := "The last window that had it open ended before its changes were saved. Bring them back?"
	q := dialog.NewCustomConfirm("There are unsaved changes", "Bring them back", "Discard them", wrapped(words), func(yes bool) {
		if yes {
			f.read(func(ctx context.Context) (*vm.Document, error) { return f.around.Recover(ctx, d) }, f.adopt)
			return
		}
		if err := d.DiscardUnsaved(); err != nil {
			f.fail(err)
		}
		f.adopt(d)
	}, f.win)
	q.Resize(fyne.NewSize(460, 180))
	q.Show()
}

func wrapped(words string) *widget.Label {
	l := widget.NewLabel(words)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func (f *frame) openSample() {
	f.read(func(ctx context.Context) (*vm.Document, error) {
		d, err := f.around.Sample(ctx)
		return &vm.Document{Data: d}, err
	}, f.adopt)
}

func (f *frame) read(read func(context.Context) (*vm.Document, error), use func(*vm.Document)) {
	ctx, cancel := context.WithCancel(f.ctx)
	stop := widget.NewButton("Cancel", cancel)
	wait := widget.NewProgressBarInfinite()
	pop := widget.NewModalPopUp(container.NewVBox(widget.NewLabel("Reading…"), wait, stop), f.win.Canvas())
	pop.Show()
	f.reading = true
	go func() {
		d, err := read(ctx)
		f.around.Do(func() {
			f.reading = false
			pop.Hide()
			wait.Stop()
			gone := ctx.Err() != nil
			cancel()
			switch {
			case gone:
			case err != nil:
				f.fail(err)
			default:
				use(d)
			}
		})
	}()
}

// adopt shows a document; results that are nowhere else are never lost, since
// runs are kept by the hash of their jobs.
func (f *frame) adopt(d *vm.Document) {
	f.bench.Adopt(d)
	f.remember(d)
	if d.Changed != nil {
		f.fail(d.Changed)
	}
	if d.Project != nil && d.Project.Window.Theme != "" {
		f.setTheme(d.Project.Window.Theme)
	}
}

// preview shows what was recognised before it is opened.
func (f *frame) preview(d *vm.Document) {
	p := vm.NewPreview(d.Data)
	words := widget.NewLabel(p.Words)
	words.Wrapping = fyne.TextWrapWord
	table := newTableView()
	table.show(p.Header, p.Rows)
	body := container.NewBorder(words, nil, nil, nil, table.table)
	if len(p.Problems) > 0 {
		split := container.NewVSplit(body, problemList(p.Problems))
		split.SetOffset(float64(len(p.Rows)+2) / float64(len(p.Rows)+min(len(p.Problems), 5)+4))
		body = container.NewStack(split)
	}
	q := dialog.NewCustomConfirm(p.Title, "Open it", "Cancel", body, func(ok bool) {
		if ok {
			f.adopt(d)
		}
	}, f.win)
	q.Resize(f.previewSize(len(p.Rows), len(p.Problems)))
	q.Show()
	f.events.layout(f)
}

// previewSize gives every modality and the first problems a line, as far as
// the window has room.
func (f *frame) previewSize(rows, problems int) fyne.Size {
	const line = 35
	height := float32(170 + line*(rows+1))
	if problems > 0 {
		height += 70 + line*float32(min(problems, 5))
	}
	size := f.win.Canvas().Size()
	return fyne.NewSize(min(980, size.Width*0.9), min(height, size.Height*0.85))
}

func problemList(problems []string) fyne.CanvasObject {
	title := widget.NewLabel(problemCount(len(problems)))
	title.TextStyle.Bold = true
	list := widget.NewList(func() int { return len(problems) }, func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}, func(i int, o fyne.CanvasObject) { o.(*widget.Label).SetText(problems[i]) })
	return container.NewBorder(title, nil, nil, nil, list)
}

// fail says an error in words: what, why, and what to try.
func (f *frame) fail(err error) {
	title, words := vm.Failure(err)
	f.bench.Note(err.Error())
	l := widget.NewLabel(words)
	l.Wrapping, l.Selectable = fyne.TextWrapWord, true
	d := dialog.NewCustom(title, "Close", container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), container.NewVScroll(l)), f.win)
	d.Resize(fyne.NewSize(560, 240))
	d.Show()
}
