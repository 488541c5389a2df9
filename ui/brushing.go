package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
	"lacuna/ui/vm"
)

// brushFrom is how far the pointer is dragged before it brushes: below, it is a
// click of an unsteady hand.
const brushFrom = 4

// dragging is what a pressed pointer does over a figure.
type dragging struct {
	from  fyne.Position
	brush *vm.Brush
	pans  bool // along the overview
	moved bool
}

// modeOf is what a brush does by the keys that are held, else as it is set.
func modeOf(keys fyne.KeyModifier, set vm.BrushMode) vm.BrushMode {
	switch shift, off := keys&fyne.KeyModifierShift != 0, keys&(fyne.KeyModifierControl|fyne.KeyModifierAlt) != 0; {
	case shift && off:
		return vm.BrushNarrow
	case shift:
		return vm.BrushAdd
	case off:
		return vm.BrushRemove
	}
	return set
}

// MouseDown implements desktop.Mouseable: here a drag may begin.
func (v *figureView) MouseDown(ev *desktop.MouseEvent) {
	v.drag = nil
	if ev.Button == desktop.MouseButtonPrimary {
		_, pans := drawing.At(v.regions, float64(ev.Position.X), float64(ev.Position.Y), drawing.Overview)
		v.drag = &dragging{from: ev.Position, pans: pans}
	}
}

// MouseUp implements desktop.Mouseable; the drag ends with DragEnd.
func (v *figureView) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable: it brushes over records, or moves what is in
// sight along the overview.
func (v *figureView) Dragged(ev *fyne.DragEvent) {
	d := v.drag
	switch {
	case d == nil || v.figure == nil:
		return
	case d.pans:
		v.panTo(ev.Position.Y)
		return
	case !d.moved && math.Abs(float64(ev.Position.Y-d.from.Y)) < brushFrom:
		return
	}
	if !d.moved {
		d.moved = true
		v.MouseOut()
		if v.brush != nil {
			d.brush = v.brush(v.scrolled(), v.Size(), float64(d.from.Y), v.regions)
		}
	}
	if d.brush == nil {
		return
	}
	v.showBand(d.from.Y, ev.Position.Y)
	d.brush.To(float64(ev.Position.Y), modeOf(modifiers(), d.brush.Mode()))
}

// DragEnd implements fyne.Draggable.
func (v *figureView) DragEnd() {
	d := v.drag
	v.drag = nil
	v.band.Hide()
	switch {
	case d == nil || d.pans:
	case d.brush != nil:
		d.brush.Drop()
	case !d.moved: // a click, which the toolkit no longer takes for one
		v.Tapped(&fyne.PointEvent{Position: d.from})
	}
}

// abandon ends a brush without effect; it says whether there was one.
func (v *figureView) abandon() bool {
	d := v.drag
	if d == nil || d.brush == nil {
		return false
	}
	v.drag = nil
	v.band.Hide()
	d.brush.Cancel()
	return true
}

// showBand marks the heights that are brushed over.
func (v *figureView) showBand(from, to float32) {
	c := v.style().Text
	v.band.StrokeColor = c
	c.A = 0x18
	v.band.FillColor = c
	top, bottom := max(0, min(from, to)), min(v.Size().Height, max(from, to))
	v.band.Move(fyne.NewPos(0, top))
	v.band.Resize(fyne.NewSize(v.Size().Width, bottom-top))
	v.band.Show()
	v.band.Refresh()
}

// leastZoom is how few records a zoomed presence matrix shows.
const leastZoom = 5

// zoomed is the presence matrix, if that is what is shown.
func (v *figureView) zoomed() (*charts.Presence, bool) {
	m, ok := v.scrolled().(*charts.Presence)
	return m, ok
}

// zoomAt shows so many times more records, those about a height staying in
// place.
func (v *figureView) zoomAt(y float64, times float64) {
	m, ok := v.zoomed()
	if !ok {
		return
	}
	_, n := m.Zoomed()
	l := m.Layout(float64(v.Size().Width), float64(v.Size().Height), v.style())
	share := min(max((y-l.Body.Top)/l.Body.Height(), 0), 1)
	at := l.Position(min(max(y, l.Body.Top), l.Body.Bottom-1))
	more := max(leastZoom, int(math.Round(float64(n)*times)))
	if more == n && times > 1 {
		more++
	}
	v.zoomTo(min(max(0, at-int(share*float64(more))), max(0, len(m.Stands())-more)), more)
}

// zoomTo shows n records from a position on; all of them where there are no
// more.
func (v *figureView) zoomTo(first, n int) {
	m, ok := v.zoomed()
	if !ok {
		return
	}
	if n >= len(m.Stands()) {
		first, n = 0, 0
	}
	if v.first == first && v.n == n {
		return
	}
	v.first, v.n = first, n
	v.pointed = false
	v.ring.Hide()
	v.raster.Refresh()
}

// pan moves a zoomed presence matrix by a share of what is in sight; false where
// it is not zoomed.
func (v *figureView) pan(share float64) bool {
	m, ok := v.zoomed()
	if !ok || v.n == 0 {
		return false
	}
	step := max(1, int(math.Abs(share)*float64(v.n)))
	if share < 0 {
		step = -step
	}
	v.zoomTo(min(max(0, v.first+step), len(m.Stands())-v.n), v.n)
	return true
}

// panTo moves it to where the overview is pointed at.
func (v *figureView) panTo(y float32) {
	m, ok := v.zoomed()
	if !ok || v.n == 0 {
		return
	}
	l := m.Layout(float64(v.Size().Width), float64(v.Size().Height), v.style())
	at := int(float64(len(m.Stands())) * (float64(y) - l.Body.Top) / l.Body.Height())
	v.zoomTo(min(max(0, at-v.n/2), len(m.Stands())-v.n), v.n)
}

// zoomKey does what a key means to a presence matrix; false where it is another
// key.
func (v *figureView) zoomKey(name string) bool {
	if _, ok := v.zoomed(); !ok {
		return false
	}
	middle := float64(v.Size().Height) / 2
	switch name {
	case "+", "=":
		v.zoomAt(middle, 0.5)
	case "-":
		v.zoomAt(middle, 2)
	case "0":
		v.zoomTo(0, math.MaxInt)
	default:
		return false
	}
	return true
}
