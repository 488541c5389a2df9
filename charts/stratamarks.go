package charts

import (
	"image/color"
	"math"

	"lacuna/charts/canvas"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Natural implements tall.
func (f *strata) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return f.natural(p, f.named(p, f.chart(), p.Frame()))
}

// natural is the height of named rows with their legend.
func (f *strata) natural(p canvas.Pen, rc rowChart) float64 {
	return rc.Natural(p) + p.LegendHeight(p.Frame().Width(), f.legend(p, rc))
}

// named settles the chart so that its methods can be told: where names above columns
// would be cut, numbers stand there for a legend, if that has room in r. On paper it
// stands in any case.
func (f *strata) named(p canvas.Pen, rc rowChart, r canvas.Rect) rowChart {
	rc = rc.settled(p, p.Frame())
	if len(rc.panels) == 0 || !rc.topHeads(p, r).Cut() {
		return rc
	}
	numbered := rc
	numbered.numbered = true
	if !p.Style.Screen || p.LegendFits(r, f.legend(p, numbered), leastTall) {
		return numbered
	}
	return rc
}

// mostPitch is the most that a lane is high.
const mostPitch = 12.0

// marks draws all methods of one row, each in a lane or a column of its own.
func (f *strata) marks(p canvas.Pen, plan rowPlan, i int, r stratumRow) {
	if len(plan.panels) > 1 {
		for k, method := range f.shown {
			f.mark(p, plan.panels[k], plan.y[i], min(plan.height, 2*mostPitch), method, r)
		}
		return
	}
	lanes := float64(len(f.shown))
	pitch := min(mostPitch, (plan.height-4)/lanes)
	for k, method := range f.shown {
		y := plan.y[i] + (float64(k)-(lanes-1)/2)*pitch
		f.mark(p, plan.Panel, y, pitch, method, r)
	}
}

// mark draws one method's score: interval, seeds, masked series and dot, the
// dot last so that it stays on top.
func (f *strata) mark(p canvas.Pen, pn canvas.Panel, y, pitch float64, method int, r stratumRow) {
	place := f.place(method)
	s, ink := r.scores[method], p.Style.Method(place)
	radius := min(4, max(2.6, pitch*0.42))
	box := canvas.Box(pn.Left, y-pitch/2, pn.Right, y+pitch/2)
	p.Mark(canvas.MethodMark, f.in.Table.Methods[method], r.Name, box)
	if s.N == 0 {
		return
	}
	if low, high, ok := f.m.interval(s); ok {
		p.Whisker(pn, low, high, y, ink, canvas.DashOf(place)...)
	}
	if f.m.Metric == Accuracy && s.Runs > 1 && s.N >= tooFewRecords {
		for _, v := range apartOn(pn, s.PerRun) {
			p.Tick(pn, v, y, y+min(radius+3, pitch*0.55), ink)
		}
	}
	if r.masked != nil {
		f.maskedMark(p, pn, y, radius, r.masked[method], ink)
	}
	if v := f.m.of(s); s.N >= tooFewRecords && !p.Beyond(pn, v, y, ink) {
		p.Marker(canvas.ShapeOf(place), pn.X(v), y, radius, ink, s.N < fewRecords)
	}
}

// apartOn leaves out values that would be drawn over others, within half a point:
// thousands of runs make no larger picture than hundreds.
func apartOn(pn canvas.Panel, values []float64) []float64 {
	seen := map[float64]bool{}
	var list []float64
	for _, v := range values {
		if at := math.Round(2 * pn.X(v)); !seen[at] {
			seen[at] = true
			list = append(list, v)
		}
	}
	return list
}

func (f *strata) maskedMark(p canvas.Pen, pn canvas.Panel, y, radius float64, s metric.Score, ink color.NRGBA) {
	v := f.m.of(s)
	if s.N == 0 || p.Beyond(pn, v, y, ink) {
		return
	}
	r := radius * 0.85
	p.Cross(pn.X(v), y, r, 3, p.Style.Background)
	p.Cross(pn.X(v), y, r, 1.5, ink)
}

// place is that of a method in the palette.
func (f *strata) place(method int) int { return f.in.place(f.in.Table.Methods[method], method) }

// legend names the methods, where no column does or by its number, and the lines where
// nothing else does.
func (f *strata) legend(p canvas.Pen, rc rowChart) []canvas.Entry {
	var entries []canvas.Entry
	named := f.shown
	if len(rc.panels) > 0 {
		entries = rc.entries(p)
		if !rc.numbered {
			named = nil
		}
	}
	for k, i := range named {
		place := f.place(i)
		ink, words := p.Style.Method(place), f.in.Table.Methods[i]
		if rc.numbered {
			words = numberOf(k) + " " + words
		}
		entries = append(entries, canvas.Entry{Text: words, Draw: func(x, y float64) {
			p.Line(x-8, y, x+8, y, 1.5, ink, canvas.DashOf(place)...)
			p.Marker(canvas.ShapeOf(place), x, y, 4, ink, false)
		}, Key: f.in.Table.Methods[i]})
	}
	if f.masked {
		entries = append(entries, canvas.Entry{Text: say.Text("complete records, masked"), Draw: func(x, y float64) { p.Cross(x, y, 3, 1.5, p.Style.Text) }, Key: ""})
	}
	return entries
}
