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
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "patterns",
	Title: "Patterns of missingness",
	Help:  "Which modalities are present together: one row per pattern, as in UpSet plots, with its number of records.",
	Needs: NeedsPresence,
	New:   func(in Input) (canvas.Figure, error) { return newPatterns(in) },
})

// maxPatterns is the most rows of patterns before the rest is folded.
const maxPatterns = 12

// patterns shows joint missingness after Lex et al., "UpSet: Visualization of
// Intersecting Sets" (2014), but with present, not missing, as the filled dot.
type patterns struct {
	*census
	name     string // of the dataset
	of       excerpt
	picked   []int // selected records per group; nil without a selection
	selected int
	why      []string // notes on why something is missing
	ordered  string   // says the order of the rows; empty for that by records
	grouped  bool     // rows that lack equally many modalities stand under their sum
	noted    bool     // the notes are what is asked for, and stand before rows do
	first    int      // pattern at the top; those before it are scrolled away
	open     bool     // every pattern has a row of its own
}

func newPatterns(in Input) (*patterns, error) {
	in, of, err := in.narrowed()
	if err != nil {
		return nil, err
	}
	f := &patterns{census: newCensus(in).arranged(in), name: in.Data.Name, of: of, why: in.Why, noted: in.Noted, grouped: in.Patterns == ByLack, ordered: in.orderWords()}
	return f.with(in.Selected), nil
}

// Rows implements Scrollable.
func (f *patterns) Rows() int { return len(f.groups) }

// PatternAt implements Patterned.
func (f *patterns) PatternAt(k int) dataset.Pattern {
	if k < 0 || k >= len(f.groups) {
		return ""
	}
	return f.groups[k].Pattern
}

// RowOf implements Patterned.
func (f *patterns) RowOf(p dataset.Pattern) int {
	return slices.IndexFunc(f.groups, func(g dataset.PatternCount) bool { return g.Pattern == p })
}

// From implements Scrollable.
func (f *patterns) From(k int) canvas.Figure {
	g := *f
	g.first, g.open = min(max(k, 0), max(len(f.groups)-1, 0)), true
	return &g
}

func (f *patterns) with(selection []uint64) *patterns {
	g := *f
	g.picked, g.selected = nil, 0
	if selection != nil {
		g.picked = f.census.selected(selection)
		g.selected = popcount(selection, f.records())
	}
	return &g
}

// WithSelection implements Selectable.
func (f *patterns) WithSelection(selection []uint64) canvas.Figure {
	return f.with(f.of.local(selection))
}

// Name implements Figure.
func (f *patterns) Name() string { return "patterns" }

// Title implements Figure.
func (f *patterns) Title() string { return f.of.said(f.finding()) }

func (f *patterns) finding() string {
	n := f.records()
	if f.incomplete() == 0 {
		return say.Form("All %s records have every modality.", count(n))
	}
	text := say.Form("%s of %s records are incomplete, in %s", share(f.incomplete(), n), count(n), plural(f.gaps(), "pattern", "patterns"))
	switch by := f.onlyMasked(); {
	case by == f.incomplete():
		return f.maskedTitle()
	case by > 0:
		text = say.Form("%s of %s records are incomplete, %s of all by the mask alone, in %s", share(f.incomplete(), n), count(n), share(by, n), plural(f.gaps(), "pattern", "patterns"))
	}
	if g, ok := f.largestGap(); ok {
		text += say.Form("; the most frequent is “%s” (%s)", patternName(g.Pattern, f.names), share(len(g.Records), n))
	}
	return text + "."
}

// maskedTitle is that of complete data of which an experiment hides a part: what
// is most often hidden is no gap of the data.
func (f *patterns) maskedTitle() string {
	n := f.records()
	text := say.Form("Nothing is missing in %s; the experiment masks something in %s of them, in %s", plural(n, "record", "records"), share(f.incomplete(), n), plural(f.gaps(), "pattern", "patterns"))
	if g, ok := f.largestGap(); ok {
		text += say.Form(", most often just %s (%s)", say.List(g.Pattern.Lacks(f.names)), share(len(g.Records), n))
	}
	return text + "."
}

// gaps counts the patterns that lack something.
func (f *patterns) gaps() int {
	n := 0
	for _, g := range f.groups {
		if !g.Pattern.Complete() {
			n++
		}
	}
	return n
}

func (f *patterns) largestGap() (most dataset.PatternCount, ok bool) {
	for _, g := range f.groups {
		if !g.Pattern.Complete() && len(g.Records) > len(most.Records) {
			most, ok = g, true
		}
	}
	return most, ok
}

