package canvas

import (
	"image/color"
	"math"
)

// Whisker draws an interval. An end beyond the axis is an arrow head; of an
// interval that lies beyond it altogether nothing but the arrow is seen.
func (p Pen) Whisker(pn Panel, low, high, y float64, ink color.NRGBA, dash ...float64) {
	ink = p.LineInk(ink)
	if math.IsNaN(low) || math.IsNaN(high) {
		return
	}
	x1, x2 := max(min(pn.X(low), pn.Right-8), pn.Left), min(max(pn.X(high), pn.Left+8), pn.Right)
	p.Line(x1, y, x2, y, 1.5, ink, dash...)
	if pn.X(low) < pn.Left-0.5 {
		p.head(x1, y, 4, ink)
	}
	if pn.X(high) > pn.Right+0.5 {
		p.head(x2, y, -4, ink)
	}
}

// head draws the head of an arrow that points at x, from a side.
func (p Pen) head(x, y, from float64, ink color.NRGBA) {
	p.Line(x, y, x+from, y-2.5, 1.2, ink)
	p.Line(x, y, x+from, y+2.5, 1.2, ink)
}

// Beyond draws an arrow at the edge for a mark that lies over the end of the
// axis, and says whether there is no mark to draw.
func (p Pen) Beyond(pn Panel, v, y float64, ink color.NRGBA) bool {
	switch {
	case math.IsNaN(v):
		return true
	case pn.holds(v):
		return false
	case pn.X(v) < pn.Left:
		p.head(pn.Left, y, 4, p.LineInk(ink))
	default:
		p.head(pn.Right, y, -4, p.LineInk(ink))
	}
	return true
}

// Tick draws the value of a single run.
func (p Pen) Tick(pn Panel, v, y1, y2 float64, ink color.NRGBA) {
	if !p.Beyond(pn, v, (y1+y2)/2, ink) {
		p.Line(pn.X(v), y1, pn.X(v), y2, 1, p.LineInk(ink))
	}
}

// LineInk darkens the colour of a thin line that the background would swallow.
func (p Pen) LineInk(ink color.NRGBA) color.NRGBA {
	if p.Style.needsOutline(ink) {
		return Mix(ink, p.Style.Text, 0.3)
	}
	return ink
}
