package charts

import (
	"slices"
	"strconv"
	"strings"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "joined",
	Title: "Patterns with their accuracy",
	Help:  "One strip for print: what is present in every pattern, how many records have it, and the accuracy of every method there.",
	Needs: NeedsTable,
	Joins: true,
	New:   func(in Input) (canvas.Figure, error) { return newJoined(in) },
})

// joined is the pattern chart and the strata chart on the same rows.
type joined struct {
	*strata
	records map[dataset.Pattern]int // in the data; nil where they are not at hand
	all     int
}

func newJoined(in Input) (*joined, error) {
	s, err := newStrata(in)
	if err != nil {
		return nil, err
	}
	s.rows = slices.DeleteFunc(s.rows, func(r stratumRow) bool {
		return r.Kind != metric.AllRecords && r.Kind != metric.CompleteOnly && r.Kind != metric.OnePattern
	})
	f := &joined{strata: s}
	if in.Data != nil {
		f.records = map[dataset.Pattern]int{}
		for _, g := range in.Only.among(presenceOf(in).Patterns()) {
			f.records[g.Pattern] = len(g.Records)
			f.all += len(g.Records)
		}
	}
	return f, nil
}

// patternOf is the pattern of a row, or empty.
func (f *joined) patternOf(r stratumRow) dataset.Pattern {
	switch r.Kind {
	case metric.CompleteOnly:
		return dataset.Complete(len(f.in.Table.Modalities))
	case metric.OnePattern:
		return r.Pattern
	}
	return ""
}

// countOf is the number of records behind a row: in the data, else in the test.
func (f *joined) countOf(r stratumRow) int {
	if f.records == nil {
		n, _ := metric.Shared(r.scores)
		return n
	}
	if p := f.patternOf(r); p != "" {
		return f.records[p]
	}
	return f.all
}

// Name implements Figure.
func (f *joined) Name() string { return "joined" }

// Heading implements Headed.
func (f *joined) Heading() string { return say.Form("Patterns and %s", f.m.title) }

// PatternAt implements Patterned.
func (f *joined) PatternAt(k int) dataset.Pattern { return f.chart(0).patternAt(k) }

// RowOf implements Patterned.
func (f *joined) RowOf(p dataset.Pattern) int { return f.chart(0).rowOf(p) }

// From implements Scrollable.
func (f *joined) From(k int) canvas.Figure {
	g := *f
	s := *f.strata
	s.first = max(0, k)
	g.strata = &s
	return &g
}

// Rows implements Scrollable.
func (f *joined) Rows() int { return len(f.chart(0).rows) }

// Description implements Figure.
func (f *joined) Description() canvas.Description {
	d := f.strata.Description()
	if f.nothing() != "" {
		return d
	}
	d.Short = say.Form("Filled: modality present, open: absent; bars: %s. %s", f.counted(), d.Short)
	d.Long = say.Form("Patterns of presence of %s beside the %s of every method. %s", plural(len(f.in.Table.Modalities), "modality", "modalities"), f.m.title, d.Long)
	return d
}

// counted says what the bars count.
func (f *joined) counted() string {
	if f.records == nil {
		return say.Text("test records")
	}
	if only := f.in.Only; only != nil {
		return say.Form("records of the data, only %s", only.Words)
	}
	return say.Text("records of the data")
}

// Table implements Figure: that of the strata, with the records of the pattern.
func (f *joined) Table() canvas.Table {
	t := f.strata.Table()
	t.Header = append([]string{"records"}, t.Header...)
	k := 0
	for _, r := range f.rows {
		for range f.shown {
			t.Rows[k] = append([]string{strconv.Itoa(f.countOf(r))}, t.Rows[k]...)
			k++
		}
	}
	return t
}

// Characters implements Figure.
func (f *joined) Characters(int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	lines := [][]string{{say.Text("pattern"), say.Text("records")}}
	for _, i := range f.shown {
		lines[0] = append(lines[0], canvas.Short(f.in.Table.Methods[i], 14))
	}
	for _, r := range f.rows {
		name := say.Text("all")
		if p := f.patternOf(r); p != "" {
			name = strings.NewReplacer("1", "●", "0", "○").Replace(string(p))
		}
		line := []string{name, count(f.countOf(r))}
		for _, i := range f.shown {
			line = append(line, figure3(f.m.of(r.scores[i])))
		}
		lines = append(lines, line)
	}
	return canvas.Columns(lines) + say.Form("● present  ○ absent, in the order %s\n", strings.Join(f.in.Table.Modalities, ", "))
}

