package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/ui/vm"
)

// recordTab shows one record of the selection: its modalities through lenses,
// and what the methods say of it.
type recordTab struct {
	frame    *frame
	title    *widget.Label
	position *widget.Label
	guesses  *fyne.Container
	lenses   *fyne.Container
	root     fyne.CanvasObject
}

func newRecordTab(f *frame) *recordTab {
	t := &recordTab{frame: f, title: widget.NewLabel(""), position: quiet("")}
	t.title.TextStyle.Bold, t.title.Selectable, t.title.Truncation = true, true, fyne.TextTruncateEllipsis
	t.guesses = container.New(layout.NewCustomPaddedVBoxLayout(-6))
	t.lenses = container.New(layout.NewCustomPaddedVBoxLayout(8))
	back := newButton("", theme.NavigateBackIcon(), func() { f.bench.Selection.Step(-1) })
	next := newButton("", theme.NavigateNextIcon(), func() { f.bench.Selection.Step(1) })
	back.Importance, next.Importance = widget.LowImportance, widget.LowImportance
	head := container.NewBorder(nil, nil, nil, container.NewHBox(t.position, back, next), t.title)
	body := container.NewVBox(t.guesses, t.lenses)
	t.root = container.NewBorder(head, nil, nil, nil, container.NewVScroll(container.New(layout.NewCustomPaddedLayout(2, 8, 6, 12), body)))
	return t
}

func (t *recordTab) update() {
	b := t.frame.bench
	t.title.SetText(b.Inspector.RecordTitle())
	t.position.SetText(b.Selection.Position())
	t.guesses.Objects = nil
	for _, g := range b.Inspector.Guesses() {
		mark := "✕"
		if g.Correct {
			mark = "✓"
		}
		l := widget.NewLabel(fmt.Sprintf("%s  %s: %s (%.0f %%)", mark, g.Method, g.Class, 100*g.Share))
		l.Truncation = fyne.TextTruncateEllipsis
		t.guesses.Add(l)
	}
	t.lenses.Objects = nil
	for _, l := range b.Inspector.Lenses() {
		t.lenses.Add(lensView(l, b.Inspector, t.frame.look, func() { t.frame.enlarge(l) }))
	}
	t.guesses.Refresh()
	t.lenses.Refresh()
}

// enlarge shows a lens as large as the window has room.
func (f *frame) enlarge(l vm.Lens) {
	title := l.Modality.Name + " of " + f.bench.Inspector.RecordTitle()
	f.modal(title, lensContent(l, f.bench.Inspector, f.look.style(variant()).Present), fyne.NewSize(1100, 760), answer{words: "Close"})
}
