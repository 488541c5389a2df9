package charts

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// dot is a point of a curve in pixels.
type dot struct{ x, y float64 }

func (f *learning) draw(p pen) {
	r := p.frame()
	bottom, _ := p.legend(r, f.legend(p))
	names := make([]string, len(f.curves))
	for i, m := range f.curves {
		names[i] = m.name
	}
	room := min(p.widest(p.s.Body, names...)+12, r.Width()*0.35)
	pn := f.axes(p, Rect{r.Left, bottom + 4, r.Right - room, r.Bottom})
	p.mark(Body, "", "", pn.Rect)
	for _, m := range f.curves {
		f.band(p, pn, m)
	}
	for _, m := range f.curves {
		f.lines(p, pn, m)
	}
	for _, m := range f.curves {
		f.chosen(p, pn, m)
	}
	f.names(p, pn, r.Right)
}

func (f *learning) legend(p pen) []legendEntry {
	ink := p.s.Muted
	entries := []legendEntry{
		{"validation", func(x, y float64) { p.line(x-8, y, x+8, y, 2, ink) }, ""},
		{"training", func(x, y float64) { p.line(x-8, y, x+8, y, 1.2, ink, 4, 2) }, ""},
		{"epoch used", func(x, y float64) {
			p.marker(circle, x, y, 4, ink, false)
			p.ring(x, y, 4, 1.2, p.s.Text)
		}, ""},
	}
	for _, m := range f.curves {
		if len(m.runs) > 1 {
			band := legendEntry{"range of runs", func(x, y float64) { p.fill(Rect{x - 7, y - 5, x + 7, y + 5}, p.s.fade(ink, 0.3)) }, ""}
			return append(entries, band)
		}
	}
	return entries
}

// axes draws the empty plot.
func (f *learning) axes(p pen, r Rect) panel {
	plt := p.newPlot()
	losses := f.drawn().widen(0.05, 0.04, 0, math.Inf(1))
	plt.X.Min, plt.X.Max = 1, math.Max(2, float64(f.lastEpoch()))
	plt.Y.Min, plt.Y.Max = losses.low, losses.high
	plt.X.Label.Text, plt.Y.Label.Text = "epoch", "loss"
	plt.X.Tick.Marker = ticks(1, plt.X.Max, max(2, int(r.Width()/45)))
	plt.Y.Tick.Marker = ticks(losses.low, losses.high, max(2, int(r.Height()/36)))
	plt.Y.Width = 0
	plt.Y.Tick.Length = 0
	p.grid(plt, false, true)
	return p.drawPlot(plt, r)
}

// band fills between the smallest and the largest of the runs.
func (f *learning) band(p pen, pn panel, m methodCurves) {
	if len(m.runs) < 2 {
		return
	}
	var upper, lower []dot
	for _, e := range m.mean {
		if !e.validBand.empty() {
			upper = append(upper, dot{pn.x(float64(e.epoch)), pn.y(e.validBand.high)})
			lower = append(lower, dot{pn.x(float64(e.epoch)), pn.y(e.validBand.low)})
		}
	}
	slices.Reverse(lower)
	ink := p.s.Method(m.index)
	ink.A = 45
	p.area(append(envelope(upper), envelope(lower)...), ink)
}

// lines draws the means while all runs go on, and then each run by itself.
func (f *learning) lines(p pen, pn panel, m methodCurves) {
	ink := p.lineInk(p.s.Method(m.index))
	var train, validation []dot
	for _, e := range m.mean {
		x := pn.x(float64(e.epoch))
		train, validation = append(train, dot{x, pn.y(e.train)}), append(validation, dot{x, pn.y(e.validation)})
	}
	p.curve(pn, train, 1.2, ink, 4, 2)
	p.curve(pn, validation, 2, ink, dashOf(m.index)...)
	faint := p.s.fade(ink, 0.5)
	for _, r := range m.runs {
		if len(m.runs) == 1 || len(r.epochs) <= len(m.mean) {
			continue
		}
		var tail []dot
		for _, e := range r.epochs[len(m.mean)-1:] {
			tail = append(tail, dot{pn.x(float64(e.Epoch)), pn.y(e.ValidationLoss)})
		}
		p.curve(pn, tail, 1, faint)
	}
}

