package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "degradation",
	Title: "Degradation by missing rate",
	Help:  "How far each method falls as more modalities are hidden from the test records of a sweep, with 95 % bands; what was missing in training is marked.",
	Needs: NeedsTable,
	New: func(in Input) (canvas.Figure, error) {
		m, err := in.Metric.measure()
		if err != nil {
			return nil, err
		}
		return newDegradation(in, m)
	},
})

// degradation has a panel for each training and mechanism, and in it a curve for
// each method.
type degradation struct {
	in     Input
	m      measure
	sweep  metric.Sweep
	shown  []int // methods
	panels []degradationPanel
}

// degradationPanel is one training and one mechanism.
type degradationPanel struct {
	training  int
	mechanism string
	curves    []degradationCurve
}

// degradationCurve is one method.
type degradationCurve struct {
	method int
	points []ratePoint
}

// ratePoint is a metric at what was missing of the test records.
type ratePoint struct {
	curvePoint         // over the share missing, named by its condition
	rate       float64 // asked for
	n          int
}

func newDegradation(in Input, m measure) (*degradation, error) {
	sweep, err := metric.SweepUntil(in.until(), *in.Study, m.whole)
	if err != nil {
		return nil, err
	}
	f := &degradation{in: in, m: m, sweep: sweep, shown: contenders(in)}
	for t := range f.sweep.Trainings {
		for _, mechanism := range f.sweep.Mechanisms() {
			panel := degradationPanel{training: t, mechanism: mechanism}
			for _, i := range f.shown {
				if c := f.curve(t, mechanism, i); len(c.points) > 0 {
					panel.curves = append(panel.curves, c)
				}
			}
			if len(panel.curves) > 0 {
				f.panels = append(f.panels, panel)
			}
		}
	}
	return f, nil
}

func (f *degradation) curve(t int, mechanism string, method int) degradationCurve {
	c := degradationCurve{method: method}
	for _, i := range f.sweep.Curve(mechanism) {
		s := f.sweep.Scores[t][i][method]
		y := f.m.of(s)
		if s.N == 0 || math.IsNaN(y) {
			continue
		}
		pt := ratePoint{curvePoint{f.sweep.Tested[i].Rates.Cell, y, math.NaN(), math.NaN(), f.sweep.Conditions[i].Name}, f.sweep.Conditions[i].Rate, s.N}
		if low, high, ok := f.m.interval(s); ok {
			pt.low, pt.high = low, high
		}
		c.points = append(c.points, pt)
	}
	return c
}

// Name implements Figure.
func (f *degradation) Name() string { return "degradation" }

// nothing says why there is nothing to draw, or is empty.
func (f *degradation) nothing() string {
	if len(f.panels) == 0 {
		return say.Text("Curves over missing rates will appear here when methods are tested at several rates: compare with a stress test (--stress) or with --sweep-rates.")
	}
	return ""
}

// Title implements Figure.
func (f *degradation) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	panel := f.panels[0]
	best, place := f.ahead(panel)
	first, last := best.points[0], best.last()
	return f.in.soFar(say.Form("With %s of modalities missing from the test (%s, trained on %s) %s has %s %s%s; with %s missing it has %s.",
		sharePoint(last.x), result.HidingWords(panel.mechanism), f.training(panel), f.in.Study.Methods[best.method], f.m.title, f.words(last), place, sharePoint(first.x), f.words(first)))
}

// ahead finds the method with the best value at the highest rate of a panel, and
// says what that is worth among others; methods without a value there have no
// part in it.
func (f *degradation) ahead(panel degradationPanel) (best degradationCurve, place string) {
	n := 0
	for _, c := range panel.curves {
		switch {
		case n == 0 || c.last().x > best.last().x:
			best, n = c, 1
		case c.last().x == best.last().x:
			if n++; c.last().y != best.last().y && (c.last().y > best.last().y) != f.m.falling {
				best = c
			}
		}
	}
	if n < 2 {
		return best, ""
	}
	if f.m.falling {
		return best, say.Form(", the lowest of %s, whether by more than chance is not tested here", plural(n, "method", "methods"))
	}
	return best, say.Form(", the highest of %s, whether by more than chance is not tested here", plural(n, "method", "methods"))
}

func (c degradationCurve) last() ratePoint { return c.points[len(c.points)-1] }

func (f *degradation) training(p degradationPanel) string {
	return result.HidingWords(f.sweep.Trainings[p.training].Name)
}

// words writes a point with its interval.
func (f *degradation) words(pt ratePoint) string {
	if math.IsNaN(pt.low) {
		return figure3(pt.y)
	}
	return fmt.Sprintf("%s [%s, %s]", figure3(pt.y), figure3(pt.low), figure3(pt.high))
}

// sharePoint writes a share as a percentage with a digit behind the point.
func sharePoint(x float64) string { return fmt.Sprintf("%.1f"+space+"%%", say.Percent(x, 1)) }