// Natural is the height at which every row stands comfortably.
func (f *joined) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	rc, l := f.settled(p)
	return f.natural(p, rc) + p.Frame().Bottom - l.room.Bottom
}

// chart describes the rows to the layout, with room for matrix and bars.
func (f *joined) chart(gutter float64) rowChart {
	rc := f.strata.chart()
	rc.gutter = gutter
	for i := range rc.rows {
		rc.rows[i].section, rc.rows[i].dots = "", false
		if rc.rows[i].pattern != "" {
			rc.rows[i].label = ""
		}
	}
	return rc
}

const (
	joinedPitch = 22.0
	joinedBars  = 0.2 // of the width
)

// matrixLayout is where the matrix and its bars stand.
type matrixLayout struct {
	pitch, bars float64
	heads       canvas.Heads // names of the modalities
	room        canvas.Rect  // of legend and rows, without what the heads are higher than theirs
}

// settled is the chart with its room for the matrix and its bars.
func (f *joined) settled(p canvas.Pen) (rowChart, matrixLayout) {
	r, k := p.Frame(), float64(len(f.in.Table.Modalities))
	l := matrixLayout{pitch: min(joinedPitch, r.Width()*0.3/k), bars: r.Width() * joinedBars, room: r}
	l.heads = p.NewHeads(f.in.Table.Modalities, nil, l.pitch, r.Width()*0.3)
	base := f.chart(k*l.pitch + l.bars)
	rc := f.named(p, base, r)
	l.room.Bottom -= max(0, l.heads.Height(p)-rc.strip(p, r)) + 2
	return f.named(p, base, l.room), l
}

// Draw implements Figure.
func (f *joined) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	rc, l := f.settled(p)
	r, ok := p.LegendIn(l.room, f.legend(p, rc), leastTall)
	if !ok {
		return nil
	}
	r.Top, r.Bottom = r.Top+p.Frame().Bottom-r.Bottom, p.Frame().Bottom
	top := r.Top + rc.strip(p, r)
	plan := rc.draw(p, r)
	p.Mark(canvas.Body, "", "", plan.Rect)
	for m := range f.in.Table.Modalities {
		x := r.Left + (float64(m)+0.5)*l.pitch
		l.heads.Draw(p, m, x, top)
		p.Mark(canvas.ModalityHead, f.in.Table.Modalities[m], "", canvas.Box(x-l.pitch/2, p.Frame().Top, x+l.pitch/2, top))
	}
	f.strip(p, plan, r.Left, l.pitch, l.bars)
	return *p.Regions
}

// strip draws matrix, bars and marks on the rows of the plan.
func (f *joined) strip(p canvas.Pen, plan rowPlan, left, pitch, bars float64) {
	k := float64(len(f.in.Table.Modalities))
	most := 1
	for _, r := range f.rows {
		if f.patternOf(r) != "" {
			most = max(most, f.countOf(r))
		}
	}
	for i, row := range plan.rows {
		r := f.rows[slices.IndexFunc(f.rows, func(r stratumRow) bool { return r.Name == row.key })]
		y, n := plan.y[i], f.countOf(r)
		f.marks(p, plan, i, r)
		words := count(n)
		x := left + k*pitch + 8
		if pattern := f.patternOf(r); pattern != "" {
			presenceDots(p, left+pitch/2, y, pattern, pitch, min(5, plan.height*0.26, pitch*0.36), true)
			unit := (bars - p.Width(count(most), p.Style.Small) - 18) / float64(most)
			half := min(8, plan.height*0.3)
			p.Fill(canvas.Box(x, y-half, max(x+1, x+unit*float64(n)), y+half), canvas.Mix(p.Style.Present, p.Style.Text, 0.12))
			x += unit*float64(n) + 4
		} else {
			x = max(x, left+p.Width(row.label, p.Style.Body)+8)
		}
		p.Text(x, y, words, p.Style.Small, p.Style.Text, canvas.Start)
	}
}
