package charts

import (
	"image/color"
	"math"
	"slices"

	"lacuna/charts/canvas"
)

// curve is a method's metric over a number, with the band of its intervals.
type curve struct {
	method string
	place  int // in the palette
	points []curvePoint
}

// curvePoint is a metric at one number.
type curvePoint struct {
	x, y, low, high float64 // number, metric, interval: NaN where there is none
	at              string  // what a mark is called
}

// entry is the curve in a legend.
func (c curve) entry(p canvas.Pen) canvas.Entry {
	ink := p.Style.Method(c.place)
	return canvas.Entry{Text: c.method, Draw: func(x, y float64) {
		p.Line(x-8, y, x+8, y, 1.5, p.LineInk(ink), canvas.DashOf(c.place)...)
		p.Marker(canvas.ShapeOf(c.place), x, y, 4, ink, false)
	}, Key: c.method}
}

// referenceEntry is the dashed upright line in a legend.
func referenceEntry(p canvas.Pen, text string) canvas.Entry {
	return canvas.Entry{Text: text, Draw: func(x, y float64) { p.Line(x, y-6, x, y+6, 1.5, p.Style.Muted, 3, 3) }, Key: ""}
}

// band fills the intervals.
func (c curve) band(p canvas.Pen, pn canvas.Panel) {
	var upper, lower []canvas.Dot
	for _, pt := range c.points {
		if !math.IsNaN(pt.low) && !math.IsNaN(pt.high) {
			upper, lower = append(upper, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.high)}), append(lower, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.low)})
		}
	}
	slices.Reverse(lower)
	ink := p.Style.Method(c.place)
	p.Area(append(upper, lower...), color.NRGBA{ink.R, ink.G, ink.B, 40})
}

// line draws the metric and its marks.
func (c curve) line(p canvas.Pen, pn canvas.Panel) {
	ink := p.Style.Method(c.place)
	var points []canvas.Dot
	for _, pt := range c.points {
		points = append(points, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.y)})
	}
	p.Curve(pn, points, 1.8, p.LineInk(ink), canvas.DashOf(c.place)...)
	for k, d := range points {
		p.Marker(canvas.ShapeOf(c.place), d.X, d.Y, 3.5, ink, false)
		p.Mark(canvas.MethodMark, c.method, c.points[k].at, canvas.Box(d.X-5, d.Y-5, d.X+5, d.Y+5))
	}
}

// curveFrame is what curves stand in.
type curveFrame struct {
	across, values canvas.Span
	label, short   string  // of what is sideways; short where there is little room
	title          string  // of the metric
	spacing        float64 // between ticks sideways, in pixels
	reference      float64 // where the dashed upright line stands
}

// draw draws axes and curves, bands below all lines.
func (f curveFrame) draw(p canvas.Pen, r canvas.Rect, curves []curve) {
	plt := p.NewPlot()
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = f.across.Low, f.across.High, f.values.Low, f.values.High
	plt.X.Label.Text, plt.Y.Label.Text = f.label, f.title
	if p.Width(plt.X.Label.Text, p.Style.Small) > r.Width()-40 {
		plt.X.Label.Text = f.short
	}
	if p.Width(plt.Y.Label.Text, p.Style.Small) > r.Height()-40 {
		plt.Y.Label.Text = ""
	}
	plt.X.Tick.Marker = canvas.Labelled(f.across.Low, f.across.High, max(2, int(r.Width()/f.spacing)))
	plt.Y.Tick.Marker = canvas.Labelled(f.values.Low, f.values.High, max(2, int(r.Height()/36)))
	plt.Y.Width, plt.Y.Tick.Length = 0, 0
	p.Grid(plt, false, true)
	pn := p.DrawPlot(plt, r)
	p.Mark(canvas.Body, "", "", pn.Rect)
	x := pn.X(f.reference)
	p.Line(x, pn.Top, x, pn.Bottom, 1.5, p.Style.Muted, 3, 3)
	for _, c := range curves {
		c.band(p, pn)
	}
	for _, c := range curves {
		c.line(p, pn)
	}
}
