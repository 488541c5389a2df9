package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

var _ = register(Info{
	Name:  "difference",
	Title: "Difference of two methods",
	Help:  "The paired difference in accuracy of two methods on the same records of every stratum, with its interval and a band for negligible.",
	Needs: NeedsTable,
	New:   func(in Input) (Figure, error) { return newDifference(in) },
})

// difference compares two methods on the same records, stratum by stratum.
type difference struct {
	in   Input
	a, b int // places among the methods
	rows []differenceRow
}

// differenceRow is a stratum with the pair of methods in it.
type differenceRow struct {
	stratumRow
	pair   metric.Pair
	masked metric.Pair // on the complete records masked to the pattern; N is 0 where there are none
}

func newDifference(in Input) (*difference, error) {
	f := &difference{in: in, a: -1, b: -1}
	if err := f.choose(); err != nil || f.b < 0 {
		return f, err
	}
	names := in.Table.Methods
	ruled := slices.DeleteFunc(slices.Clone(in.Table.Strata), func(s metric.Stratum) bool { return s.Match == nil })
	pairs, err := metric.Pairs(*in.Study, names[f.a], names[f.b], ruled)
	if err != nil {
		return nil, err
	}
	byName, masked := map[string]metric.Pair{}, map[dataset.Pattern]metric.Pair{}
	for i, p := range pairs {
		byName[p.Stratum] = p
		if s := ruled[i]; s.Kind == metric.MaskedPattern {
			masked[s.Pattern] = p
		}
	}
	for _, r := range stratumRows(in) {
		row := differenceRow{stratumRow: r, pair: byName[r.Name]}
		if r.Kind == metric.OnePattern {
			row.masked = masked[r.Pattern]
		}
		f.rows = append(f.rows, row)
	}
	return f, nil
}

// choose finds the two methods: those asked for, else the first two shown.
func (f *difference) choose() error {
	shown := visible(f.in)
	for k, want := range []string{f.in.A, f.in.B} {
		at := -1
		switch {
		case want != "":
			for i, name := range f.in.Table.Methods {
				if name == want {
					at = i
				}
			}
			if at < 0 {
				return fmt.Errorf("no method %q; there are %s", want, strings.Join(f.in.Table.Methods, ", "))
			}
		case k < len(shown):
			at = shown[k]
		}
		if k == 0 {
			f.a = at
		} else {
			f.b = at
		}
	}
	return nil
}

// Name implements Figure.
func (f *difference) Name() string { return "difference" }

// nothing says why there is nothing to draw, or is empty.
func (f *difference) nothing() string {
	switch {
	case f.a < 0 || f.b < 0:
		return "Two methods are needed for a difference."
	case f.a == f.b:
		return "A method does not differ from itself: choose two."
	case f.values(1).empty():
		return "The differences will appear here when both methods have been tested on the same records."
	}
	return ""
}

// names are the two methods.
func (f *difference) names() (a, b string) {
	return f.in.Table.Methods[f.a], f.in.Table.Methods[f.b]
}

// values is the span of the differences, in points, of strata of at least n
// test records.
func (f *difference) values(n int) span {
	s := newSpan()
	for _, r := range f.rows {
		if r.pair.N >= n {
			s.add(100*r.pair.Difference, 100*r.pair.CI95.Low, 100*r.pair.CI95.High)
		}
	}
	return s
}

// Title implements Figure.
func (f *difference) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	a, b := f.names()
	clear := 0
	for _, r := range f.rows {
		if r.pair.PHolm < 0.05 {
			clear++
		}
	}
	tail := "no stratum shows a clear difference."
	if clear > 0 {
		tail = fmt.Sprintf("a clear difference in %d of %d strata.", clear, len(f.rows))
	}
	all, ok := f.overall()
	if !ok {
		return fmt.Sprintf("%s and %s: %s", a, b, tail)
	}
	p := all.pair
	return fmt.Sprintf("%s minus %s: %s points [%s, %s] on %s; %s", a, b,
		points(p.Difference), points(p.CI95.Low), points(p.CI95.High), plural(p.N, "test record"), tail)
}

func (f *difference) overall() (differenceRow, bool) {
	for _, r := range f.rows {
		if r.Kind == metric.AllRecords && r.pair.N > 0 {
			return r, true
		}
	}
	return differenceRow{}, false
}

