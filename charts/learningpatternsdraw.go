package charts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// A panel of a method is so large at the least; on paper it is so high.
const (
	leastWide  = 96.0
	leastHigh  = 84.0
	usualHigh  = 190.0
	leaderRoom = 12.0 // between the end of the lines and their numbers
)

// across is how many panels stand side by side.
func (f *learningPatterns) across(width float64) int {
	return max(1, min(len(f.methods), int(width/leastWide)))
}

// Natural implements tall.
func (f *learningPatterns) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	width := p.Frame().Width()
	columns := f.across(width)
	return p.LegendHeight(width, f.legend(p)) + usualHigh*float64((len(f.methods)+columns-1)/columns)
}

// draw draws a panel for each method, all with one axis of losses. Patterns are
// numbered: many names at the ends of lines would leave no room for these.
func (f *learningPatterns) draw(p canvas.Pen) {
	r, ok := p.LegendIn(p.Frame(), f.legend(p), leastTall)
	if !ok {
		return
	}
	columns := f.across(r.Width())
	rows := max(1, min((len(f.methods)+columns-1)/columns, int(r.Height()/leastHigh)))
	shown := f.methods[:min(len(f.methods), columns*rows)]
	if left := len(f.methods) - len(shown); left > 0 {
		r.Bottom -= p.Style.Small * 1.5
		words := say.Form("+ %s without room: enlarge the chart, or hide others.", plural(left, "method", "methods"))
		p.Text(r.Left, r.Bottom+p.Style.Small*0.8, p.Clip(words, p.Style.Small, r.Width()), p.Style.Small, p.Style.Muted, canvas.Start)
	}
	columns = min(columns, len(shown))
	wide, high := r.Width()/float64(columns), r.Height()/float64(rows)
	for k, m := range shown {
		x, y := r.Left+float64(k%columns)*wide, r.Top+float64(k/columns)*high
		f.panel(p, canvas.Box(x, y, x+wide-6, y+high), m, k%columns == 0)
	}
}

// legend numbers the patterns.
func (f *learningPatterns) legend(p canvas.Pen) []canvas.Entry {
	ink := p.Style.Muted
	entries := []canvas.Entry{{Text: f.allWords(), Draw: func(x, y float64) { p.Line(x-8, y, x+8, y, 2, ink) }, Key: ""}}
	for k, pattern := range f.patterns {
		number := strconv.Itoa(k + 1)
		entries = append(entries, canvas.Entry{Text: f.name(pattern) + " " + f.sizes(pattern), Draw: func(x, y float64) {
			p.Text(x, y, number, p.Style.Body, p.Style.Text, canvas.Middle)
		}, Key: ""})
	}
	return append(entries, f.in.Curves.Smoothing.entry(p)...)
}

// allWords name the thick line.
func (f *learningPatterns) allWords() string {
	if f.in.Curves.Smoothing != NotSmoothed {
		return say.Text("all records, smoothed")
	}
	return say.Text("all records")
}

// sizes says how many validation records of a pattern the methods have.
func (f *learningPatterns) sizes(pattern dataset.Pattern) string {
	low, high := math.MaxInt, 0
	for _, m := range f.methods {
		for _, l := range m.lines {
			if l.pattern == pattern {
				low, high = min(low, l.n), max(high, l.n)
			}
		}
	}
	if low == high {
		return fmt.Sprintf("n %s", count(low))
	}
	return say.Form("n %s–%s", count(low), count(high))
}

// panel draws the lines of one method.
func (f *learningPatterns) panel(p canvas.Pen, r canvas.Rect, m patternedCurves, first bool) {
	ink := p.LineInk(p.Style.Method(m.place))
	head := p.Style.Body * 1.4
	p.Text(r.Left+4, r.Top+head/2, p.Clip(m.name, p.Style.Body, r.Width()-4), p.Style.Body, p.Readable(ink), canvas.Start)
	p.Mark(canvas.MethodMark, m.name, "", canvas.Box(r.Left, r.Top, r.Right, r.Top+head))
	losses := f.span().Widen(0.05, 0.04, 0, math.Inf(1))
	plt := p.NewPlot()
	plt.X.Min, plt.X.Max = 1, math.Max(2, float64(m.reach()))
	plt.Y.Min, plt.Y.Max = losses.Low, losses.High
	plt.X.Label.Text = m.steps().one()
	if first {
		plt.Y.Label.Text = say.Text("validation loss")
	}
	if p.Width(plt.Y.Label.Text, p.Style.Small) > r.Height()-40 {
		plt.Y.Label.Text = say.Text("loss")
	}
	plt.X.Tick.Marker = canvas.WholeTicks(1, plt.X.Max, max(2, int(r.Width()/45)))
	plt.Y.Tick.Marker = canvas.Labelled(losses.Low, losses.High, max(2, int(r.Height()/36)))
	plt.Y.Width, plt.Y.Tick.Length = 0, 0
	p.Grid(plt, false, true)
	pn := p.DrawPlot(plt, canvas.Box(r.Left, r.Top+head, r.Right-leaderRoom-p.Style.Small*1.4, r.Bottom))
	p.Mark(canvas.Body, "", "", pn.Rect)
	if f.in.Curves.Smoothing != NotSmoothed {
		_, raw := m.dots(pn, m.mean)
		p.Curve(pn, raw, 1, faint(p, ink))
		for _, l := range m.lines {
			p.Curve(pn, l.dots(pn, l.loss), 0.6, faint(p, ink))
		}
	}
	_, all := m.dots(pn, m.shown)
	p.Curve(pn, all, 2, ink)
	f.thin(p, pn, m)
}

// dots are the points of losses, an epoch each, in a panel.
func (l patternLine) dots(pn canvas.Panel, losses []float64) []canvas.Dot {
	dots := make([]canvas.Dot, len(losses))
	for k, loss := range losses {
		dots[k] = canvas.Dot{X: pn.X(float64(l.from + k)), Y: pn.Y(loss)}
	}
	return dots
}

// patternDash tells lines of one colour apart.
func patternDash(k int) []float64 {
	return [][]float64{nil, {6, 2}, {2, 2}, {8, 2, 2, 2}, {12, 3}}[k%5]
}

// thin draws a line for each pattern, its number at the end.
func (f *learningPatterns) thin(p canvas.Pen, pn canvas.Panel, m patternedCurves) {
	ink := p.LineInk(p.Style.Method(m.place))
	height := p.Style.Small * 1.1
	type ending struct {
		number string
		x, y   float64
	}
	var ends []ending
	for _, l := range m.lines {
		k := slices.Index(f.patterns, l.pattern)
		dots := l.dots(pn, l.shown)
		p.Curve(pn, dots, 1, ink, patternDash(k)...)
		end := dots[len(dots)-1]
		ends = append(ends, ending{strconv.Itoa(k + 1), end.X, end.Y})
	}
	slices.SortStableFunc(ends, func(a, b ending) int { return cmp.Compare(a.y, b.y) })
	labels := make([]canvas.Placed, len(ends))
	for i, e := range ends {
		labels[i] = canvas.Placed{Text: e.number, X: e.y, Width: height}
	}
	for i, l := range canvas.Spread(labels, pn.Top, pn.Bottom, 0) {
		p.Leader(ends[i].x, ends[i].y, pn, l.X, leaderRoom)
		p.Text(pn.Right+leaderRoom+2, l.X, l.Text, p.Style.Small, p.Readable(ink), canvas.Start)
	}
}
