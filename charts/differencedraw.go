package charts

import (
	"fmt"

	"gonum.org/v1/plot"
	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/metric"
)

// axis is symmetric enough to hold zero and the band.
func (f *difference) axis() span {
	s := f.values(tooFewRecords)
	if s.empty() {
		s = f.values(1)
	}
	s.add(-200*metric.Negligible, 200*metric.Negligible)
	return s.widen(6, 0.04, -100, 100)
}

// chart describes the rows to the layout.
func (f *difference) chart() rowChart {
	axis := f.axis()
	rc := rowChart{
		heads: []string{"P(A>B)", "n test"}, lanes: 1, axis: axis,
		metric: "difference in accuracy (A−B), percentage points",
		ticks:  func(room float64) plot.ConstantTicks { return ticks(axis.low, axis.high, max(2, int(room/36))) },
	}
	strata := &strata{in: f.in}
	for _, r := range f.rows {
		if r.pair.N == 0 {
			continue
		}
		line := strata.row(r.stratumRow)
		n := r.pair.N
		line.faint, line.warn = n < fewRecords, false
		line.cells = []string{probability(r.pair.PABetter), count(n)}
		if line.faint {
			line.cells[1] = fmt.Sprintf("n=%d", n)
		}
		if n < tooFewRecords {
			line.cells[0] = "–"
		}
		rc.rows = append(rc.rows, line)
	}
	return rc
}

// natural implements tall.
func (f *difference) natural(p pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return f.chart().natural(p) + p.s.Body*1.5
}

// Draw implements Figure.
func (f *difference) Draw(c vgdraw.Canvas, s Style) []Region {
	p, ok := begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	r := p.frame()
	bottom, _ := p.legend(r, f.legend(p))
	r.Top = bottom + 2
	plan := f.chart().draw(p, r)
	p.mark(Body, "", "", plan.Rect)
	f.band(p, plan.panel)
	for i, row := range plan.rows {
		for _, d := range f.rows {
			if d.Name == row.key {
				f.mark(p, plan, plan.y[i], d)
			}
		}
	}
	return *p.regions
}

// legend names the sides: which method is ahead where.
func (f *difference) legend(p pen) []legendEntry {
	a, b := f.names()
	side := func(i int) func(x, y float64) {
		return func(x, y float64) { p.marker(shapeOf(i), x, y, 4, p.s.Method(i), false) }
	}
	entries := []legendEntry{
		{"B " + b + " better (left)", side(f.b), b},
		{"A " + a + " better (right)", side(f.a), a},
		{"negligible", func(x, y float64) { p.fill(Rect{x - 7, y - 5, x + 7, y + 5}, p.s.fade(p.s.Muted, 0.25)) }, ""},
	}
	for _, r := range f.rows {
		if r.masked.N > 0 {
			return append(entries, legendEntry{"complete records, masked", func(x, y float64) { p.cross(x, y, 3, 1.5, p.s.Text) }, ""})
		}
	}
	return entries
}

// band shades what is negligible and draws zero.
func (f *difference) band(p pen, pn panel) {
	ink := p.s.Muted
	ink.A = 50
	p.fill(Rect{pn.x(-100 * metric.Negligible), pn.Top, pn.x(100 * metric.Negligible), pn.Bottom}, ink)
	p.line(pn.x(0), pn.Top, pn.x(0), pn.Bottom, 1, p.s.Muted)
}

// mark draws the difference in the colour and shape of the method ahead;
// hollow where there are few records, grey where it is not clear which is.
func (f *difference) mark(p pen, plan rowPlan, y float64, r differenceRow) {
	pair, ahead := r.pair, f.a
	if pair.Difference < 0 {
		ahead = f.b
	}
	ink := p.s.Muted
	if pair.Told() {
		ink = p.s.Method(ahead)
	}
	p.bar(plan.panel, 100*pair.CI95.Low, 100*pair.CI95.High, y, ink)
	if x := 100 * r.masked.Difference; r.masked.N > 0 && !p.beyond(plan.panel, x, y, p.s.Text) {
		p.cross(plan.x(x), y, 3.2, 3, p.s.Background)
		p.cross(plan.x(x), y, 3.2, 1.5, p.s.Text)
	}
	if d := 100 * pair.Difference; pair.N >= tooFewRecords && !p.beyond(plan.panel, d, y, ink) {
		p.marker(shapeOf(ahead), plan.x(d), y, 4.2, ink, pair.N < fewRecords)
	}
}
