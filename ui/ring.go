package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// ring is the edge of a control: while it has the keys in every look, and under
// high contrast, where it is thicker, a thin one else where the control would
// have none.
type ring struct {
	line canvas.Rectangle
	lit  bool
	thin func() bool // whether there is an edge without the keys, too
	// filled, if not nil, says whether the control is filled with the accent.
	filled func() bool
}

// around is the renderer of a control with its ring.
func (g *ring) around(r fyne.WidgetRenderer, thin func() bool) fyne.WidgetRenderer {
	g.thin = thin
	g.line.FillColor = color.Transparent
	out := &ringed{r, g}
	g.paint()
	return out
}

// light shows whether the keys are here.
func (g *ring) light(on bool) { g.lit = on }

func (g *ring) paint() {
	width, ink := theme.Size(sizeNameRing), theme.ColorNameForeground
	if g.filled != nil && g.filled() {
		ink = theme.ColorNameForegroundOnPrimary
	}
	if !g.lit {
		width, ink = theme.Size(sizeNameEdge), theme.ColorNameInputBorder
		if !g.thin() {
			width = 0
		}
	}
	g.line.StrokeWidth, g.line.StrokeColor = width, theme.Color(ink)
	g.line.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	show(&g.line, width > 0)
}

type ringed struct {
	fyne.WidgetRenderer
	ring *ring
}

// Layout implements fyne.WidgetRenderer.
func (r *ringed) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.ring.line.Resize(s)
}

// Refresh implements fyne.WidgetRenderer; it runs when the theme changes, too.
func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.ring.paint()
	r.ring.line.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *ringed) Objects() []fyne.CanvasObject {
	return append(r.WidgetRenderer.Objects(), &r.ring.line)
}
