package charts

import (
	"fmt"
	"image/color"
	"math"
	"slices"
)

// The least size of a panel in pixels, and what stands between two.
const (
	leastPanelWidth  = 190.0
	leastPanelHeight = 120.0
	panelGap         = 14.0
)

// natural implements tall.
func (f *degradation) natural(p pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	across := f.across(p.frame().Width())
	rows := (len(f.panels) + across - 1) / across
	return float64(rows)*max(leastPanelHeight*1.6, 330/float64(rows)) + 3*p.s.Body*1.5
}

// across is how many panels stand side by side.
func (f *degradation) across(width float64) int {
	return max(1, min(len(f.panels), int((width+panelGap)/(leastPanelWidth+panelGap))))
}

func (f *degradation) draw(p pen) {
	r := p.frame()
	bottom, _ := p.legend(r, f.fitting(p, r.Height()-leastPanelHeight))
	r.Top = bottom + 4
	across := f.across(r.Width())
	down := (len(f.panels) + across - 1) / across
	fit := max(1, int((r.Height()+panelGap)/(leastPanelHeight+panelGap)))
	if folded := len(f.panels) - fit*across; folded > 0 {
		down = fit
		r.Bottom -= p.s.Small * 1.6
		p.text(r.Left, r.Bottom+p.s.Small*0.8, fmt.Sprintf("and %s (in the CSV)", plural(folded, "more panel")), p.s.Small, p.s.Muted, start)
	}
	width := (r.Width() - panelGap*float64(across-1)) / float64(across)
	height := (r.Height() - panelGap*float64(down-1)) / float64(down)
	for k, panel := range f.panels[:min(len(f.panels), across*down)] {
		left, top := r.Left+float64(k%across)*(width+panelGap), r.Top+float64(k/across)*(height+panelGap)
		f.panel(p, Rect{left, top, left + width, top + height}, panel)
	}
}

// fitting is the legend, as far as it leaves room for a panel where each of its
// entries takes a line.
func (f *degradation) fitting(p pen, room float64) []legendEntry {
	entries := f.legend(p)
	fit := max(1, int(room/(p.s.Body*1.5)))
	if len(entries) <= fit {
		return entries
	}
	return append(entries[:fit-1:fit-1], legendEntry{fmt.Sprintf("and %d more", len(entries)-fit+1), func(float64, float64) {}, ""})
}

func (f *degradation) legend(p pen) []legendEntry {
	var entries []legendEntry
	for _, i := range f.shown {
		if !slices.ContainsFunc(f.panels[0].curves, func(c degradationCurve) bool { return c.method == i }) {
			continue
		}
		ink := p.s.Method(i)
		name := f.in.Study.Methods[i]
		entries = append(entries, legendEntry{name, func(x, y float64) {
			p.line(x-8, y, x+8, y, 1.5, p.lineInk(ink), dashOf(i)...)
			p.marker(shapeOf(i), x, y, 4, ink, false)
		}, name})
	}
	return append(entries, legendEntry{"missing in training", func(x, y float64) { p.line(x, y-6, x, y+6, 1.5, p.s.Muted, 3, 3) }, ""})
}

// panel draws one mechanism: title, axes, bands, curves and what was missing in
// training.
func (f *degradation) panel(p pen, r Rect, panel degradationPanel) {
	if len(f.panels) > 1 {
		title := fmt.Sprintf("%s, trained on %s", panel.mechanism, f.training(panel))
		p.text(r.Left, r.Top+p.s.Small*0.7, p.clip(title, p.s.Small, r.Width()), p.s.Small, p.s.Text, start)
		r.Top += p.s.Small * 1.6
	}
	ceiling := math.Inf(1)
	if f.m.bounded {
		ceiling = 1
	}
	values, rates := f.values().widen(0.05, 0.03, 0, ceiling), f.rates().widen(0.05, 0.03, 0, 1)
	plt := p.newPlot()
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = rates.low, rates.high, values.low, values.high
	plt.X.Label.Text, plt.Y.Label.Text = "share of modalities missing from the test", f.m.title
	if p.width(plt.X.Label.Text, p.s.Small) > r.Width()-40 {
		plt.X.Label.Text = "missing"
	}
	if p.width(plt.Y.Label.Text, p.s.Small) > r.Height()-40 {
		plt.Y.Label.Text = ""
	}
	plt.X.Tick.Marker = ticks(rates.low, rates.high, max(2, int(r.Width()/50)))
	plt.Y.Tick.Marker = ticks(values.low, values.high, max(2, int(r.Height()/36)))
	plt.Y.Width, plt.Y.Tick.Length = 0, 0
	p.grid(plt, false, true)
	pn := p.drawPlot(plt, r)
	p.mark(Body, "", "", pn.Rect)
	x := pn.x(f.sweep.Trainings[panel.training].Dev.Rates.Cell)
	p.line(x, pn.Top, x, pn.Bottom, 1.5, p.s.Muted, 3, 3)
	for _, c := range panel.curves {
		f.band(p, pn, c)
	}
	for _, c := range panel.curves {
		f.line(p, pn, c)
	}
}

// band fills the intervals of a curve.
func (f *degradation) band(p pen, pn panel, c degradationCurve) {
	var upper, lower []dot
	for _, pt := range c.points {
		if !math.IsNaN(pt.low) && !math.IsNaN(pt.high) {
			upper, lower = append(upper, dot{pn.x(pt.x), pn.y(pt.high)}), append(lower, dot{pn.x(pt.x), pn.y(pt.low)})
		}
	}
	slices.Reverse(lower)
	ink := p.s.Method(c.method)
	p.area(append(upper, lower...), color.NRGBA{ink.R, ink.G, ink.B, 40})
}

func (f *degradation) line(p pen, pn panel, c degradationCurve) {
	ink := p.s.Method(c.method)
	var points []dot
	for _, pt := range c.points {
		points = append(points, dot{pn.x(pt.x), pn.y(pt.y)})
	}
	p.curve(pn, points, 1.8, p.lineInk(ink), dashOf(c.method)...)
	for k, d := range points {
		p.marker(shapeOf(c.method), d.x, d.y, 3.5, ink, false)
		p.mark(MethodMark, f.in.Study.Methods[c.method], c.points[k].condition, Rect{d.x - 5, d.y - 5, d.x + 5, d.y + 5})
	}
}
