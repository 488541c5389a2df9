package charts

import (
	"lacuna/charts/canvas"
	"lacuna/internal/say"

	vgdraw "gonum.org/v1/plot/vg/draw"
)

// axis holds zero, the band and the intervals of all but small strata, which are so
// wide that nothing else could be read; all where there is none but small ones.
func (f *difference) axis() canvas.Span {
	s := f.values(fewRecords)
	if s.Empty() {
		s = f.values(1)
	}
	k := f.scale()
	s.Add(-2*k*f.in.negligible(), 2*k*f.in.negligible())
	most := k * f.m.ceiling()
	return s.Widen(0.06*k, 0.04, -most, most)
}

// beyond counts the strata of which something lies over an end of the axis.
func (f *difference) beyond() int {
	axis, n := f.axis(), 0
	for _, r := range f.rows {
		low, high := f.scale()*r.pair.CI95.Low, f.scale()*r.pair.CI95.High
		if r.pair.N > 0 && (low < axis.Low || high > axis.High) {
			n++
		}
	}
	return n
}

// axisTitle names what is drawn.
func (f *difference) axisTitle() string {
	switch {
	case f.m.Metric == Accuracy:
		return say.Text("difference in accuracy (A−B), percentage points")
	case f.m.falling:
		return say.Form("difference in %s (B−A)", f.m.title)
	}
	return say.Form("difference in %s (A−B)", f.m.title)
}

// axisBrief is axisTitle in less room.
func (f *difference) axisBrief() string {
	switch {
	case f.m.Metric == Accuracy:
		return say.Text("A−B, percentage points")
	case f.m.falling:
		return say.Form("%s, B−A", f.m.title)
	}
	return say.Form("%s, A−B", f.m.title)
}

// chart describes the rows to the layout.
func (f *difference) chart() rowChart {
	rc := rowChart{
		first: f.first, pin: f.in.Pinned, heads: []string{"P(A>B)", say.Text("n test")}, keep: 1, lanes: 1, axis: f.axis(),
		metric: f.axisTitle(), brief: f.axisBrief(), behind: f.band, names: f.in.Table.Modalities,
	}
	strata := &strata{in: f.in, whole: wholeData(f.in)}
	for _, r := range f.rows {
		if r.pair.N == 0 {
			continue
		}
		line := strata.row(r.stratumRow)
		n := r.pair.N
		line.faint, line.warn = n < fewRecords, false
		line.cells = []string{probability(r.pair.PABetter), f.in.tested(r.Stratum, n)}
		if n < tooFewRecords {
			line.cells[0] = "–"
		}
		rc.rows = append(rc.rows, line)
	}
	return rc
}

// Natural implements tall.
func (f *difference) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return f.chart().Natural(p) + p.LegendHeight(p.Frame().Width(), f.legend(p))
}

// Draw implements Figure.
func (f *difference) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	r, ok := p.LegendIn(p.Frame(), f.legend(p), leastTall)
	if !ok {
		return nil
	}
	r.Top += 2
	plan := f.chart().draw(p, r)
	p.Mark(canvas.Body, "", "", plan.Rect)
	for i, row := range plan.rows {
		for _, d := range f.rows {
			if d.Name == row.key {
				f.mark(p, plan, plan.y[i], d)
			}
		}
	}
	return *p.Regions
}

// legend names the sides: which method is ahead where.
func (f *difference) legend(p canvas.Pen) []canvas.Entry {
	a, b := f.names()
	side := func(i int) func(x, y float64) {
		return func(x, y float64) { p.Marker(canvas.ShapeOf(f.place(i)), x, y, 4, p.Style.Method(f.place(i)), false) }
	}
	entries := []canvas.Entry{
		{Text: say.Form("B %s better (left)", b), Draw: side(f.b), Key: b},
		{Text: say.Form("A %s better (right)", a), Draw: side(f.a), Key: a},
		{Text: say.Text("negligible"), Draw: func(x, y float64) { p.Fill(canvas.Box(x-7, y-5, x+7, y+5), p.Style.Fade(p.Style.Muted, 0.25)) }, Key: ""},
	}
	for _, r := range f.rows {
		if r.masked.N > 0 {
			return append(entries, canvas.Entry{Text: say.Text("complete records, masked"), Draw: func(x, y float64) { p.Cross(x, y, 3, 1.5, p.Style.Text) }, Key: ""})
		}
	}
	return entries
}

// band shades what is negligible and draws zero.
func (f *difference) band(p canvas.Pen, pn canvas.Panel) {
	ink := p.Style.Muted
	ink.A = 50
	p.Fill(canvas.Box(pn.X(-f.scale()*f.in.negligible()), pn.Top, pn.X(f.scale()*f.in.negligible()), pn.Bottom), ink)
	p.Line(pn.X(0), pn.Top, pn.X(0), pn.Bottom, 1, p.Style.Muted)
}

// mark draws the difference in the colour and shape of the method ahead;
// hollow where there are few records, grey where it is not clear which is.
func (f *difference) mark(p canvas.Pen, plan rowPlan, y float64, r differenceRow) {
	pair, ahead := r.pair, f.a
	if pair.Difference < 0 {
		ahead = f.b
	}
	ink := p.Style.Muted
	if pair.Told() {
		ink = p.Style.Method(f.place(ahead))
	}
	p.Whisker(plan.Panel, f.scale()*pair.CI95.Low, f.scale()*pair.CI95.High, y, ink)
	if x := f.scale() * r.masked.Difference; r.masked.N > 0 && !p.Beyond(plan.Panel, x, y, p.Style.Text) {
		p.Cross(plan.X(x), y, 3.2, 3, p.Style.Background)
		p.Cross(plan.X(x), y, 3.2, 1.5, p.Style.Text)
	}
	if d := f.scale() * pair.Difference; pair.N >= tooFewRecords && !p.Beyond(plan.Panel, d, y, ink) {
		p.Marker(canvas.ShapeOf(f.place(ahead)), plan.X(d), y, 4.2, ink, pair.N < fewRecords)
	}
}

// place is that of a method in the palette.
func (f *difference) place(method int) int { return f.in.place(f.in.Table.Methods[method], method) }
