package charts

import (
	"image/color"
	"math"

	"lacuna/experiment/metric"
)

// natural implements tall.
func (f *strata) natural(p pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return f.chart().natural(p) + 2*p.s.Body*1.5
}

// marks draws all methods of one row, each in a lane of its own.
func (f *strata) marks(p pen, plan rowPlan, i int, r stratumRow) {
	lanes := float64(len(f.shown))
	pitch := min(12, (plan.height-4)/lanes)
	for k, method := range f.shown {
		y := plan.y[i] + (float64(k)-(lanes-1)/2)*pitch
		f.mark(p, plan.panel, y, pitch, method, r)
	}
}

// mark draws one method's score: interval, seeds, masked series and dot, the
// dot last so that it stays on top.
func (f *strata) mark(p pen, pn panel, y, pitch float64, method int, r stratumRow) {
	s, ink := r.scores[method], p.s.Method(method)
	radius := min(4, max(2.6, pitch*0.42))
	box := Rect{pn.Left, y - pitch/2, pn.Right, y + pitch/2}
	p.mark(MethodMark, f.in.Table.Methods[method], r.Name, box)
	if s.N == 0 {
		return
	}
	if low, high, ok := f.m.interval(s); ok {
		p.bar(pn, low, high, y, ink, dashOf(method)...)
	}
	if f.m.Metric == Accuracy && s.Runs > 1 {
		for _, v := range s.PerRun {
			p.tick(pn, v, y, y+min(radius+3, pitch*0.55), ink)
		}
	}
	if r.masked != nil {
		f.maskedMark(p, pn, y, radius, r.masked[method], ink)
	}
	if v := f.m.of(s); s.N >= tooFewRecords && !p.beyond(pn, v, y, ink) {
		p.marker(shapeOf(method), pn.x(v), y, radius, ink, s.N < fewRecords)
	}
}

func (f *strata) maskedMark(p pen, pn panel, y, radius float64, s metric.Score, ink color.NRGBA) {
	v := f.m.of(s)
	if s.N == 0 || p.beyond(pn, v, y, ink) {
		return
	}
	r := radius * 0.85
	p.cross(pn.x(v), y, r, 3, p.s.Background)
	p.cross(pn.x(v), y, r, 1.5, ink)
}

// bar draws an interval. An end beyond the axis is an arrow head; of an
// interval that lies beyond it altogether nothing but the arrow is seen.
func (p pen) bar(pn panel, low, high, y float64, ink color.NRGBA, dash ...float64) {
	ink = p.lineInk(ink)
	if math.IsNaN(low) || math.IsNaN(high) {
		return
	}
	x1, x2 := max(min(pn.x(low), pn.Right-8), pn.Left), min(max(pn.x(high), pn.Left+8), pn.Right)
	p.line(x1, y, x2, y, 1.5, ink, dash...)
	if pn.x(low) < pn.Left-0.5 {
		p.head(x1, y, 4, ink)
	}
	if pn.x(high) > pn.Right+0.5 {
		p.head(x2, y, -4, ink)
	}
}

// head draws the head of an arrow that points at x, from a side.
func (p pen) head(x, y, from float64, ink color.NRGBA) {
	p.line(x, y, x+from, y-2.5, 1.2, ink)
	p.line(x, y, x+from, y+2.5, 1.2, ink)
}

// beyond draws an arrow at the edge for a mark that lies over the end of the
// axis, and says whether there is no mark to draw.
func (p pen) beyond(pn panel, v, y float64, ink color.NRGBA) bool {
	switch {
	case math.IsNaN(v):
		return true
	case pn.holds(v):
		return false
	case pn.x(v) < pn.Left:
		p.head(pn.Left, y, 4, p.lineInk(ink))
	default:
		p.head(pn.Right, y, -4, p.lineInk(ink))
	}
	return true
}

// tick draws the value of a single run.
func (p pen) tick(pn panel, v, y1, y2 float64, ink color.NRGBA) {
	if !p.beyond(pn, v, (y1+y2)/2, ink) {
		p.line(pn.x(v), y1, pn.x(v), y2, 1, p.lineInk(ink))
	}
}

// lineInk darkens the colour of a thin line that the background would swallow.
func (p pen) lineInk(ink color.NRGBA) color.NRGBA {
	if p.s.needsOutline(ink) {
		return mix(ink, p.s.Text, 0.3)
	}
	return ink
}
