package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// toolbar holds the commands that are used most, with their names.
type toolbar struct {
	frame                                 *frame
	open, folder, sample, save, run, stop *button
	export, side                          *button
	name                                  *clipped
	why                                   *quotable // why there can be no comparison, whole while the pointer is on it
	row                                   *fyne.Container
	root                                  fyne.CanvasObject
}

func newToolbar(f *frame) *toolbar {
	t := &toolbar{frame: f, name: newClipped("")}
	t.open = newButton(say.Text("Open…"), theme.FileIcon(), f.openFile)
	t.folder = newButton(say.Text("Open folder…"), theme.FolderOpenIcon(), f.openFolder)
	t.sample = newButton(say.Text("Sample"), theme.GridIcon(), f.openSample)
	t.save = newButton(say.Text("Save…"), theme.DocumentSaveIcon(), f.save)
	t.run = newButton(say.Text("Compare"), theme.MediaPlayIcon(), f.run)
	t.run.Importance = widget.HighImportance
	t.stop = newButton(say.Text("Stop"), theme.MediaStopIcon(), f.stop)
	t.export = newButton(say.Text("Export…"), theme.DownloadIcon(), f.exportMenu)
	t.side = newButton(say.Text("Inspector"), theme.ListIcon(), f.toggleInspector)
	t.name.Alignment, t.name.Importance = fyne.TextAlignTrailing, widget.LowImportance
	for _, b := range []*button{t.open, t.folder, t.sample, t.save, t.export, t.side} {
		b.Importance = widget.LowImportance
	}
	buttons := container.NewHBox(t.open, t.folder, t.sample, t.save, widget.NewSeparator(), t.run, t.stop, widget.NewSeparator(), t.export)
	t.why = newLabel("")
	t.why.Importance, t.why.Wrapping, t.why.SizeName = widget.DangerImportance, fyne.TextWrapWord, theme.SizeNameCaptionText
	t.why.Hide()
	middle := container.NewStack(t.name, container.New(&reasonRoom{why: t.why}, t.why))
	t.row = container.New(&toolRow{[]*button{t.folder, t.sample, t.save, t.export, t.side, t.open}}, container.NewBorder(nil, nil, buttons, t.side, middle))
	t.root = container.New(layout.NewCustomPaddedVBoxLayout(0), container.New(layout.NewCustomPaddedLayout(3, 3, 4, 4), t.row), widget.NewSeparator())
	return t
}

// toolRow lays the bar out. Where it is narrow, buttons show their sign alone, one
// after the other, and tell their words while the pointer is on them.
type toolRow struct {
	shed []*button
}

// leastName is the room that the name of the data keeps.
const leastName = 40

// Layout implements fyne.Layout.
func (r *toolRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for bare := 0; bare <= len(r.shed); bare++ {
		for i, b := range r.shed {
			b.bare(i < bare)
		}
		if objects[0].MinSize().Width+leastName <= size.Width {
			break
		}
	}
	objects[0].Resize(size)
}

// MinSize implements fyne.Layout: the signs have room in the narrowest window.
func (r *toolRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// roomless lays what comes and goes out in the room that there is, in the middle
// of its height, without asking for any: so nothing else moves.
type roomless struct{}

// Layout implements fyne.Layout. The padding of a text may stand out.
func (*roomless) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size) // a text that wraps knows its height by its width
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, max(-theme.InnerPadding(), (size.Height-h)/2)))
		o.Resize(fyne.NewSize(size.Width, h))
	}
}

// MinSize implements fyne.Layout.
func (*roomless) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// reasonRoom is roomless for the reason why there is no comparison, which wraps
// where there is room. In less its lines would run out of the bar: it is one line
// then, which is cut and told whole.
type reasonRoom struct {
	roomless
	why *quotable
}

// leastReason is the room in which the reason wraps.
const leastReason = 340

// Layout implements fyne.Layout.
func (r *reasonRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if r.why.wrap(size.Width >= leastReason) {
		r.why.Refresh()
	}
	r.roomless.Layout(objects, size)
}

// update enables what can be done now.
func (t *toolbar) update() {
	b := t.frame.bench
	enable(t.run, b.CanRun())
	if words := runWords(b); t.run.Text != words {
		t.run.SetText(words)
		t.row.Refresh()
	}
	why := b.WhyNot()
	if why != "" {
		why = say.Form("Compare is off. %s.", why)
	}
	if t.why.Text != why {
		setOrHide(t.why, why)
		show(t.name, why == "")
	}
	enable(t.stop, b.Comparison.Running() || b.Away.Following())
	enable(t.save, b.Document.Data() != nil)
	enable(t.export, b.Document.Data() != nil)
	t.side.mark(t.frame.outer.Trailing.Visible())
	name := ""
	if d := b.Document.Data(); d != nil {
		name = d.Name
		if b.Document.File() != "" {
			name = b.Document.File()
		}
	}
	if t.name.Text != name {
		t.name.SetText(name)
	}
}

// disabler is a widget that can be switched off.
type disabler interface {
	Enable()
	Disable()
	Disabled() bool
}

func enable(w disabler, on bool) {
	switch {
	case on && w.Disabled():
		w.Enable()
	case !on && !w.Disabled():
		w.Disable()
	}
}
