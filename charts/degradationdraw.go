package charts

import (
	"image/color"
	"slices"

	"lacuna/charts/canvas"
	"lacuna/experiment/result"
	"lacuna/internal/say"
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
		p.Text(r.Left, r.Bottom+p.Style.Small*0.8, say.Form("and %s (in the CSV)", plural(folded, "more panel", "more panels")), p.Style.Small, p.Style.Muted, canvas.Start)
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
	return append(entries[:fit-1:fit-1], canvas.Entry{Text: say.Form("and %d more", len(entries)-fit+1), Draw: func(float64, float64) {}, Key: ""})
}

func (f *degradation) legend(p canvas.Pen) []canvas.Entry {
	var entries []canvas.Entry
	for _, i := range f.shown {
		if !slices.ContainsFunc(f.panels[0].curves, func(c degradationCurve) bool { return c.method == i }) {
			continue
		}
		entries = append(entries, f.drawn(degradationCurve{method: i}).entry(p))
	}
	return append(entries, referenceEntry(p, say.Text("missing in training")))
}

// drawn is a curve as it is drawn.
func (f *degradation) drawn(c degradationCurve) curve {
	name := f.in.Study.Methods[c.method]
	out := curve{method: name, place: f.in.place(name, c.method)}
	for _, pt := range c.points {
		out.points = append(out.points, pt.curvePoint)
	}
	return out
}

// panel draws one mechanism: title, axes, bands, curves and what was missing in
// training.
func (f *degradation) panel(p canvas.Pen, r canvas.Rect, panel degradationPanel) {
	if len(f.panels) > 1 {
		r.Top = titleLine(p, r, capital(result.HidingWords(panel.mechanism)), p.Style.Text)
	}
	if len(f.sweep.Trainings) > 1 { // with one, the finding names it, and there is more room for what differs
		r.Top = titleLine(p, r, say.Form("trained on %s", f.training(panel)), p.Style.Muted)
	}
	var curves []curve
	for _, c := range panel.curves {
		curves = append(curves, f.drawn(c))
	}
	curveFrame{
		across: f.rates().Widen(0.05, 0.03, 0, 1), values: f.values().Widen(0.05, 0.03, 0, f.m.ceiling()),
		label: say.Text("share of modalities missing from the test"), short: say.Text("missing"), title: f.m.title, spacing: 50,
		reference: f.sweep.Trainings[panel.training].Dev.Rates.Cell,
	}.draw(p, r, curves)
}

// titleLine writes a line of a panel's title, and returns where it ends.
func titleLine(p canvas.Pen, r canvas.Rect, text string, ink color.Color) float64 {
	p.Text(r.Left, r.Top+p.Style.Small*0.7, p.Clip(text, p.Style.Small, r.Width()), p.Style.Small, ink, canvas.Start)
	return r.Top + p.Style.Small*1.6
}
