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
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "attention",
	Title: "Attention by pattern",
	Help:  "The mean share of attention that a model gives to every modality, pattern by pattern. Attention is not importance.",
	Needs: NeedsStudy,
	New:   func(in Input) (canvas.Figure, error) { return newAttention(in) },
})

// attention shows where a model looked.
type attention struct {
	in     Input
	method string
	rows   []attentionRow
	first  int // row at the top
}

// Rows implements Scrollable.
func (f *attention) Rows() int { return len(f.rows) }

// From implements Scrollable.
func (f *attention) From(k int) canvas.Figure {
	g := *f
	g.first = min(max(k, 0), max(len(f.rows)-1, 0))
	return &g
}

// attentionRow is the mean over the predictions of one pattern.
type attentionRow struct {
	pattern dataset.Pattern
	share   []float64 // by modality
	records int       // distinct test records
	n       int       // predictions
	trained int       // mean development records of the pattern
}

func newAttention(in Input) (*attention, error) {
	f := &attention{in: in, method: in.A}
	if in.A != "" && !slices.Contains(in.Study.Methods, in.A) {
		return nil, say.Errorf("no method %q; there are %s", in.A, strings.Join(in.Study.Methods, ", "))
	}
	for _, run := range in.Study.Runs {
		if f.method == "" && slices.ContainsFunc(run.Rows, func(r result.Row) bool { return r.Attention != nil }) {
			f.method = run.Method
		}
	}
	f.collect()
	return f, nil
}

// collect averages the attention of the observed test records by pattern.
func (f *attention) collect() {
	at := map[dataset.Pattern]*attentionRow{}
	seen := map[dataset.Pattern]map[int]bool{}
	runs := f.in.Study.RunsOf(f.method)
	for _, run := range runs {
		for _, r := range run.Rows {
			if r.Series != result.Observed || len(r.Attention) != len(f.in.Study.Modalities) {
				continue
			}
			if at[r.Pattern] == nil {
				at[r.Pattern] = &attentionRow{pattern: r.Pattern, share: make([]float64, len(r.Attention))}
				seen[r.Pattern] = map[int]bool{}
			}
			row := at[r.Pattern]
			row.n++
			seen[r.Pattern][r.Record] = true
			for m, a := range r.Attention {
				row.share[m] += a
			}
		}
	}
	for p, row := range at {
		row.records = len(seen[p])
		for m := range row.share {
			row.share[m] /= float64(row.n)
		}
		for _, run := range runs {
			row.trained += run.DevPatterns[p]
		}
		row.trained = int(math.Round(float64(row.trained) / float64(len(runs))))
		f.rows = append(f.rows, *row)
	}
	slices.SortFunc(f.rows, comparePatterns)
}

// comparePatterns puts the complete pattern first, then by falling count.
func comparePatterns(a, b attentionRow) int {
	switch {
	case a.pattern.Complete() != b.pattern.Complete():
		if a.pattern.Complete() {
			return -1
		}
		return 1
	case a.records != b.records:
		return b.records - a.records
	}
	return -strings.Compare(string(a.pattern), string(b.pattern))
}

// Name implements Figure.
func (f *attention) Name() string { return "attention" }

// nothing says why there is nothing to draw, or is empty.
func (f *attention) nothing() string {
	switch {
	case len(f.rows) > 0:
		return ""
	case f.method == "":
		return say.Text("No method of this study has attention weights.")
	}
	return say.Form("%s has no attention weights.", f.method)
}

// Description implements Figure.
func (f *attention) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("Mean share of attention by modality and pattern, method %s, dataset %s. Attention is not importance.", f.method, f.in.Study.Dataset)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for _, r := range f.rows {
		var parts []string
		for m, a := range r.share {
			if r.pattern.Has(m) || a > 0 {
				parts = append(parts, fmt.Sprintf("%s %.2f", f.in.Study.Modalities[m], a))
			}
		}
		fmt.Fprintf(&b, " %s (n = %s): %s.", capital(patternName(r.pattern, f.in.Study.Modalities)), count(r.records), strings.Join(parts, ", "))
		if r.trained == 0 {
			b.WriteString(say.Text(" No development record (training or validation) has this pattern."))
		}
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// Table implements Figure: one row per pattern and modality.
func (f *attention) Table() canvas.Table {
	t := canvas.Table{Header: []string{"method", "pattern", "modality", "present", "attention", "n_test", "n_dev"}, Context: studyContext(f.in)}
	for _, r := range f.rows {
		for m, a := range r.share {
			t.Rows = append(t.Rows, []string{f.method, r.pattern.Label(f.in.Study.Modalities), f.in.Study.Modalities[m],
				strconv.FormatBool(r.pattern.Has(m)), exact(a), strconv.Itoa(r.records), strconv.Itoa(r.trained)})
		}
	}
	return t
}

// Characters implements Figure.
func (f *attention) Characters(int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	lines := [][]string{{say.Text("pattern")}}
	for _, name := range f.in.Study.Modalities {
		lines[0] = append(lines[0], canvas.Short(name, 12))
	}
	lines[0] = append(lines[0], say.Text("n test"), say.Text("n dev"))
	for _, r := range f.rows {
		line := []string{canvas.Short(patternName(r.pattern, f.in.Study.Modalities), 30)}
		for m, a := range r.share {
			if r.pattern.Has(m) || a > 0 {
				line = append(line, fmt.Sprintf("%.2f", a))
			} else {
				line = append(line, say.Text("absent"))
			}
		}
		lines = append(lines, append(line, strconv.Itoa(r.records), strconv.Itoa(r.trained)))
	}
	return canvas.Columns(lines)
}

const (
	leastAttentionRow = 18.0
	cellGap           = 10.0
)

// Natural implements tall.
func (f *attention) Natural(p canvas.Pen) float64 {
	if f.nothing() != "" {
		return 0
	}
	return float64(len(f.rows))*usualRow + f.grid(p).top - p.Frame().Top
}

// Draw implements Figure: a table of bars, one column per modality.
func (f *attention) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, f.nothing(), func(p canvas.Pen) { f.grid(p).draw() })
}