// chosen marks the epoch that each run used.
func (f *learning) chosen(p pen, pn panel, m methodCurves) {
	for _, r := range m.runs {
		if e, ok := r.at(r.chosen); ok && !math.IsNaN(e.ValidationLoss) {
			x, y := pn.x(float64(e.Epoch)), pn.y(e.ValidationLoss)
			p.marker(shapeOf(m.index), x, y, 4, p.s.Method(m.index), false)
			p.solid(1.2, p.s.Text)
			p.c.Stroke(p.shapePath(shapeOf(m.index), x, y, 4))
		}
	}
}

// names labels the curves at their ends, moved apart where they would touch.
func (f *learning) names(p pen, pn panel, right float64) {
	order := slices.Clone(f.curves)
	height := p.s.Body * 1.25
	at := func(m methodCurves) float64 { return pn.y(m.end()) }
	slices.SortStableFunc(order, func(a, b methodCurves) int { return cmp.Compare(at(a), at(b)) })
	labels := make([]placed, len(order))
	for i, m := range order {
		labels[i] = placed{text: m.name, x: at(m), width: height}
	}
	for i, l := range spread(labels, pn.Top, pn.Bottom, 0) {
		m := order[i]
		ink := p.lineInk(p.s.Method(m.index))
		p.line(pn.x(float64(m.last())), pn.y(m.end()), pn.Right+6, l.x, 1, p.s.Muted, 1, 3)
		p.text(pn.Right+8, l.x, p.clip(l.text, p.s.Body, right-pn.Right-8), p.s.Body, p.readable(ink), start)
		p.mark(MethodMark, m.name, "", Rect{pn.Right, l.x - height/2, right, l.x + height/2})
	}
}

// end is the last validation loss, or training loss where there is no other,
// of the longest run.
func (m *methodCurves) end() float64 {
	longest := m.runs[0]
	for _, r := range m.runs {
		if len(r.epochs) > len(longest.epochs) {
			longest = r
		}
	}
	if len(longest.epochs) == len(m.mean) {
		if v := m.mean[len(m.mean)-1]; !math.IsNaN(v.validation) {
			return v.validation
		}
	}
	last := longest.epochs[len(longest.epochs)-1]
	if math.IsNaN(last.ValidationLoss) {
		return last.TrainLoss
	}
	return last.ValidationLoss
}

// readable moves an ink towards the text's colour until words in it reach 4.5:1.
func (p pen) readable(ink color.NRGBA) color.NRGBA {
	for share := 0.0; share < 1; share += 0.1 {
		if c := mix(ink, p.s.Text, share); contrast(c, p.s.Background) >= 4.5 {
			return c
		}
	}
	return p.s.Text
}

// curve draws a line through points within a panel, with gaps where there is
// no number.
func (p pen) curve(pn panel, points []dot, width float64, ink color.Color, dash ...float64) {
	var lines [][]vg.Point
	open := false
	for _, d := range envelope(points) {
		if math.IsNaN(d.y) {
			open = false
			continue
		}
		if !open {
			lines, open = append(lines, nil), true
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], p.at(d.x, d.y))
	}
	c := p.crop(pn.Rect)
	c.StrokeLines(vgdraw.LineStyle{Color: ink, Width: vg.Length(width) * pixel, Dashes: lengths(dash)}, c.ClipLinesXY(lines...)...)
	c.SetLineDash(nil, 0)
}

// area fills a polygon.
func (p pen) area(points []dot, ink color.Color) {
	if len(points) < 3 {
		return
	}
	var path vg.Path
	path.Move(p.at(points[0].x, points[0].y))
	for _, d := range points[1:] {
		path.Line(p.at(d.x, d.y))
	}
	path.Close()
	p.c.SetColor(ink)
	p.c.Fill(path)
}

// envelope thins a curve to what can be seen: of the points in one column of
// pixels it keeps the first, the highest, the lowest and the last.
func envelope(points []dot) []dot {
	var out []dot
	for from := 0; from < len(points); {
		to := from + 1
		for to < len(points) && math.Floor(points[to].x) == math.Floor(points[from].x) {
			to++
		}
		column := points[from:to]
		from = to
		if len(column) <= 4 {
			out = append(out, column...)
			continue
		}
		high, low := 0, 0
		for k, d := range column {
			if d.y < column[high].y {
				high = k
			}
			if d.y > column[low].y {
				low = k
			}
		}
		out = append(out, column[0], column[min(high, low)], column[max(high, low)], column[len(column)-1])
	}
	return out
}
