package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"lacuna/charts/canvas"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "strata",
	Title: "Accuracy by stratum",
	Help:  "A dot with its 95 % interval for every method in every stratum of missingness, beside the number of records behind it.",
	Needs: NeedsTable,
	New:   func(in Input) (canvas.Figure, error) { return newStrata(in) },
})

// Below these numbers of test records a mark is drawn hollow, and no mark at
// all but its interval.
const (
	fewRecords    = 30
	tooFewRecords = 10
)

// otherN marks the number of test records of a stratum that some method does
// not share.
const otherN = "*"

// strata is the reason the product exists: accuracy by pattern of missingness.
type strata struct {
	in     Input
	m      measure
	shown  []int // indices of visible methods
	rivals []int // those of them that are no baselines; all, where all are
	rows   []stratumRow
	masked bool // some row has a masked-complete series
	whole  bool // nothing is missing from the data: what the experiment hid is masked
	first  int  // row at the top
	title  func() string
}

// stratumRow is a stratum and, for a pattern, the complete records masked to it.
type stratumRow struct {
	metric.Stratum
	scores []metric.Score // by method
	masked []metric.Score // by method; nil where there are none
}

func newStrata(in Input) (*strata, error) {
	m, err := in.Metric.measure()
	if err != nil {
		return nil, err
	}
	f := &strata{in: in, m: m, shown: visible(in), rivals: contenders(in), whole: wholeData(in)}
	f.rows = stratumRows(in)
	if all, ok := f.overall(); ok && !slices.ContainsFunc(f.rivals, func(i int) bool { return all.scores[i].N > 0 }) {
		f.rivals = f.shown // baselines alone have results so far
	}
	for _, r := range f.rows {
		f.masked = f.masked || r.masked != nil
	}
	f.title = sync.OnceValue(f.finding) // it takes a paired test
	return f, nil
}

// visible lists the methods that are not switched off.
func visible(in Input) []int {
	var shown []int
	for i, name := range in.Table.Methods {
		if !in.Hidden[name] {
			shown = append(shown, i)
		}
	}
	return shown
}

// contenders lists the visible methods without the baselines, which are there
// to be beaten; with them where nothing else is shown.
func contenders(in Input) []int {
	shown := visible(in)
	out := slices.DeleteFunc(slices.Clone(shown), func(i int) bool { return slices.Contains(in.Study.Baselines, in.Table.Methods[i]) })
	if len(out) == 0 {
		return shown
	}
	return out
}

// stratumRows orders the strata as all charts do: totals, modalities absent,
// then patterns in the order of the pattern chart. A masked pattern joins the
// row of its pattern; the complete pattern is the stratum "complete" already.
func stratumRows(in Input) []stratumRow {
	masked := map[dataset.Pattern][]metric.Score{}
	var rows []stratumRow
	hasComplete := slices.ContainsFunc(in.Table.Strata, func(s metric.Stratum) bool { return s.Kind == metric.CompleteOnly })
	for i, s := range in.Table.Strata {
		switch {
		case s.Kind == metric.MaskedPattern:
			masked[s.Pattern] = in.Table.Scores[i]
		case s.Kind == metric.OnePattern && hasComplete && s.Pattern.Complete():
		default:
			rows = append(rows, stratumRow{Stratum: s, scores: in.Table.Scores[i]})
		}
	}
	rank := patternRank(in)
	slices.SortStableFunc(rows, func(a, b stratumRow) int {
		if d := kindRank(a.Kind) - kindRank(b.Kind); d != 0 || a.Kind != metric.OnePattern {
			return d
		}
		return rank[a.Pattern] - rank[b.Pattern]
	})
	for i := range rows {
		if rows[i].Kind == metric.OnePattern {
			rows[i].masked = masked[rows[i].Pattern]
		}
	}
	return rows
}

func kindRank(k metric.StratumKind) int {
	return slices.Index([]metric.StratumKind{metric.SelectedRecord, metric.AllRecords, metric.CompleteOnly, metric.AnyMissing,
		metric.WithoutOne, metric.NumberPresent, metric.OneGroup, metric.OnePattern}, k)
}

// presenceOf returns the presence of the data as the experiment sees it.
func presenceOf(in Input) *dataset.Presence {
	if in.Mask != nil {
		return in.Mask.Apply(in.Data.Presence)
	}
	return in.Data.Presence
}