// Description implements Figure.
func (f *degradation) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("%s by the share of modalities missing from the test records, dataset %s; band: 95 %% interval; dashed line: what was missing from development records.",
		capital(f.m.title), f.in.Study.Dataset)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, panel := range f.panels {
		trained := f.sweep.Trainings[panel.training].Dev.Rates.Cell
		b.WriteString(say.Form(" %s, trained on %s (%s missing):", capital(result.HidingWords(panel.mechanism)), f.training(panel), sharePoint(trained)))
		for k, c := range panel.curves {
			first, last := c.points[0], c.last()
			if k > 0 {
				b.WriteString(";")
			}
			b.WriteString(say.Form(" %s from %s at %s to %s at %s (n test %s)", f.in.Study.Methods[c.method], f.words(first), sharePoint(first.x), f.words(last), sharePoint(last.x), count(last.n)))
		}
		b.WriteString(".")
	}
	b.WriteString(leftOut(f.in, f.shown))
	return canvas.Description{Short: short, Long: b.String()}
}

// Table implements Figure: one row per training, mechanism, method and rate.
func (f *degradation) Table() canvas.Table {
	t := canvas.Table{
		Header:  []string{"trained_on", "trained_missing", "mechanism", "condition", "rate", "missing", "method", "metric", "value", "ci95_low", "ci95_high", "n_test"},
		Context: append(studyContext(f.in), [2]string{"interval", f.sweep.Intervals}),
	}
	for _, panel := range f.panels {
		trained := f.sweep.Trainings[panel.training].Dev.Rates.Cell
		for _, c := range panel.curves {
			for _, pt := range c.points {
				t.Rows = append(t.Rows, []string{f.sweep.Trainings[panel.training].Name, exact(trained), panel.mechanism, pt.at, exact(pt.rate), exact(pt.x),
					f.in.Study.Methods[c.method], string(f.m.Metric), exact(pt.y), exact(pt.low), exact(pt.high), strconv.Itoa(pt.n)})
			}
		}
	}
	return t
}

// Characters implements Figure: a line per method, its metric at every rate.
func (f *degradation) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	var b strings.Builder
	for _, panel := range f.panels {
		b.WriteString(canvas.Wrap(say.Form("%s, trained on %s (%s missing)", result.HidingWords(panel.mechanism), f.training(panel), sharePoint(f.sweep.Trainings[panel.training].Dev.Rates.Cell)), width) + "\n")
		b.WriteString(canvas.Columns(f.lines(panel)))
	}
	b.WriteString(say.Form("(%s; intervals in the CSV)\n", f.m.title))
	return b.String()
}

// lines are the points of a panel as text, those of one condition below each
// other: of many, some.
func (f *degradation) lines(panel degradationPanel) [][]string {
	const most = 7
	longest := slices.MaxFunc(panel.curves, func(a, b degradationCurve) int { return len(a.points) - len(b.points) }).points
	lines := [][]string{{say.Text("missing")}}
	for _, c := range panel.curves {
		lines = append(lines, []string{canvas.Short(f.in.Study.Methods[c.method], 20)})
	}
	n := min(len(longest), most)
	for j := range n {
		pt := longest[j*(len(longest)-1)/max(1, n-1)]
		lines[0] = append(lines[0], fmt.Sprintf("%.1f%%", say.Percent(pt.x, 1)))
		for k, c := range panel.curves {
			cell := "–"
			if at := slices.IndexFunc(c.points, func(o ratePoint) bool { return o.at == pt.at }); at >= 0 {
				cell = figure3(c.points[at].y)
			}
			lines[k+1] = append(lines[k+1], cell)
		}
	}
	return lines
}

// Draw implements Figure.
func (f *degradation) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), f.draw)
}

// values is the span of all that is drawn upwards: points and intervals.
func (f *degradation) values() canvas.Span {
	s := canvas.NewSpan()
	for _, panel := range f.panels {
		for _, c := range panel.curves {
			for _, pt := range c.points {
				s.Add(pt.y, pt.low, pt.high)
			}
		}
	}
	return s
}

// rates is the span of all that is drawn sideways, training included.
func (f *degradation) rates() canvas.Span {
	s := canvas.NewSpan()
	s.Add(0)
	for _, panel := range f.panels {
		s.Add(f.sweep.Trainings[panel.training].Dev.Rates.Cell)
		for _, c := range panel.curves {
			for _, pt := range c.points {
				s.Add(pt.x)
			}
		}
	}
	return s
}

// leftOut says which baselines are not drawn, or is empty.
func leftOut(in Input, shown []int) string {
	var names []string
	for i, name := range in.Study.Methods {
		if slices.Contains(in.Study.Baselines, name) && !slices.Contains(shown, i) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return say.Form(" Not shown: %s, which every comparison carries.", say.List(names))
}