// Description implements Figure.
func (f *patterns) Description() canvas.Description {
	shown := f.covering(maxPatterns)
	short := say.Form("Patterns of presence of %s in %s records of dataset %s; filled: present, open: absent.",
		plural(len(f.names), "modality", "modalities"), count(f.records()), f.name)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	if f.ordered != "" {
		b.WriteString(" " + f.ordered)
	}
	if f.grouped {
		for _, x := range f.sums(0, len(f.groups)) {
			b.WriteString(" " + x.words + ".")
		}
	}
	for _, g := range f.groups[:shown] {
		fmt.Fprintf(&b, " %s: %s (%s).", patternName(g.Pattern, f.names), plural(len(g.Records), "record", "records"), share(len(g.Records), f.records()))
	}
	if rest := f.rest(shown); rest > 0 {
		b.WriteString(say.Form(" Not shown one by one: %s with %s.", plural(len(f.groups)-shown, "further pattern", "further patterns"), plural(rest, "record", "records")))
	}
	for m, name := range f.names {
		b.WriteString(say.Form(" %s is present in %s.", name, share(f.presence.Count(m), f.records())))
	}
	b.WriteString(f.leaks() + f.unstriped())
	if f.picked != nil {
		b.WriteString(say.Form(" %s selected.", plural(f.selected, "record", "records")))
	}
	for _, note := range f.why {
		b.WriteString(" " + note)
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// rest counts the records in the patterns from the k-th on.
func (f *patterns) rest(k int) int {
	n := 0
	for _, g := range f.groups[k:] {
		n += len(g.Records)
	}
	return n
}

// Table implements Figure: one row per pattern, all of them.
func (f *patterns) Table() canvas.Table {
	t := canvas.Table{Header: []string{"pattern"}, Context: f.of.context(f.name, f.records())}
	for _, name := range f.names {
		t.Names = append(t.Names, len(t.Header))
		t.Header = append(t.Header, name)
	}
	t.Header = append(t.Header, "records", "share")
	if f.parts != nil {
		t.Header = append(t.Header, "train", "validation", "test")
	}
	if f.picked != nil {
		t.Header = append(t.Header, "selected")
	}
	for g := range f.groups {
		t.Rows = append(t.Rows, f.cells(g))
	}
	return t
}

func (f *patterns) cells(g int) []string {
	p := f.groups[g].Pattern
	out := []string{p.Label(f.names)}
	for m := range f.names {
		out = append(out, string(p[m]))
	}
	n := len(f.groups[g].Records)
	out = append(out, strconv.Itoa(n), exact(float64(n)/float64(f.records())))
	if f.parts != nil {
		parts := f.byPart(g)
		out = append(out, strconv.Itoa(parts[1]), strconv.Itoa(parts[2]), strconv.Itoa(parts[3]))
	}
	if f.picked != nil {
		out = append(out, strconv.Itoa(f.picked[g]))
	}
	return out
}

// dataContext is what holds for every number about a dataset.
func dataContext(name, hash string, records int) [][2]string {
	return [][2]string{{"dataset", name}, {"dataset_sha256", hash}, {"n_records", strconv.Itoa(records)}}
}

// Characters implements Figure: an UpSet plot in characters.
func (f *patterns) Characters(width int) string {
	width = canvas.CharactersIn(width)
	shown := f.covering(maxPatterns)
	most := 1
	for _, g := range f.groups[:shown] {
		most = max(most, len(g.Records))
	}
	head := make([]string, 0, len(f.names)+2)
	for _, name := range f.names {
		head = append(head, canvas.Short(name, 12)+" ")
	}
	lines := [][]string{append(head, say.Text("records"), "", "")}
	for _, g := range f.groups[:shown] {
		var line []string
		for m := range f.names {
			line = append(line, map[bool]string{true: "●", false: "○"}[g.Pattern.Has(m)])
		}
		n := len(g.Records)
		lines = append(lines, append(line, strconv.Itoa(n), share(n, f.records()), canvas.Bar(float64(n)/float64(most), max(8, width/4))))
	}
	text := canvas.Columns(leftLast(lines))
	if rest := f.rest(shown); rest > 0 {
		text += fmt.Sprintf("+ %s, %s\n", plural(len(f.groups)-shown, "more pattern", "more patterns"), plural(rest, "record", "records"))
	}
	text += say.Text("● present  ○ absent\n")
	if f.ordered != "" {
		text += canvas.Wrap(f.ordered, width) + "\n"
	}
	for _, note := range f.why {
		text += canvas.Wrap(note, width) + "\n"
	}
	return text
}

// leftLast marks the last column as set left.
func leftLast(lines [][]string) [][]string {
	lines[0][len(lines[0])-1] = " "
	return lines
}

var _ Selectable = (*patterns)(nil)

// usualRow is the height of a row that has room.
const usualRow = 24.0

// Natural implements tall: a row for every pattern, of very many for the first.
func (f *patterns) Natural(p canvas.Pen) float64 {
	u := newUpset(f, p)
	rows := min(maxPatterns, len(f.groups))
	height := u.top - p.Frame().Top + u.legend + u.notes + f.heads(0, rows) + usualRow*float64(rows)
	if rows < len(f.groups) {
		height += usualRow
	}
	return math.Ceil(height)
}

// Draw implements Figure.
func (f *patterns) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	return canvas.Drawn(c, s, "", func(p canvas.Pen) { newUpset(f, p).draw() })
}
