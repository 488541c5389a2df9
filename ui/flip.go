package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// flip shows what was generated in the place of a modality, and what is real as
// long as Space or the pointer is held, where there is something real.
type flip struct {
	lens            vm.Lens
	real, generated fyne.CanvasObject
	ground          *canvas.Rectangle
	note            *quotable
	style           drawing.Style
	root            fyne.CanvasObject
}

func newFlip(l vm.Lens, real, generated fyne.CanvasObject, ground *canvas.Rectangle, note *quotable, style drawing.Style) *flip {
	x := &flip{lens: l, real: real, generated: generated, ground: ground, note: note, style: style}
	x.root = container.NewStack(real, generated, newHeld(x.show))
	x.show(false)
	return x
}

// show shows the real one, or the generated one.
func (x *flip) show(real bool) {
	real = real && x.lens.Present
	show(x.real, real)
	show(x.generated, !real)
	words, ink := x.lens.Standin.Words(), x.style.Caution
	switch {
	case real:
		words, ink = say.Text("Real, which the methods do not see. Let go, of Space or of the pointer, for what was generated"), x.style.Grid
	case x.lens.Present:
		words = say.Form("%s. Hold Space, or press on it, for the real one", words)
	default:
		words = say.Form("%s. There is no real one: %s", words, x.lens.Reason)
	}
	x.ground.StrokeColor, x.ground.StrokeWidth = ink, 2
	x.ground.Refresh()
	x.note.SetText(words + ".")
}

// held tells when the pointer is pressed on it, and when that ends.
type held struct {
	widget.BaseWidget
	tell func(down bool)
}

func newHeld(tell func(bool)) *held {
	h := &held{tell: tell}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget: it is not to be seen.
func (h *held) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// MouseDown implements desktop.Mouseable.
func (h *held) MouseDown(*desktop.MouseEvent) { h.tell(true) }

// MouseUp implements desktop.Mouseable.
func (h *held) MouseUp(*desktop.MouseEvent) { h.tell(false) }

// flipAll shows what is real in all lenses, those seen large too, or what was
// generated.
func (f *frame) flipAll(real bool) {
	for _, x := range f.flips {
		x.show(real)
	}
	for _, m := range f.modals {
		if m.flip != nil {
			m.flip.show(real)
		}
	}
	f.events.write("flip", map[string]any{"real": real})
}

// holdKeys shows what is real while Space is held.
func (f *frame) holdKeys() {
	c, ok := f.win.Canvas().(desktop.Canvas)
	if !ok {
		return // the driver knows no keys that are held
	}
	c.SetOnKeyDown(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeySpace {
			f.flipAll(true)
		}
	})
	c.SetOnKeyUp(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeySpace {
			f.flipAll(false)
		}
	})
	f.app.Lifecycle().SetOnExitedForeground(func() { f.flipAll(false) })
}
