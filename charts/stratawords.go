package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Title implements Figure.
func (f *strata) Title() string { return f.title() }

// finding says who leads, whether that is more than chance variation, and
// where it hurts.
func (f *strata) finding() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	all, ok := f.overall()
	if !ok {
		return say.Form("%s of %s by stratum of missingness.", capital(f.m.title), plural(len(f.shown), "method", "methods"))
	}
	best := f.best(all)
	text := f.lead(all, best)
	small := f.small(best)
	switch worst, ok := f.worst(best); {
	case ok && small > 0:
		text += say.Form("; worst of strata with n ≥ %d (%d smaller left out): %s", fewRecords, small, f.lowest(worst, best))
	case ok:
		text += say.Form("; worst of strata with n ≥ %d: %s", fewRecords, f.lowest(worst, best))
	case small > 0:
		text += say.Form("; no stratum has %d test records or more, so none is called the worst", fewRecords)
	}
	return f.in.soFar(text + ".")
}

// lowest writes the stratum in which a method does worst.
func (f *strata) lowest(r stratumRow, method int) string {
	return fmt.Sprintf("%s, %s (n = %s)", f.phrase(r), figure3(f.m.of(r.scores[method])), count(r.scores[method].N))
}

// small counts the strata of which worst does not speak, since a method was
// tested on too few of their records.
func (f *strata) small(method int) int {
	n := 0
	for _, r := range f.rows {
		if s := r.scores[method]; r.Kind != metric.AllRecords && s.N > 0 && s.N < fewRecords {
			n++
		}
	}
	return n
}

// overall finds the stratum of all records.
func (f *strata) overall() (stratumRow, bool) {
	for _, r := range f.rows {
		if n, _ := metric.Shared(r.scores); r.Kind == metric.AllRecords && n > 0 {
			return r, true
		}
	}
	return stratumRow{}, false
}

// better says whether a is a better value of the metric than b.
func (f *strata) better(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(b) && !math.IsNaN(a)
	}
	return (a > b) != f.m.falling && a != b
}

// best finds the leading method. Where runs are missing it is one of those
// that can be ranked, by accuracy on the runs that they share.
func (f *strata) best(r stratumRow) int {
	value := func(i int) float64 { return f.m.of(r.scores[i]) }
	if metric.MissingRuns(*f.in.Study) != "" {
		value = f.sharedValue(value)
	}
	best := f.rivals[0]
	for _, i := range f.rivals {
		if r.scores[i].N > 0 && (r.scores[best].N == 0 || f.better(value(i), value(best))) { // runs may be newer than scores
			best = i
		}
	}
	return best
}

// sharedValue makes the values of methods that cannot be ranked undefined, and
// of accuracies those on the runs that the methods share.
func (f *strata) sharedValue(value func(int) float64) func(int) float64 {
	standing := metric.Standing(*f.in.Study)
	return func(i int) float64 {
		accuracy, ok := standing[f.in.Table.Methods[i]]
		switch {
		case !ok:
			return math.NaN()
		case f.m.Metric == Accuracy:
			return accuracy
		}
		return value(i)
	}
}

// lead names the best method, and says so when intervals do not tell it apart.
func (f *strata) lead(all stratumRow, best int) string {
	s := all.scores[best]
	name := f.in.Table.Methods[best]
	text := say.Form("%s has %s %s%s on %s", name, f.m.title, figure3(f.m.of(s)), f.bracket(s), plural(s.N, "test record", "test records"))
	close, done := f.tooClose(all, best), 0
	for _, i := range f.rivals {
		if all.scores[i].N > 0 {
			done++
		}
	}
	if done < len(f.rivals) && !f.in.partial() {
		text = say.Form("%s; so far, %d of %d methods have results", text, done, len(f.rivals))
	}
	switch {
	case len(f.rivals) == 1, done < 2:
		return text
	case len(close) > 0:
		return say.Form("%s, too close to tell from %s", text, say.List(close))
	case f.m.Metric != Accuracy: // paired tests of it take long: the verdict has them
		if f.m.falling {
			return say.Form("%s, the lowest of %s; whether by more than chance is not tested here", text, plural(done, "method", "methods"))
		}
		return say.Form("%s, the highest of %s; whether by more than chance is not tested here", text, plural(done, "method", "methods"))
	}
	return say.Form("%s, the best of %s", text, plural(done, "method", "methods"))
}

// bracket writes the interval of a score: " [0.81, 0.88]".
func (f *strata) bracket(s metric.Score) string {
	low, high, ok := f.m.interval(s)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" [%s, %s]", figure3(low), figure3(high))
}

// tooClose are the methods that a paired test on all records does not tell from
// the best, adjusted over all pairs of methods; without predictions to pair,
// those whose interval overlaps that of the best.
func (f *strata) tooClose(r stratumRow, best int) []string {
	if f.m.Metric != Accuracy {
		return nil
	}
	names := f.in.Table.Methods
	paired := f.against(r, names[best])
	var close []string
	for _, i := range f.rivals {
		p, behind := paired[names[i]], r.scores[i].CI95.High < r.scores[best].CI95.Low
		if p.N > 0 {
			behind = p.Told() && p.Difference > 0
		}
		if i != best && r.scores[i].N > 0 && !behind {
			close = append(close, names[i])
		}
	}
	return close
}