// points writes a difference of accuracies in percentage points with its sign.
func points(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	text := strings.ReplaceAll(fmt.Sprintf("%+.1f", 100*x), "-", "−")
	if text == "−0.0" || text == "+0.0" {
		return "0.0"
	}
	return text
}

// Description implements Figure.
func (f *difference) Description() Description {
	if reason := f.nothing(); reason != "" {
		return Description{reason, reason}
	}
	a, b := f.names()
	short := fmt.Sprintf("Accuracy of %s minus %s on the same test records, in percentage points, dataset %s. Bars: 95 %% interval of the paired difference. Band: within %.0f point either way. p adjusted over the strata (Holm).",
		a, b, f.in.Study.Dataset, 100*metric.Negligible)
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s", f.Title(), short)
	for _, r := range f.rows {
		if p := r.pair; p.N >= tooFewRecords {
			fmt.Fprintf(&text, " %s: %s [%s, %s], n = %d, probability that %s is better %.2f.", capital(f.label(r)),
				points(p.Difference), points(p.CI95.Low), points(p.CI95.High), p.N, a, p.PABetter)
		}
	}
	return Description{short, text.String()}
}

func (f *difference) label(r differenceRow) string {
	if r.Kind == metric.OnePattern {
		return patternName(r.Pattern, f.in.Table.Modalities)
	}
	return r.Title
}

// Table implements Figure: one row per stratum.
func (f *difference) Table() Table {
	t := Table{
		Header: []string{"stratum", "title", "pattern", "a", "b", "difference", "ci95_low", "ci95_high", "p", "p_holm", "p_a_better", "n_test", "n_train", "test",
			"masked_complete_difference"},
		Context: studyContext(f.in),
	}
	if f.nothing() != "" {
		return t
	}
	a, b := f.names()
	for _, r := range f.rows {
		p := r.pair
		_, train := sizes(r.scores)
		masked := ""
		if r.masked.N > 0 {
			masked = exact(r.masked.Difference)
		}
		t.Rows = append(t.Rows, []string{r.Name, r.Title, string(r.Pattern), a, b, exact(p.Difference), exact(p.CI95.Low), exact(p.CI95.High),
			exact(p.P), exact(p.PHolm), exact(p.PABetter), strconv.Itoa(p.N), strconv.Itoa(train), p.Test, masked})
	}
	return t
}

// Characters implements Figure.
func (f *difference) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	if width <= 0 {
		width = 80
	}
	lines := [][]string{{"stratum", "n", "points", "95 % interval", "p", " "}}
	axis := f.axis()
	for _, r := range f.rows {
		p := r.pair
		if p.N == 0 {
			continue
		}
		out := newStrip(axis, width-66)
		out.set(0, '│')
		out.interval(100*p.CI95.Low, 100*p.CI95.High)
		out.set(100*p.Difference, '●')
		lines = append(lines, []string{short(f.label(r), 24), count(p.N), points(p.Difference),
			points(p.CI95.Low) + " to " + points(p.CI95.High), fmt.Sprintf("%.3f", p.PHolm), out.String()})
	}
	return columns(lines)
}

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
		line.cells = []string{fmt.Sprintf("%.2f", r.pair.PABetter), count(n)}
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
// hollow where there are few records, grey where the sign is open.
func (f *difference) mark(p pen, plan rowPlan, y float64, r differenceRow) {
	pair, ahead := r.pair, f.a
	if pair.Difference < 0 {
		ahead = f.b
	}
	ink := p.s.Muted
	if pair.CI95.Low > 0 || pair.CI95.High < 0 {
		ink = p.s.Method(ahead)
	}
	p.bar(plan.panel, 100*pair.CI95.Low, 100*pair.CI95.High, y, ink)
	if x := 100 * r.masked.Difference; r.masked.N > 0 && plan.holds(x) {
		p.cross(plan.x(x), y, 3.2, 3, p.s.Background)
		p.cross(plan.x(x), y, 3.2, 1.5, p.s.Text)
	}
	if d := 100 * pair.Difference; pair.N >= tooFewRecords && plan.holds(d) {
		p.marker(shapeOf(ahead), plan.x(d), y, 4.2, ink, pair.N < fewRecords)
	}
}
