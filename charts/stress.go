package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "stress",
	Title: "Every pattern of modalities left",
	Help:  "How each method does when only the modalities of a pattern are left of the test records of a sweep: patterns on rows, methods on columns.",
	Needs: NeedsTable,
	New: func(in Input) (canvas.Figure, error) {
		m, err := in.Metric.measure()
		if err != nil {
			return nil, err
		}
		return newStress(in, m)
	},
})

// stress is a table of patterns × methods whose cells are the darker, the higher
// the metric. It shows the comparison's own training.
type stress struct {
	in    Input
	m     measure
	sweep metric.Sweep
	shown []int // methods
	rows  []stressRow
}

// stressRow is one pattern.
type stressRow struct {
	dataset.Pattern
	n      int // test records
	scores []metric.Score
}

func newStress(in Input, m measure) (*stress, error) {
	sweep, err := metric.SweepUntil(in.until(), *in.Study, m.whole)
	if err != nil {
		return nil, err
	}
	f := &stress{in: in, m: m, sweep: sweep, shown: contenders(in)}
	for _, i := range f.sweep.Patterns() {
		row := stressRow{Pattern: f.sweep.Conditions[i].Pattern, scores: f.sweep.Scores[0][i]}
		if row.n, _ = metric.Shared(row.scores); row.n > 0 && len(f.shown) > 0 {
			f.rows = append(f.rows, row)
		}
	}
	// The complete pattern first, to see what is lost; then those of which least is
	// left, which nobody should have to look for at the end of a long table.
	slices.SortStableFunc(f.rows, func(a, b stressRow) int {
		if a.Complete() != b.Complete() {
			return map[bool]int{true: -1, false: 1}[a.Complete()]
		}
		return a.Count() - b.Count()
	})
	return f, nil
}

// Name implements Figure.
func (f *stress) Name() string { return "stress" }

// nothing says why there is nothing to draw, or is empty.
func (f *stress) nothing() string {
	if f.values().Empty() {
		return say.Text("What each pattern of modalities is worth will appear here when methods are tested with them: compare with a stress test (--stress) or with --sweep-patterns.")
	}
	return ""
}

// values is the span of all cells.
func (f *stress) values() canvas.Span {
	s := canvas.NewSpan()
	for _, r := range f.rows {
		for _, i := range f.shown {
			s.Add(f.m.of(r.scores[i]))
		}
	}
	return s
}

// worst finds the row in which a method does worst.
func (f *stress) worst(method int) (stressRow, bool) {
	best := -1
	for k, r := range f.rows {
		v := f.m.of(r.scores[method])
		if math.IsNaN(v) {
			continue
		}
		if best < 0 || (v < f.m.of(f.rows[best].scores[method])) != f.m.falling {
			best = k
		}
	}
	if best < 0 {
		return stressRow{}, false
	}
	return f.rows[best], true
}

// Title implements Figure.
func (f *stress) Title() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	var parts []string
	for _, i := range f.shown {
		if r, ok := f.worst(i); ok && len(parts) < 3 {
			parts = append(parts, say.Form("%s with %s (%s)", f.in.Study.Methods[i], patternName(r.Pattern, f.in.Study.Modalities), f.cell(r.scores[i], true)))
		}
	}
	if len(parts) == 0 {
		return say.Form("%s of %s with each of %s left.", capital(f.m.title), plural(len(f.shown), "method", "methods"), plural(len(f.rows), "pattern", "patterns"))
	}
	return f.in.soFar(say.Form("Of %s, the worst by %s: %s.", plural(len(f.rows), "pattern", "patterns"), f.m.title, strings.Join(parts, "; ")))
}

// cell writes a value, with its interval where that is wanted and known.
func (f *stress) cell(s metric.Score, interval bool) string {
	v := f.m.of(s)
	low, high, ok := f.m.interval(s)
	if !ok || !interval || math.IsNaN(v) {
		return figure3(v)
	}
	return fmt.Sprintf("%s [%s, %s]", figure3(v), figure3(low), figure3(high))
}

// Description implements Figure.
func (f *stress) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("%s with only the modalities of a pattern left, dataset %s, trained on %s; each pattern on all test records that have its modalities (n test); darker is higher. Intervals: %s.",
		capital(f.m.title), f.in.Study.Dataset, result.HidingWords(f.sweep.Trainings[0].Name), f.sweep.Intervals)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, i := range f.shown {
		s := canvas.NewSpan()
		for _, r := range f.rows {
			s.Add(f.m.of(r.scores[i]))
		}
		if !s.Empty() {
			b.WriteString(say.Form(" %s: %s to %s.", f.in.Study.Methods[i], figure3(s.Low), figure3(s.High)))
		}
	}
	b.WriteString(leftOut(f.in, f.shown))
	return canvas.Description{Short: short, Long: b.String()}
}

// Table implements Figure: one row per pattern and method.
func (f *stress) Table() canvas.Table {
	t := canvas.Table{
		Header:  []string{"pattern", "present", "method", "metric", "value", "ci95_low", "ci95_high", "n_test", "n_dev"},
		Context: studyContext(f.in),
	}
	if len(f.sweep.Trainings) > 0 {
		t.Context = append(t.Context, [2]string{"trained_on", f.sweep.Trainings[0].Name}, [2]string{"interval", f.sweep.Intervals})
	}
	for _, r := range f.rows {
		for _, i := range f.shown {
			s, low, high := r.scores[i], "", ""
			if l, h, ok := f.m.interval(s); ok {
				low, high = exact(l), exact(h)
			}
			t.Rows = append(t.Rows, []string{string(r.Pattern), r.Label(f.in.Study.Modalities), f.in.Study.Methods[i], string(f.m.Metric),
				exact(f.m.of(s)), low, high, strconv.Itoa(s.N), strconv.Itoa(s.NDev)})
		}
	}
	return t
}

// Characters implements Figure: a line per pattern, a column per method; of many
// methods the first.
func (f *stress) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	const label, column = 26, 16
	fit := max(1, (width-label-10)/column)
	shown := f.shown[:min(len(f.shown), fit)]
	lines := [][]string{{say.Text("left"), say.Text("n test")}}
	for _, i := range shown {
		lines[0] = append(lines[0], canvas.Short(f.in.Study.Methods[i], column-2))
	}
	for _, r := range f.rows {
		line := []string{canvas.Short(patternName(r.Pattern, f.in.Study.Modalities), label), count(r.n)}
		for _, i := range shown {
			line = append(line, figure3(f.m.of(r.scores[i])))
		}
		lines = append(lines, line)
	}
	out := canvas.Columns(lines)
	if more := len(f.shown) - len(shown); more > 0 {
		out += say.Form("(and %s in the CSV)\n", plural(more, "more method", "more methods"))
	}
	return out
}

// Draw implements Figure.
func (f *stress) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), f.draw)
}