// grid divides the width.
func (f *attention) grid(p canvas.Pen) attentionGrid {
	r := p.Frame()
	names := f.in.Study.Modalities
	labels := 0.0
	for _, row := range f.rows {
		labels = max(labels, p.Width(patternName(row.pattern, names), p.Style.Body)+dotsWidth(row.pattern))
	}
	labels = min(labels, r.Width()*0.36) + 10
	counts := p.Width(say.Text("n dev"), p.Style.Small) + p.Width(say.Text("n test"), p.Style.Small) + 2*columnGap
	pitch := (r.Width() - labels - counts) / float64(len(names))
	h := p.NewHeads(names, nil, pitch, 0)
	return attentionGrid{f, p, r, labels, pitch, h, r.Top + h.Height(p), newPatternNames(p, names, p.Style.Body)}
}

// attentionGrid is the laid-out chart.
type attentionGrid struct {
	*attention
	p             canvas.Pen
	r             canvas.Rect
	labels, pitch float64
	heads         canvas.Heads
	top           float64
	names         *patternNames
}

func (g attentionGrid) draw() {
	p, left := g.p, len(g.rows)-g.first
	shown := min(left, max(1, int((g.r.Bottom-g.top)/leastAttentionRow)))
	folded := shown < left || g.first > 0
	if shown == left && g.first > 0 && float64(shown+1)*leastAttentionRow > g.r.Bottom-g.top || shown < left {
		shown = max(1, shown-1)
	}
	height := min(34, (g.r.Bottom-g.top)/float64(max(shown, 1)))
	if folded {
		height = leastAttentionRow
		words := "+ " + plural(left-shown, "more pattern", "more patterns")
		if g.first > 0 {
			words = say.Form("patterns %d to %d of %d", g.first+1, g.first+shown, len(g.rows))
		}
		y := g.top + (float64(shown)+0.5)*height
		p.Text(g.r.Left, y, words, p.Style.Small, p.Style.Muted, canvas.Start)
		p.Mark(canvas.OtherRows, "", "", canvas.Box(g.r.Left, y-height/2, g.r.Right, y+height/2))
	}
	for m := range g.in.Study.Modalities {
		g.heads.Draw(p, m, g.column(m)+(g.pitch-cellGap)/2, g.top)
	}
	p.Text(g.r.Right, g.top-p.Style.Body*0.8, say.Text("n dev"), p.Style.Small, p.Style.Muted, canvas.End)
	p.Text(g.testRight(), g.top-p.Style.Body*0.8, say.Text("n test"), p.Style.Small, p.Style.Muted, canvas.End)
	for i := range shown {
		g.row(i, height)
	}
	p.Mark(canvas.Body, "", "", canvas.Box(g.r.Left+g.labels, g.top, g.column(len(g.in.Study.Modalities)), g.top+float64(shown)*height))
}

func (g attentionGrid) column(m int) float64 { return g.r.Left + g.labels + float64(m)*g.pitch }

func (g attentionGrid) testRight() float64 {
	return g.r.Right - g.p.Width(say.Text("n dev"), g.p.Style.Small) - columnGap
}

func (g attentionGrid) row(i int, height float64) {
	p, row := g.p, g.rows[g.first+i]
	y := g.top + (float64(i)+0.5)*height
	box := canvas.Box(g.r.Left, y-height/2, g.r.Right, y+height/2)
	if i%2 == 0 {
		p.Fill(canvas.Box(box.Left-3, box.Top, box.Right+3, box.Bottom), canvas.Mix(p.Style.Background, p.Style.Text, 0.035))
	}
	x := g.r.Left
	if w := dotsWidth(row.pattern); w > 0 {
		smallPattern(p, x, y, row.pattern)
		x += w
	}
	p.Text(x, y, g.names.in(row.pattern, g.r.Left+g.labels-8-x), p.Style.Body, p.Style.Text, canvas.Start)
	for m := range row.share {
		g.cell(row, m, y, height)
	}
	p.Text(g.testRight(), y, count(row.records), p.Style.Small, p.Style.Text, canvas.End)
	p.Text(g.r.Right, y, count(row.trained), p.Style.Small, p.Style.Text, canvas.End)
	if row.trained == 0 {
		p.Marker(canvas.Triangle, g.r.Right-p.Width("0", p.Style.Small)-7, y, 3.5, p.Style.Caution, false)
	}
	p.Mark(canvas.PatternRow, string(row.pattern), "", box)
}

// cell draws one bar; what is absent has an empty frame, and a share of its
// own only where the model keeps a token for it.
func (g attentionGrid) cell(row attentionRow, m int, y, height float64) {
	p := g.p
	x, room := g.column(m), g.pitch-cellGap
	half := min(7, height*0.3)
	p.Outline(canvas.Box(x, y-half, x+room, y+half), 1, p.Style.Grid)
	a := row.share[m]
	if math.IsNaN(a) || !row.pattern.Has(m) && a == 0 {
		return
	}
	ink := p.Style.Present
	if !row.pattern.Has(m) {
		ink = p.Style.Caution
	}
	p.Fill(canvas.Box(x, y-half, x+room*min(a, 1), y+half), ink)
	words := fmt.Sprintf("%.2f", a)
	if p.Width(words, p.Style.Small)+6 <= room {
		p.Text(x+room-3, y, words, p.Style.Small, p.Style.Text, canvas.End)
	}
}
