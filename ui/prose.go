package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// prose is text that can be selected with the pointer and copied. The toolkit's
// own keeps every key once it has been clicked on; this one leaves to the window
// those that are not its own, Space included, and Tab passes it by.
type prose struct{ clipped }

func newProse(text string) *prose {
	p := &prose{clipped{Label: widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true}}}
	p.ExtendBaseWidget(p)
	return p
}

// newProseLine is prose of one line.
func newProseLine(text string) *prose {
	p := &prose{clip(text)}
	p.Selectable = true
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *prose) CreateRenderer() fyne.WidgetRenderer {
	r := p.Label.CreateRenderer()
	objects := r.Objects()
	inner, ok := objects[0].(marking)
	if !ok {
		return r
	}
	m := &marked{inner: inner, of: p}
	m.ExtendBaseWidget(m)
	return &proseRenderer{r, []fyne.CanvasObject{m, objects[1]}}
}

// proseRenderer draws what the pointer marks by a widget that passes keys on.
type proseRenderer struct {
	fyne.WidgetRenderer
	objects []fyne.CanvasObject
}

// Objects implements fyne.WidgetRenderer.
func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout implements fyne.WidgetRenderer.
func (r *proseRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.objects[0].Resize(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *proseRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.objects[0].Refresh()
}

// marking is the toolkit's part of a label that keeps what is marked.
type marking interface {
	fyne.Widget
	fyne.Focusable
	fyne.Shortcutable
	fyne.Draggable
	fyne.DoubleTappable
	desktop.Mouseable
	SelectedText() string
}

// marked stands in the window in the place of the toolkit's part, draws it, and
// has the keys in its place.
type marked struct {
	widget.BaseWidget
	inner marking
	of    *prose
}

// CreateRenderer implements fyne.Widget.
func (m *marked) CreateRenderer() fyne.WidgetRenderer {
	return &markedRenderer{m.inner.CreateRenderer(), m}
}

// markedRenderer draws the toolkit's part, which itself is in no window.
type markedRenderer struct {
	fyne.WidgetRenderer
	of *marked
}

// Refresh implements fyne.WidgetRenderer.
func (r *markedRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	canvas.Refresh(r.of)
}

// Cursor implements desktop.Cursorable.
func (m *marked) Cursor() desktop.Cursor { return desktop.TextCursor }

// take gets the keys, so that what is marked is seen and can be copied.
func (m *marked) take() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(m); c != nil {
		c.Focus(m)
	}
	m.Refresh()
}

// MouseDown implements desktop.Mouseable.
func (m *marked) MouseDown(ev *desktop.MouseEvent) {
	m.inner.MouseDown(ev)
	m.take()
}

// MouseUp implements desktop.Mouseable.
func (m *marked) MouseUp(ev *desktop.MouseEvent) {
	m.inner.MouseUp(ev)
	m.Refresh()
}

// Dragged implements fyne.Draggable.
func (m *marked) Dragged(ev *fyne.DragEvent) {
	m.inner.Dragged(ev)
	m.Refresh()
}

// DragEnd implements fyne.Draggable.
func (m *marked) DragEnd() {
	m.inner.DragEnd()
	m.Refresh()
}

// DoubleTapped implements fyne.DoubleTappable.
func (m *marked) DoubleTapped(ev *fyne.PointEvent) {
	m.inner.DoubleTapped(ev)
	m.take()
}

// FocusGained implements fyne.Focusable.
func (m *marked) FocusGained() {
	m.inner.FocusGained()
	m.Refresh()
}

// FocusLost implements fyne.Focusable.
func (m *marked) FocusLost() {
	m.inner.FocusLost()
	m.Refresh()
}

// TypedKey implements fyne.Focusable.
func (m *marked) TypedKey(ev *fyne.KeyEvent) { passOn(m, ev) }

// TypedRune implements fyne.Focusable.
func (m *marked) TypedRune(r rune) { passRune(m, r) }

// KeyDown implements desktop.Keyable.
func (m *marked) KeyDown(ev *fyne.KeyEvent) { passHeld(m, ev, true) }

// KeyUp implements desktop.Keyable.
func (m *marked) KeyUp(ev *fyne.KeyEvent) { passHeld(m, ev, false) }

// TypedShortcut implements fyne.Shortcutable.
func (m *marked) TypedShortcut(s fyne.Shortcut) { m.inner.TypedShortcut(s) }

// SelectedText is what is marked.
func (m *marked) SelectedText() string { return m.inner.SelectedText() }

// Disabled implements fyne.Disableable: only the pointer gives it the keys.
func (m *marked) Disabled() bool { return true }

// Enable implements fyne.Disableable.
func (m *marked) Enable() {}

// Disable implements fyne.Disableable.
func (m *marked) Disable() {}