// against are the comparisons of a method with the others on all records, by
// the other's name.
func (f *strata) against(r stratumRow, method string) map[string]metric.Pair {
	list := f.in.Pairs
	if list == nil && r.Match != nil { // a stratum of a table that was read back has no rule
		list = metric.Against(*f.in.Study, method, []metric.Stratum{r.Stratum})
	}
	out := map[string]metric.Pair{}
	for _, p := range list {
		if p.B == method {
			p = p.Mirrored()
		}
		if p.A == method {
			out[p.B] = p
		}
	}
	return out
}

// worst finds the stratum with enough records in which a method does worst.
func (f *strata) worst(method int) (stratumRow, bool) {
	var worst stratumRow
	found := false
	for _, r := range f.rows {
		s := r.scores[method]
		if r.Kind == metric.AllRecords || s.N < fewRecords || math.IsNaN(f.m.of(s)) {
			continue
		}
		if !found || f.better(f.m.of(worst.scores[method]), f.m.of(s)) {
			worst, found = r, true
		}
	}
	return worst, found
}

// phrase names a stratum within a sentence.
func (f *strata) phrase(r stratumRow) string {
	if r.Kind == metric.OnePattern {
		return say.Form("the pattern “%s”", patternName(r.Pattern, f.in.Table.Modalities))
	}
	return "“" + f.titleOf(r) + "”"
}

// Description implements Figure.
func (f *strata) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("%s of %s in %s, dataset %s. %s Hollow: fewer than %d test records.",
		capital(f.m.title), plural(len(f.shown), "method", "methods"), plural(len(f.rows), "stratum", "strata"), f.in.Study.Dataset, f.bars(), fewRecords) + f.dotless()
	if f.masked {
		short += say.Text(" ×: complete test records masked to the pattern.")
	}
	if f.in.Picked != nil {
		short += " " + say.Text("n test: the selected records of all.")
	}
	for _, words := range []string{f.in.Table.Counts, f.in.Table.Estimate} {
		if words != "" {
			short += " " + capital(words) + "."
		}
	}
	short += f.gaps() + f.in.elsewhere()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, i := range f.shown {
		b.WriteString(" " + f.account(i))
	}
	b.WriteString(say.Form(" Chance is %.2f, always naming the most frequent class %.2f.", f.in.Table.Chance, f.in.Table.Majority))
	if hidden := len(f.in.Table.Methods) - len(f.shown); hidden > 0 {
		b.WriteString(say.Form(" %s not shown.", plural(hidden, "method", "methods")))
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// gaps says which runs are missing, and what the star means.
func (f *strata) gaps() string {
	text := metric.MissingRuns(*f.in.Study)
	if text != "" {
		text = " " + text
	}
	if slices.ContainsFunc(f.rows, f.someApart) {
		text += say.Form(" %s: some method has another n.", otherN)
	}
	return text
}

// bars says how the intervals were made.
func (f *strata) bars() string {
	if f.m.Metric != Accuracy {
		if _, _, ok := f.m.interval(f.anyScore()); !ok {
			return say.Text("Intervals of this metric are not at hand.")
		}
		return say.Form("Bars: %s.", f.in.Table.IntervalWords(f.m.whole))
	}
	ticks := ""
	for _, r := range f.rows {
		if r.scores[f.shown[0]].Runs > 1 {
			ticks = say.Text(" Ticks: single runs.")
			break
		}
	}
	return say.Form("Bars: %s.%s", f.in.Table.Intervals, ticks)
}

// anyScore is the score on most records that is shown.
func (f *strata) anyScore() metric.Score {
	var most metric.Score
	for _, r := range f.rows {
		for _, i := range f.shown {
			if r.scores[i].N > most.N {
				most = r.scores[i]
			}
		}
	}
	return most
}

// account tells one method's range over strata.
func (f *strata) account(method int) string {
	var high, low stratumRow
	found := false
	for _, r := range f.rows {
		v := f.m.of(r.scores[method])
		if r.scores[method].N < fewRecords || math.IsNaN(v) {
			continue
		}
		if !found || f.better(v, f.m.of(high.scores[method])) {
			high = r
		}
		if !found || f.better(f.m.of(low.scores[method]), v) {
			low = r
		}
		found = true
	}
	if !found {
		return say.Form("%s has no stratum of %d test records or more.", f.in.Table.Methods[method], fewRecords)
	}
	over := ""
	if f.small(method) > 0 {
		over = say.Form(" over strata with n ≥ %d", fewRecords)
	}
	return say.Form("%s ranges%s from %s (%s, n = %s) to %s (%s, n = %s).", f.in.Table.Methods[method], over,
		figure3(f.m.of(low.scores[method])), f.phrase(low), count(low.scores[method].N),
		figure3(f.m.of(high.scores[method])), f.phrase(high), count(high.scores[method].N))
}

// dotless says how many strata are too small for a dot.
func (f *strata) dotless() string {
	small := 0
	for _, r := range f.rows {
		if n, _ := metric.Shared(r.scores); n < tooFewRecords {
			small++
		}
	}
	if small == 0 {
		return ""
	}
	words := say.Text(" %d of the %s have fewer than %d test records and no dot.")
	if small == 1 {
		words = say.Text(" %d of the %s has fewer than %d test records and no dot.")
	}
	return fmt.Sprintf(words, small, plural(len(f.rows), "stratum", "strata"), tooFewRecords)
}