// Name implements Figure.
func (f *strata) Name() string { return "strata" }

// Draw implements Figure.
func (f *strata) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	rc := f.named(p, f.chart(), p.Frame())
	r, ok := p.LegendIn(p.Frame(), f.legend(p, rc), leastTall)
	if !ok {
		return nil
	}
	r.Top += 2
	plan := rc.draw(p, r)
	p.Mark(canvas.Body, "", "", plan.Rect)
	for i, row := range plan.rows {
		k := slices.IndexFunc(f.rows, func(r stratumRow) bool { return r.Name == row.key })
		f.marks(p, plan, i, f.rows[k])
	}
	return *p.Regions
}

// nothing says why there is nothing to draw, or is empty.
func (f *strata) nothing() string {
	switch {
	case len(f.shown) == 0:
		return say.Text("Every method is switched off.")
	case len(f.rows) == 0 || f.values(f.shown, 1, 1).Empty():
		return say.Form("%s for each missing pattern will appear here when a comparison has run.", capital(f.m.title))
	}
	return ""
}

// chart describes the rows to the layout.
func (f *strata) chart() rowChart {
	rc := rowChart{
		first: f.first, pin: f.in.Pinned, heads: []string{say.Text("n test"), say.Text("n dev")}, lanes: len(f.shown), metric: f.m.title, axis: f.axis(),
		names: f.in.Table.Modalities,
	}
	for _, r := range f.rows {
		if n, _ := metric.Shared(r.scores); n > 0 {
			rc.rows = append(rc.rows, f.row(r))
		}
	}
	if f.m.Metric == Accuracy {
		rc.refs = baselines(f.in.Table)
	}
	if len(f.shown) > mostLanes {
		rc.lanes = 1
		for _, i := range f.shown {
			rc.panels = append(rc.panels, f.in.Table.Methods[i])
		}
	}
	return rc
}

func (f *strata) row(r stratumRow) row {
	n, train := metric.Shared(r.scores)
	out := row{label: f.titleOf(r), key: r.Name, cells: []string{count(n), count(train)}, faint: n < fewRecords,
		warn: r.Kind == metric.OnePattern && train == 0}
	out.cells[0] = f.in.tested(r.Stratum, n)
	if f.someApart(r) {
		out.cells[0] += otherN
	}
	switch r.Kind {
	case metric.CompleteOnly:
		out.pattern = dataset.Complete(len(f.in.Table.Modalities))
	case metric.WithoutOne:
		out.section = say.Text("modality missing, alone or with others")
		if f.whole {
			out.section = say.Text("modality masked, alone or with others")
		}
	case metric.OnePattern:
		out.section, out.pattern, out.dots = say.Text("exact pattern"), r.Pattern, true
		out.label = patternName(r.Pattern, f.in.Table.Modalities)
		if f.in.Patterns == ByLack {
			out.section = say.Form("exact pattern, %d of %d modalities lacking", len(r.Pattern)-r.Pattern.Count(), len(r.Pattern))
		}
	case metric.NumberPresent:
		out.section = say.Text("modalities present")
	case metric.OneGroup:
		out.section = say.Text("group")
	}
	return out
}

// tested writes how many test records a stratum has, and before it how many of
// them are selected, where some records are.
func (in Input) tested(s metric.Stratum, n int) string {
	switch picked, ok := in.Picked[s.Name]; {
	case ok && s.Kind != metric.SelectedRecord:
		return count(picked) + " / " + count(n)
	case n < fewRecords:
		return fmt.Sprintf("n=%d", n)
	}
	return count(n)
}

// wholeData says that nothing is missing from the data but by a mask.
func wholeData(in Input) bool {
	if in.Data == nil || in.Mask == nil {
		return false
	}
	for m := range in.Data.Blocks {
		if in.Data.Presence.Count(m) < in.Data.Records() {
			return false
		}
	}
	return true
}

// titleOf is a stratum's title as it is shown: what is only masked is not called
// missing.
func (f *strata) titleOf(r stratumRow) string {
	switch {
	case !f.whole:
	case r.Kind == metric.AnyMissing:
		return say.Text("anything masked")
	case r.Kind == metric.CompleteOnly:
		return say.Text("nothing masked")
	case r.Kind == metric.WithoutOne:
		return say.Form("%s masked", strings.TrimPrefix(r.Name, "without:"))
	}
	return r.Title
}

