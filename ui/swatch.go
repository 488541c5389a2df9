package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// swatch is a dot in the colour of a method; filled when the method is shown.
type swatch struct {
	widget.BaseWidget
	dot    *canvas.Circle
	look   *workTheme
	method int // position in the comparison; -1 before it has run
	on     bool
	tapped func()
	hover  func(over bool)
}

func newSwatch(look *workTheme, method int, on bool) *swatch {
	s := &swatch{dot: canvas.NewCircle(color.Transparent), look: look, method: method, on: on}
	s.dot.StrokeWidth = 2
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *swatch) CreateRenderer() fyne.WidgetRenderer { return &swatchRenderer{s} }

type swatchRenderer struct{ s *swatch }

// Layout implements fyne.WidgetRenderer.
func (r *swatchRenderer) Layout(size fyne.Size) {
	r.s.dot.Resize(fyne.NewSize(12, 12))
	r.s.dot.Move(fyne.NewPos((size.Width-12)/2, (size.Height-12)/2))
	r.Refresh()
}

// MinSize implements fyne.WidgetRenderer.
func (r *swatchRenderer) MinSize() fyne.Size { return fyne.NewSize(26, 24) }

// Refresh implements fyne.WidgetRenderer.
func (r *swatchRenderer) Refresh() {
	style := r.s.look.style(variant())
	ink := style.Muted
	if r.s.method >= 0 {
		ink = style.Method(r.s.method)
	}
	r.s.dot.StrokeColor, r.s.dot.FillColor = ink, color.Transparent
	if r.s.on && r.s.method >= 0 {
		r.s.dot.FillColor = ink
	}
	r.s.dot.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *swatchRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.dot} }

// Destroy implements fyne.WidgetRenderer.
func (r *swatchRenderer) Destroy() {}

// Tapped implements fyne.Tappable.
func (s *swatch) Tapped(*fyne.PointEvent) {
	if s.tapped != nil {
		s.tapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (s *swatch) MouseIn(*desktop.MouseEvent) { s.pointed(true) }

// MouseMoved implements desktop.Hoverable.
func (s *swatch) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *swatch) MouseOut() { s.pointed(false) }

func (s *swatch) pointed(over bool) {
	if s.hover != nil {
		s.hover(over)
	}
}
