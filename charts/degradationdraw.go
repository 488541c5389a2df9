package charts

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"lacuna/charts/canvas"
)

// The least size of a panel in pixels, and what stands between two.
const (
	leastPanelWidth  = 190.0
	leastPanelHeight = 120.0
	panelGap         = 14.0
)

// Natural implements tall.
func (f *degradation) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	across := f.across(p.Frame().Width())
	rows := (len(f.panels) + across - 1) / across
	return float64(rows)*max(leastPanelHeight*1.6, 330/float64(rows)) + 3*p.Style.Body*1.5
}

// across is how many panels stand side by side.
func (f *degradation) across(width float64) int {
	return max(1, min(len(f.panels), int((width+panelGap)/(leastPanelWidth+panelGap))))
}

func (f *degradation) draw(p canvas.Pen) {
	r := p.Frame()
	bottom, _ := p.Legend(r, fitting(p, f.legend(p), r.Height()-leastPanelHeight))
	r.Top = bottom + 4
	across := f.across(r.Width())
	down := (len(f.panels) + across - 1) / across
	fit := max(1, int((r.Height()+panelGap)/(leastPanelHeight+panelGap)))
	if folded := len(f.panels) - fit*across; folded > 0 {
		down = fit
		r.Bottom -= p.Style.Small * 1.6
		p.Text(r.Left, r.Bottom+p.Style.Small*0.8, fmt.Sprintf("and %s (in the CSV)", plural(folded, "more panel")), p.Style.Small, p.Style.Muted, canvas.Start)
	}
	width := (r.Width() - panelGap*float64(across-1)) / float64(across)
	height := (r.Height() - panelGap*float64(down-1)) / float64(down)
	for k, panel := range f.panels[:min(len(f.panels), across*down)] {
		left, top := r.Left+float64(k%across)*(width+panelGap), r.Top+float64(k/across)*(height+panelGap)
		f.panel(p, canvas.Box(left, top, left+width, top+height), panel)
	}
}

// fitting is a legend, as far as it leaves room for a panel where each of its
// entries takes a line.
func fitting(p canvas.Pen, entries []canvas.Entry, room float64) []canvas.Entry {
	fit := max(1, int(room/(p.Style.Body*1.5)))
	if len(entries) <= fit {
		return entries
	}
	return append(entries[:fit-1:fit-1], canvas.Entry{Text: fmt.Sprintf("and %d more", len(entries)-fit+1), Draw: func(float64, float64) {}, Key: ""})
}

func (f *degradation) legend(p canvas.Pen) []canvas.Entry {
	var entries []canvas.Entry
	for _, i := range f.shown {
		if !slices.ContainsFunc(f.panels[0].curves, func(c degradationCurve) bool { return c.method == i }) {
			continue
		}
		name := f.in.Study.Methods[i]
		place := f.in.place(name, i)
		ink := p.Style.Method(place)
		entries = append(entries, canvas.Entry{Text: name, Draw: func(x, y float64) {
			p.Line(x-8, y, x+8, y, 1.5, p.LineInk(ink), canvas.DashOf(place)...)
			p.Marker(canvas.ShapeOf(place), x, y, 4, ink, false)
		}, Key: name})
	}
	return append(entries, canvas.Entry{Text: "missing in training", Draw: func(x, y float64) { p.Line(x, y-6, x, y+6, 1.5, p.Style.Muted, 3, 3) }, Key: ""})
}

// panel draws one mechanism: title, axes, bands, curves and what was missing in
// training.
func (f *degradation) panel(p canvas.Pen, r canvas.Rect, panel degradationPanel) {
	if len(f.panels) > 1 {
		title := fmt.Sprintf("%s, trained on %s", panel.mechanism, f.training(panel))
		p.Text(r.Left, r.Top+p.Style.Small*0.7, p.Clip(title, p.Style.Small, r.Width()), p.Style.Small, p.Style.Text, canvas.Start)
		r.Top += p.Style.Small * 1.6
	}
	ceiling := math.Inf(1)
	if f.m.bounded {
		ceiling = 1
	}
	values, rates := f.values().Widen(0.05, 0.03, 0, ceiling), f.rates().Widen(0.05, 0.03, 0, 1)
	plt := p.NewPlot()
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = rates.Low, rates.High, values.Low, values.High
	plt.X.Label.Text, plt.Y.Label.Text = "share of modalities missing from the test", f.m.title
	if p.Width(plt.X.Label.Text, p.Style.Small) > r.Width()-40 {
		plt.X.Label.Text = "missing"
	}
	if p.Width(plt.Y.Label.Text, p.Style.Small) > r.Height()-40 {
		plt.Y.Label.Text = ""
	}
	plt.X.Tick.Marker = canvas.Ticks(rates.Low, rates.High, max(2, int(r.Width()/50)))
	plt.Y.Tick.Marker = canvas.Ticks(values.Low, values.High, max(2, int(r.Height()/36)))
	plt.Y.Width, plt.Y.Tick.Length = 0, 0
	p.Grid(plt, false, true)
	pn := p.DrawPlot(plt, r)
	p.Mark(canvas.Body, "", "", pn.Rect)
	x := pn.X(f.sweep.Trainings[panel.training].Dev.Rates.Cell)
	p.Line(x, pn.Top, x, pn.Bottom, 1.5, p.Style.Muted, 3, 3)
	for _, c := range panel.curves {
		f.band(p, pn, c)
	}
	for _, c := range panel.curves {
		f.line(p, pn, c)
	}
}

// band fills the intervals of a curve.
func (f *degradation) band(p canvas.Pen, pn canvas.Panel, c degradationCurve) {
	var upper, lower []canvas.Dot
	for _, pt := range c.points {
		if !math.IsNaN(pt.low) && !math.IsNaN(pt.high) {
			upper, lower = append(upper, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.high)}), append(lower, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.low)})
		}
	}
	slices.Reverse(lower)
	ink := p.Style.Method(f.place(c.method))
	p.Area(append(upper, lower...), color.NRGBA{ink.R, ink.G, ink.B, 40})
}

func (f *degradation) line(p canvas.Pen, pn canvas.Panel, c degradationCurve) {
	ink := p.Style.Method(f.place(c.method))
	var points []canvas.Dot
	for _, pt := range c.points {
		points = append(points, canvas.Dot{X: pn.X(pt.x), Y: pn.Y(pt.y)})
	}
	p.Curve(pn, points, 1.8, p.LineInk(ink), canvas.DashOf(f.place(c.method))...)
	for k, d := range points {
		p.Marker(canvas.ShapeOf(f.place(c.method)), d.X, d.Y, 3.5, ink, false)
		p.Mark(canvas.MethodMark, f.in.Study.Methods[c.method], c.points[k].condition, canvas.Box(d.X-5, d.Y-5, d.X+5, d.Y+5))
	}
}

// place is that of a method in the palette.
func (f *degradation) place(method int) int { return f.in.place(f.in.Study.Methods[method], method) }