// Rows implements Scrollable.
func (f *strata) Rows() int { return len(f.chart().rows) }

// PatternAt implements Patterned.
func (f *strata) PatternAt(k int) dataset.Pattern { return f.chart().patternAt(k) }

// RowOf implements Patterned.
func (f *strata) RowOf(p dataset.Pattern) int { return f.chart().rowOf(p) }

// From implements Scrollable.
func (f *strata) From(k int) canvas.Figure {
	g := *f
	g.first = max(0, k)
	return &g
}

// Heading names what is shown, for above the chart: the metric is part of it.
func (f *strata) Heading() string { return say.Form("%s by stratum", capital(f.m.title)) }

// apart says whether a shown method was tested on another number of records
// than is printed beside the stratum, because it lacks runs.
func (f *strata) apart(r stratumRow, method int) bool {
	n, _ := metric.Shared(r.scores)
	return r.scores[method].N > 0 && r.scores[method].N != n
}

// someApart says whether that is so of any method shown.
func (f *strata) someApart(r stratumRow) bool {
	return slices.ContainsFunc(f.shown, func(i int) bool { return f.apart(r, i) })
}

// baselines are the reference lines of an accuracy axis.
func baselines(t *metric.Table) []reference {
	if math.Abs(t.Chance-t.Majority) < 0.005 {
		return []reference{{say.Text("chance, most frequent class"), say.Text("chance"), t.Majority}}
	}
	refs := []reference{{say.Text("chance"), say.Text("chance"), t.Chance}, {say.Text("most frequent class"), say.Text("majority"), t.Majority}}
	slices.SortFunc(refs, func(a, b reference) int {
		if a.value < b.value {
			return -1
		}
		return 1
	})
	return refs
}

// values is the span of some methods' scores of at least n test records, and
// of the intervals of those of at least wide.
func (f *strata) values(methods []int, n, wide int) canvas.Span {
	s := canvas.NewSpan()
	for _, r := range f.rows {
		for _, i := range methods {
			if r.masked != nil && r.masked[i].N >= n {
				s.Add(f.m.of(r.masked[i]))
			}
			switch score := r.scores[i]; {
			case score.N >= wide:
				s.Add(f.extent(score)...)
			case score.N >= n:
				s.Add(f.m.of(score))
			}
		}
	}
	return s
}

// extent lists all that is drawn of a score.
func (f *strata) extent(s metric.Score) []float64 {
	out := []float64{f.m.of(s)}
	if low, high, ok := f.m.interval(s); ok {
		out = append(out, low, high)
	}
	if f.m.Metric == Accuracy && s.Runs > 1 {
		out = append(out, s.PerRun...)
	}
	return out
}

// axis holds every dot, and the intervals of all but small strata: those are
// so wide that they may run over its ends, unless most strata are small. It takes in baselines and reference
// values where that costs little room, and need not start at zero.
func (f *strata) axis() canvas.Span {
	wide := f.wideFrom()
	s := f.values(f.rivals, tooFewRecords, wide)
	if s.Empty() {
		s = f.values(f.shown, 1, 1)
	}
	low, room := s.Low, 0.4*max(s.High-s.Low, 0.1)
	extra := f.values(f.shown, tooFewRecords, wide)
	values := []float64{extra.Low, extra.High}
	if f.m.Metric == Accuracy {
		for _, ref := range baselines(f.in.Table) {
			values = append(values, ref.value)
		}
	}
	for _, v := range values {
		if low-v <= room && v-s.High <= room {
			s.Add(v)
		}
	}
	return s.Widen(0.1, 0.03, 0, f.m.ceiling())
}

// wideFrom is the number of test records from which the axis holds a stratum's
// interval.
func (f *strata) wideFrom() int {
	small, all := 0, 0
	for _, r := range f.rows {
		if n, _ := metric.Shared(r.scores); n > 0 {
			all++
			if n < fewRecords {
				small++
			}
		}
	}
	if 2*small > all {
		return 1
	}
	return fewRecords
}
