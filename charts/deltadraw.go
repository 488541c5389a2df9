package charts

import (
	"image/color"
	"math"
	"slices"

	"lacuna/charts/canvas"
)

// Natural implements tall.
func (f *delta) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return 330 + 3*p.Style.Body*1.5
}

func (f *delta) draw(p canvas.Pen) {
	r := p.Frame()
	bottom, _ := p.Legend(r, fitting(p, f.legend(p), r.Height()-leastPanelHeight))
	r.Top = bottom + 4
	ceiling := math.Inf(1)
	if f.m.bounded {
		ceiling = 1
	}
	list := f.shifts.Shifts
	sideways := canvas.NewSpan()
	sideways.Add(list[0].Delta, list[len(list)-1].Delta)
	values, deltas := f.values().Widen(0.05, 0.03, 0, ceiling), sideways.Widen(0.05, 0.03, math.Inf(-1), math.Inf(1))
	plt := p.NewPlot()
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = deltas.Low, deltas.High, values.Low, values.High
	plt.X.Label.Text, plt.Y.Label.Text = f.axis(), f.m.title
	if p.Width(plt.X.Label.Text, p.Style.Small) > r.Width()-40 {
		plt.X.Label.Text = "shift"
	}
	if p.Width(plt.Y.Label.Text, p.Style.Small) > r.Height()-40 {
		plt.Y.Label.Text = ""
	}
	plt.X.Tick.Marker = canvas.Ticks(deltas.Low, deltas.High, max(2, int(r.Width()/60)))
	plt.Y.Tick.Marker = canvas.Ticks(values.Low, values.High, max(2, int(r.Height()/36)))
	plt.Y.Width, plt.Y.Tick.Length = 0, 0
	p.Grid(plt, false, true)
	pn := p.DrawPlot(plt, r)
	p.Mark(canvas.Body, "", "", pn.Rect)
	x := pn.X(list[f.shifts.None].Delta)
	p.Line(x, pn.Top, x, pn.Bottom, 1.5, p.Style.Muted, 3, 3)
	for _, k := range f.shown {
		f.band(p, pn, k)
	}
	for _, k := range f.shown {
		f.line(p, pn, k)
	}
}

func (f *delta) legend(p canvas.Pen) []canvas.Entry {
	var entries []canvas.Entry
	for _, k := range f.shown {
		name := f.shifts.Methods[k]
		place := f.in.place(name, k)
		ink := p.Style.Method(place)
		entries = append(entries, canvas.Entry{Text: name, Draw: func(x, y float64) {
			p.Line(x-8, y, x+8, y, 1.5, p.LineInk(ink), canvas.DashOf(place)...)
			p.Marker(canvas.ShapeOf(place), x, y, 4, ink, false)
		}, Key: name})
	}
	return append(entries, canvas.Entry{Text: "no shift", Draw: func(x, y float64) { p.Line(x, y-6, x, y+6, 1.5, p.Style.Muted, 3, 3) }, Key: ""})
}

// band fills the intervals of a method.
func (f *delta) band(p canvas.Pen, pn canvas.Panel, k int) {
	var upper, lower []canvas.Dot
	for i, s := range f.shifts.Shifts {
		if value, ci, _ := f.shifts.Value(i, k); !math.IsNaN(value) && !math.IsNaN(ci.Low) {
			upper, lower = append(upper, canvas.Dot{X: pn.X(s.Delta), Y: pn.Y(ci.High)}), append(lower, canvas.Dot{X: pn.X(s.Delta), Y: pn.Y(ci.Low)})
		}
	}
	slices.Reverse(lower)
	ink := p.Style.Method(f.in.place(f.shifts.Methods[k], k))
	p.Area(append(upper, lower...), color.NRGBA{ink.R, ink.G, ink.B, 40})
}

func (f *delta) line(p canvas.Pen, pn canvas.Panel, k int) {
	name := f.shifts.Methods[k]
	place := f.in.place(name, k)
	ink := p.Style.Method(place)
	var points []canvas.Dot
	var at []string
	for i, s := range f.shifts.Shifts {
		if value, _, _ := f.shifts.Value(i, k); !math.IsNaN(value) {
			points, at = append(points, canvas.Dot{X: pn.X(s.Delta), Y: pn.Y(value)}), append(at, s.Short())
		}
	}
	p.Curve(pn, points, 1.8, p.LineInk(ink), canvas.DashOf(place)...)
	for i, d := range points {
		p.Marker(canvas.ShapeOf(place), d.X, d.Y, 3.5, ink, false)
		p.Mark(canvas.MethodMark, name, at[i], canvas.Box(d.X-5, d.Y-5, d.X+5, d.Y+5))
	}
}
