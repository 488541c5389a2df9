package ui

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// recordTab shows one record of the selection: its modalities through lenses,
// and what the methods say of it.
type recordTab struct {
	frame    *frame
	title    *prose
	position *quotable
	guesses  *fyne.Container
	lenses   *fyne.Container
	whatIf   *whatIfPanel
	scroll   *container.Scroll
	root     fyne.CanvasObject
}

func newRecordTab(f *frame) *recordTab {
	t := &recordTab{frame: f, title: newProseLine(""), position: quiet("")}
	t.title.TextStyle.Bold = true
	t.guesses = container.New(layout.NewCustomPaddedVBoxLayout(-6))
	t.lenses = container.New(layout.NewCustomPaddedVBoxLayout(8))
	back := newButton("", theme.NavigateBackIcon(), func() { f.bench.Selection.Step(-1) })
	next := newButton("", theme.NavigateNextIcon(), func() { f.bench.Selection.Step(1) })
	back.Importance, next.Importance = widget.LowImportance, widget.LowImportance
	head := container.NewBorder(nil, nil, nil, container.NewHBox(t.position, back, next), t.title)
	t.whatIf = newWhatIfPanel(f)
	body := container.NewVBox(t.guesses, t.whatIf.root, t.lenses, t.whatIf.details)
	t.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(2, 8, 6, 12), body))
	t.root = container.NewBorder(head, nil, nil, nil, t.scroll)
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
		t.guesses.Add(newQuotable(fmt.Sprintf("%s  %s: %s (%.0f %%)", mark, g.Method, g.Class, say.Percent(g.Share, 0)), b.Inspector.QuoteGuess(g)))
	}
	t.whatIf.update()
	t.lenses.Objects, t.frame.flips = nil, nil
	for _, l := range b.Inspector.Lenses() {
		view, both := t.frame.lensView(l)
		t.lenses.Add(view)
		if both != nil {
			t.frame.flips = append(t.frame.flips, both)
		}
	}
	t.guesses.Refresh()
	t.lenses.Refresh()
}

// targets are what scripts find in the tab.
func (t *recordTab) targets() map[string]fyne.CanvasObject {
	at := map[string]fyne.CanvasObject{"whatif/fit": t.whatIf.fit, "whatif/make": t.whatIf.make}
	for m, name := range t.whatIf.names {
		at["switch/"+name] = t.whatIf.boxes[m]
	}
	for _, x := range t.frame.flips {
		at["lens/"+x.lens.Modality.Name] = x.root
	}
	return at
}

// enlarge shows a lens as large as the window has room; a picture can be zoomed.
// What was generated stands beside what is real, where there are both.
func (f *frame) enlarge(l vm.Lens) {
	title := say.Form("%s of %s", l.Modality.Name, f.bench.Inspector.RecordTitle())
	f.bench.Inspector.Versus(l, func(v vm.Versus, both bool) { f.enlarged(title, l, v, both) })
}

func (f *frame) enlarged(title string, l vm.Lens, v vm.Versus, both bool) {
	style := f.look.style(variant())
	var zoom *zoomView
	see := func(row []float64, content fyne.CanvasObject) fyne.CanvasObject {
		if !l.IsPicture() || row == nil {
			return content
		}
		zoom = newZoomView(pixelPicture(l.Shape, row, l.Tones), zoom)
		if l.Standin == nil && l.Picture != "" { // beside a stand-in, both are as the methods see them
			f.bench.Inspector.See(l, zoom.replace)
		}
		return zoom
	}
	var content fyne.CanvasObject
	var x *flip
	var heard func()
	switch {
	case both && l.IsSound():
		content, x, heard = f.soundsBeside(l, v, style)
	case both:
		content = f.versus(l, v, see, style)
	default:
		content, x = f.inPlace(l, see, style)
	}
	if zoom != nil {
		content = container.NewBorder(nil, zoom.bar(), nil, nil, content)
	}
	m := f.modal(title, content, fyne.NewSize(1100, 760), answer{words: say.Text("Close")})
	m.flip, m.heard = x, heard
	if zoom != nil {
		m.other = zoom.key
	}
}

// inPlace shows a lens as it is, with what stands in for it in its place.
func (f *frame) inPlace(l vm.Lens, see func([]float64, fyne.CanvasObject) fyne.CanvasObject, style drawing.Style) (fyne.CanvasObject, *flip) {
	real, standin := f.lensContents(l, style.Present)
	real = see(l.Row, real)
	if standin == nil {
		return real, nil
	}
	ground, note := canvas.NewRectangle(color.Transparent), wrapped("")
	x := newFlip(l, real, see(l.Standin.Row, standin), ground, note, style)
	framed := container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(3, 3, 3, 3), x.root))
	return container.NewBorder(note, nil, nil, nil, framed), x
}
