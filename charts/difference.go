package charts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "difference",
	Title: "Difference of two methods",
	Help:  "The paired difference of two methods in a metric on the same records of every stratum, with its interval and a band for negligible.",
	Needs: NeedsTable,
	New:   func(in Input) (canvas.Figure, error) { return newDifference(in) },
})

// difference compares two methods on the same records, stratum by stratum.
type difference struct {
	in    Input
	m     measure
	a, b  int // places among the methods
	first int // row at the top
	rows  []differenceRow
}

// differenceRow is a stratum with the pair of methods in it.
type differenceRow struct {
	stratumRow
	pair   metric.Pair
	masked metric.Pair // on the complete records masked to the pattern; N is 0 where there are none
}

func newDifference(in Input) (*difference, error) {
	m, err := in.Metric.measure()
	if err != nil {
		return nil, err
	}
	f := &difference{in: in, m: m, a: -1, b: -1}
	if err := f.choose(); err != nil || f.b < 0 {
		return f, err
	}
	names := in.Table.Methods
	ruled := slices.DeleteFunc(slices.Clone(in.Table.Strata), func(s metric.Stratum) bool { return s.Match == nil })
	pairs, err := metric.PairsIn(in.until(), *in.Study, names[f.a], names[f.b], ruled, m.whole)
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

// choose finds the two methods: those asked for, else the best two.
func (f *difference) choose() error {
	best := f.ranked()
	for _, slot := range []struct {
		at   *int
		want string
	}{{&f.a, f.in.A}, {&f.b, f.in.B}} {
		if slot.want != "" {
			*slot.at = slices.Index(f.in.Table.Methods, slot.want)
			if *slot.at < 0 {
				return say.Errorf("no method %q; there are %s", slot.want, strings.Join(f.in.Table.Methods, ", "))
			}
			best = slices.DeleteFunc(best, func(i int) bool { return i == *slot.at })
		}
	}
	for _, at := range []*int{&f.a, &f.b} {
		if *at < 0 && len(best) > 0 {
			*at, best = best[0], best[1:]
		}
	}
	return nil
}

// ranked lists the methods shown by falling accuracy on all records (where
// runs are missing, on those that are shared), baselines last.
func (f *difference) ranked() []int {
	standing, gaps := metric.Standing(*f.in.Study), metric.MissingRuns(*f.in.Study) != ""
	accuracy := func(i int) float64 {
		if x, ok := standing[f.in.Table.Methods[i]]; gaps && ok {
			return x
		} else if gaps {
			return -1
		}
		for k, s := range f.in.Table.Strata {
			if v := f.in.Table.Scores[k][i].Accuracy; s.Kind == metric.AllRecords && !math.IsNaN(v) {
				return v
			}
		}
		return -1
	}
	first := contenders(f.in)
	rest := slices.DeleteFunc(visible(f.in), func(i int) bool { return slices.Contains(first, i) })
	for _, part := range [][]int{first, rest} {
		slices.SortStableFunc(part, func(a, b int) int { return cmp.Compare(accuracy(b), accuracy(a)) })
	}
	return append(slices.Clone(first), rest...)
}

// Rows implements Scrollable.
func (f *difference) Rows() int { return len(f.chart().rows) }

// PatternAt implements Patterned.
func (f *difference) PatternAt(k int) dataset.Pattern { return f.chart().patternAt(k) }

// RowOf implements Patterned.
func (f *difference) RowOf(p dataset.Pattern) int { return f.chart().rowOf(p) }

// From implements Scrollable.
func (f *difference) From(k int) canvas.Figure {
	g := *f
	g.first = max(0, k)
	return &g
}

// Name implements Figure.
func (f *difference) Name() string { return "difference" }

// nothing says why there is nothing to draw, or is empty.
func (f *difference) nothing() string {
	switch {
	case f.a < 0 || f.b < 0:
		return say.Text("Two methods are needed for a difference.")
	case f.a == f.b:
		return say.Text("A method does not differ from itself: choose two.")
	case f.values(1).Empty():
		return say.Text("The differences will appear here when both methods have been tested on the same records.")
	}
	return ""
}

// names are the two methods.
func (f *difference) names() (a, b string) {
	return f.in.Table.Methods[f.a], f.in.Table.Methods[f.b]
}

// values is the span of the differences, as they are drawn, of strata of at least n
// test records.
func (f *difference) values(n int) canvas.Span {
	s := canvas.NewSpan()
	for _, r := range f.rows {
		if r.pair.N >= n {
			s.Add(f.scale()*r.pair.Difference, f.scale()*r.pair.CI95.Low, f.scale()*r.pair.CI95.High)
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
	clear, repeated := 0, false
	for _, r := range f.rows {
		repeated = repeated || r.pair.Repeated()
		if r.pair.Told() {
			clear++
		}
	}
	tail := say.Form("clear in %d of %s after adjustment.", clear, plural(len(f.rows), "stratum", "strata"))
	switch {
	case !repeated:
		tail = say.Text("less than three repetitions call no stratum clear.")
	case clear == 0:
		tail = say.Form("clear in none of %s after adjustment.", plural(len(f.rows), "stratum", "strata"))
	}
	all, ok := f.overall()
	if !ok {
		return f.in.soFar(say.Form("%s and %s: %s", a, b, tail))
	}
	p, amount := all.pair, f.amount
	if f.m.Metric == Accuracy {
		return f.in.soFar(say.Form("%s minus %s: %s points [%s, %s] on %s; %s", a, b,
			amount(p.Difference), amount(p.CI95.Low), amount(p.CI95.High), plural(p.N, "test record", "test records"), tail))
	}
	if p.Difference < 0 {
		a, b, p = b, a, p.Mirrored()
	}
	return f.in.soFar(say.Form("%s is better than %s in %s by %s [%s, %s] on %s; %s", a, b, f.m.title,
		amount(p.Difference), amount(p.CI95.Low), amount(p.CI95.High), plural(p.N, "test record", "test records"), tail))
}

func (f *difference) overall() (differenceRow, bool) {
	for _, r := range f.rows {
		if r.Kind == metric.AllRecords && r.pair.N > 0 {
			return r, true
		}
	}
	return differenceRow{}, false
}

// scale is what differences are drawn in: percentage points of accuracy, others
// as they are.
func (f *difference) scale() float64 {
	if f.m.Metric == Accuracy {
		return 100
	}
	return 1
}

// amount writes a difference with its sign.
func (f *difference) amount(x float64) string {
	if f.m.Metric == Accuracy {
		return points(x)
	}
	return signed("%+.3f", x)
}

// points writes a difference of accuracies in percentage points with its sign.
func points(x float64) string { return signed("%+.1f", say.Percent(x, 1)) }

// signed writes a number with its sign, unless it is written as nothing.
func signed(format string, x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	text := fmt.Sprintf(format, x)
	if strings.Trim(text, "+-0.") == "" {
		return strings.Trim(text, "+-")
	}
	return strings.ReplaceAll(text, "-", "−")
}

// bandWords writes what is negligible: "1 point", "0.5 points", "0.01".
func (f *difference) bandWords() string {
	x := strconv.FormatFloat(f.scale()*f.in.negligible(), 'g', 6, 64)
	switch {
	case f.m.Metric != Accuracy:
		return x
	case x == "1":
		return say.Text("1 point")
	}
	return say.Form("%s points", x)
}

// interval writes one of a difference.
func (f *difference) interval(i metric.Interval) string {
	if math.IsNaN(i.Low) {
		return say.Text("too few")
	}
	return say.Form("%s to %s", f.amount(i.Low), f.amount(i.High))
}

// probability writes one that is never quite 0 or 1.
func probability(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 0.01:
		return "<0.01"
	case p > 0.99:
		return ">0.99"
	}
	return fmt.Sprintf("%.2f", p)
}

// Description implements Figure.
func (f *difference) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	a, b := f.names()
	short := f.how(a, b)
	if n := f.beyond(); n > 0 {
		short += " " + say.Form("The axis holds strata with n ≥ %d; arrows: %s with an interval that goes beyond it.", fewRecords, plural(n, "stratum", "strata"))
	}
	if gaps := metric.MissingRuns(*f.in.Study); gaps != "" {
		short += say.Form(" %s Compared on the runs that both have.", gaps)
	}
	short += f.in.elsewhere()
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s", f.Title(), short)
	for _, r := range f.rows {
		if p := r.pair; p.N >= tooFewRecords {
			fmt.Fprintf(&text, say.Text(" %s: %s [%s, %s], n = %s, probability that %s is better %s."), capital(f.label(r)),
				f.amount(p.Difference), f.amount(p.CI95.Low), f.amount(p.CI95.High), count(p.N), a, probability(p.PABetter))
		}
	}
	return canvas.Description{Short: short, Long: text.String()}
}

// how says what is drawn and how it was tested.
func (f *difference) how(a, b string) string {
	if f.m.Metric == Accuracy {
		return say.Form("Accuracy of %s minus %s on the same test records, in percentage points, dataset %s. Bars: 95 %% interval of the paired difference. Band: within %s either way. In colour: clear at an adjusted p (Holm) below 0.05 over three repetitions, folds or groups or more; grey: open. On all records p is adjusted for all pairs of methods, those with a baseline apart, over several repetitions with the variance from training pooled over these pairs; elsewhere for the strata and the pairs. Intervals are not adjusted.",
			a, b, f.in.Study.Dataset, f.bandWords()) +
			" " + say.Text("P(A>B): probability that A is right more often where just one of the two is right (uniform prior); over several repetitions, folds or groups, and of records that count as one, by the distribution of the interval.")
	}
	return say.Form("Difference in %s of %s and %s on the same test records, above zero where %s is better, dataset %s. Bars: 95 %% interval by a paired bootstrap of records. Band: within %s either way. In colour: clear at an adjusted p (Holm) below 0.05 over three repetitions, folds or groups or more; grey: open. On all records p is adjusted for all pairs of methods, those with a baseline apart; elsewhere for the strata and the pairs. Intervals are not adjusted.",
		f.m.title, a, b, a, f.in.Study.Dataset, f.bandWords()) +
		" " + say.Text("P(A>B): share of the draws in which A is better, ties half; over several repetitions, folds or groups, and of records that count as one, by the distribution of the interval.")
}

func (f *difference) label(r differenceRow) string {
	if r.Kind == metric.OnePattern {
		return patternName(r.Pattern, f.in.Table.Modalities)
	}
	return r.Title
}

// Table implements Figure: one row per stratum.
func (f *difference) Table() canvas.Table {
	t := canvas.Table{
		Header: []string{"stratum", "title", "pattern", "a", "b", "difference", "ci95_low", "ci95_high", "p", "p_holm", "p_a_better", "n_test", "n_dev", "test",
			"adjusted_for", "masked_complete_difference"},
		Context: studyContext(f.in),
	}
	if f.nothing() != "" {
		return t
	}
	a, b := f.names()
	for _, r := range f.rows {
		p := r.pair
		_, train := metric.Shared(r.scores)
		masked := ""
		if r.masked.N > 0 {
			masked = exact(r.masked.Difference)
		}
		t.Rows = append(t.Rows, []string{r.Name, r.Title, string(r.Pattern), a, b, exact(p.Difference), exact(p.CI95.Low), exact(p.CI95.High),
			exact(p.P), exact(p.PHolm), exact(p.PABetter), strconv.Itoa(p.N), strconv.Itoa(train), p.Test, p.Family, masked})
	}
	return t
}

// Characters implements Figure.
func (f *difference) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	unit := say.Text("points")
	if f.m.Metric != Accuracy {
		unit = say.Text("difference")
	}
	lines := [][]string{{say.Text("stratum"), "n", unit, say.Text("95 % interval"), say.Text("adj. p"), " "}}
	axis := f.axis()
	for _, r := range f.rows {
		p := r.pair
		if p.N == 0 {
			continue
		}
		out := canvas.NewStrip(axis, width-67)
		out.Set(0, '│')
		out.Interval(f.scale()*p.CI95.Low, f.scale()*p.CI95.High)
		out.Set(f.scale()*p.Difference, '●')
		lines = append(lines, []string{canvas.Short(f.label(r), 24), count(p.N), f.amount(p.Difference),
			f.interval(p.CI95), figure3(p.PHolm), out.String()})
	}
	return canvas.Columns(lines)
}
