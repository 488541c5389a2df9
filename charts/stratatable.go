package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"

	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Table implements Figure: one row per stratum and method.
func (f *strata) Table() canvas.Table {
	t := canvas.Table{
		Header: []string{"stratum", "title", "pattern", "method", "metric", "value", "ci95_low", "ci95_high",
			"n_test", "n_dev", "runs", "per_run", "masked_complete_value", "masked_complete_n_test", "note"},
		Context: append(studyContext(f.in), [2]string{"interval", f.in.Table.IntervalWords(f.m.whole)},
			[2]string{"chance", exact(f.in.Table.Chance)}, [2]string{"most_frequent_class", exact(f.in.Table.Majority)}, [2]string{"estimate", f.in.Table.Estimate}),
	}
	pooled := f.pooled()
	if pooled != nil {
		t.Header = append(t.Header, "imputations", "pooled", "pooled_ci95_low", "pooled_ci95_high", "variance_within", "variance_between", "df", "missing_information")
		t.Context = append(t.Context, [2]string{"pooled", metric.RubinWords(f.m.whole)})
	}
	if f.in.Picked != nil {
		t.Header = append(t.Header, "n_selected")
	}
	for _, r := range f.rows {
		for _, i := range f.shown {
			cells := f.cells(r, i)
			if pooled != nil {
				cells = append(cells, pooledCells(pooled[[2]string{f.in.Table.Methods[i], r.Name}])...)
			}
			if f.in.Picked != nil {
				cells = append(cells, strconv.Itoa(f.in.Picked[r.Name]))
			}
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// pooled finds what methods whose gaps were filled several times have in each
// stratum by Rubin's rules, by method and stratum; nil where there is none. It is
// of accuracy: other metrics take a bootstrap for each filling.
func (f *strata) pooled() map[[2]string]metric.Repeated {
	if f.m.Metric != Accuracy {
		return nil
	}
	var out map[[2]string]metric.Repeated
	for _, r := range f.in.Table.Repeated {
		if out == nil {
			out = map[[2]string]metric.Repeated{}
		}
		out[[2]string{r.Method, r.Stratum}] = r
	}
	return out
}

func pooledCells(r metric.Repeated) []string {
	if r.N == 0 { // filled once, or a stratum without a record
		return make([]string, 8)
	}
	return []string{strconv.Itoa(r.Imputations), exact(r.Estimate), exact(r.CI95.Low), exact(r.CI95.High),
		exact(r.Within), exact(r.Between), exact(r.DF), exact(r.Missing)}
}

func (f *strata) cells(r stratumRow, method int) []string {
	s := r.scores[method]
	low, high := "", ""
	if l, h, ok := f.m.interval(s); ok {
		low, high = exact(l), exact(h)
	}
	out := []string{r.Name, r.Title, string(r.Pattern), f.in.Table.Methods[method], string(f.m.Metric), exact(f.m.of(s)), low, high,
		strconv.Itoa(s.N), strconv.Itoa(s.NDev), strconv.Itoa(s.Runs), f.perRun(s)}
	if r.masked == nil {
		return append(out, "", "", f.note(r, method))
	}
	return append(out, exact(f.m.of(r.masked[method])), strconv.Itoa(r.masked[method].N), f.note(r, method))
}

// note marks a method whose n is another than that of the stratum.
func (f *strata) note(r stratumRow, method int) string {
	if !f.apart(r, method) {
		return ""
	}
	n, _ := metric.Shared(r.scores)
	return say.Form("n differs: the other methods have %d", n)
}

// perRun lists the accuracies of single runs, for seeds are another
// uncertainty than that of the test sample.
func (f *strata) perRun(s metric.Score) string {
	if f.m.Metric != Accuracy {
		return ""
	}
	var values []string
	for _, v := range s.PerRun {
		values = append(values, exact(v))
	}
	return strings.Join(values, " ")
}

// studyContext is what holds for every number of a study.
func studyContext(in Input) [][2]string {
	seeds := map[int]bool{}
	masks, splits := map[string]bool{}, map[string]bool{}
	for _, r := range in.Study.Runs {
		seeds[r.Seed], masks[r.Mask], splits[r.Split] = true, true, true
	}
	return [][2]string{
		{"dataset", in.Study.Dataset}, {"dataset_sha256", in.Study.Hash}, {"seeds", strconv.Itoa(len(seeds))},
		{"mask", sortedNames(masks)}, {"split", sortedNames(splits)},
	}
}

// Characters implements Figure: one line per stratum and method.
func (f *strata) Characters(width int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	width = canvas.CharactersIn(width)
	names := make([]string, len(f.shown))
	room := 0
	for k, i := range f.shown {
		names[k] = canvas.Short(f.in.Table.Methods[i], 20)
		room = max(room, len([]rune(names[k])))
	}
	const figures = 2 + 2 + 24 // indent, gaps and "0.884 [0.812, 0.931]"
	plot := max(16, width-room-figures-2)
	if slices.ContainsFunc(f.rows, f.someApart) {
		plot = max(16, plot-len(" n=0000"))
	}
	var b strings.Builder
	for _, r := range f.rows {
		n, train := metric.Shared(r.scores)
		label := f.row(r).label
		b.WriteString(say.Form("%s  (n test %d, n dev %d)\n", label, n, train))
		for k, i := range f.shown {
			numbers := f.numbers(r.scores[i])
			if f.apart(r, i) {
				numbers += fmt.Sprintf(" n=%d", r.scores[i].N)
			}
			fmt.Fprintf(&b, "  %s  %s  %s\n", canvas.Pad(names[k], room, true), f.strip(r, i, plot), numbers)
		}
	}
	axis := f.axis()
	fmt.Fprintf(&b, "  %s  %s\n", canvas.Pad(f.m.title, room, true), canvas.NewStrip(axis, plot).AxisLine(figure3(axis.Low), figure3(axis.High)))
	return b.String()
}

func (f *strata) strip(r stratumRow, method, width int) string {
	s, out := r.scores[method], canvas.NewStrip(f.axis(), width)
	if s.N == 0 {
		return out.String()
	}
	if low, high, ok := f.m.interval(s); ok {
		out.Interval(low, high)
	}
	if r.masked != nil {
		out.Set(f.m.of(r.masked[method]), '×')
	}
	switch {
	case s.N >= fewRecords:
		out.Set(f.m.of(s), '●')
	case s.N >= tooFewRecords:
		out.Set(f.m.of(s), '○')
	}
	return out.String()
}

func (f *strata) numbers(s metric.Score) string {
	if s.N == 0 {
		return say.Text("no test record")
	}
	return figure3(f.m.of(s)) + f.bracket(s)
}
