package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"

	vgdraw "gonum.org/v1/plot/vg/draw"
)

var _ = register(Info{
	Name:  "comissing",
	Title: "Co-missingness",
	Help:  "How far the absence of one modality goes with that of another: the phi coefficient of every two.",
	Needs: NeedsPresence,
	New:   func(in Input) (canvas.Figure, error) { return newComissing(in) },
})

// leastAbsent is the number of records that must lack one of two modalities
// before their coefficient is coloured.
const leastAbsent = 20

// comissing is the lower triangle of phi coefficients between absences.
type comissing struct {
	*census
	name     string
	of       excerpt
	order    []int // modalities that vary, those that go missing together side by side
	constant []int // modalities that never or always are there
	picked   int   // records of the selection, which the figure cannot show; -1 without one
}

func newComissing(in Input) (*comissing, error) {
	in, of, err := in.narrowed()
	if err != nil {
		return nil, err
	}
	f := &comissing{census: newCensus(in), name: in.Data.Name, of: of, picked: -1}
	for m := range f.names {
		if n := f.presence.Count(m); n == 0 || n == f.records() {
			f.constant = append(f.constant, m)
		} else {
			f.order = append(f.order, m)
		}
	}
	f.cluster()
	return f.with(in.Selected), nil
}

// cluster starts from the pair that goes together most and appends, at either
// end, the modality that goes most with that end.
func (f *comissing) cluster() {
	if len(f.order) < 3 {
		return
	}
	rest := slices.Clone(f.order)
	a, b := f.closest(rest)
	chain := []int{a, b}
	rest = slices.DeleteFunc(rest, func(m int) bool { return m == a || m == b })
	for len(rest) > 0 {
		head, tail := f.nearest(chain[0], rest), f.nearest(chain[len(chain)-1], rest)
		next := tail
		if phi(f.presence, chain[0], head) > phi(f.presence, chain[len(chain)-1], tail) {
			next = head
			chain = slices.Insert(chain, 0, head)
		} else {
			chain = append(chain, tail)
		}
		rest = slices.DeleteFunc(rest, func(m int) bool { return m == next })
	}
	f.order = chain
}

func (f *comissing) closest(among []int) (a, b int) {
	best := math.Inf(-1)
	for i, x := range among {
		for _, y := range among[i+1:] {
			if v := phi(f.presence, x, y); v > best {
				a, b, best = x, y, v
			}
		}
	}
	return a, b
}

func (f *comissing) nearest(m int, among []int) int {
	best := among[0]
	for _, x := range among {
		if phi(f.presence, m, x) > phi(f.presence, m, best) {
			best = x
		}
	}
	return best
}

// table2 counts records that lack a, lack b, and lack both.
func (f *comissing) table2(a, b int) (lackA, lackB, both int) {
	n := f.records()
	lackA, lackB = n-f.presence.Count(a), n-f.presence.Count(b)
	have := 0
	for w, word := range f.presence.Column(a) {
		have += onesIn(word & f.presence.Column(b)[w])
	}
	return lackA, lackB, lackA + lackB - (n - have)
}

// reliable says whether enough records lack either for the coefficient to mean
// something.
func (f *comissing) reliable(a, b int) bool {
	lackA, lackB, _ := f.table2(a, b)
	return min(lackA, lackB) >= leastAbsent
}

// Name implements Figure.
func (f *comissing) Name() string { return "comissing" }

// nothing says why there is nothing to draw, or is empty.
func (f *comissing) nothing() string {
	switch {
	case len(f.order) == 0 && f.incomplete() == 0:
		return say.Form("Nothing is missing in %s, so nothing is missing together.", plural(f.records(), "record", "records"))
	case len(f.order) < 2:
		return say.Text("Fewer than two modalities are missing in some records, so none go missing together.")
	}
	return ""
}

// Title implements Figure.
func (f *comissing) Title() string { return f.of.said(f.finding()) }

func (f *comissing) finding() string {
	if reason := f.nothing(); reason != "" {
		return reason
	}
	a, b, v := f.strongest()
	switch {
	case math.IsInf(v, -1):
		return say.Form("Too few of %s lack a modality to say which go missing together.", plural(f.records(), "record", "records"))
	case v < 0.1 && f.onlyMasked() == f.incomplete():
		return say.Form("No two modalities are masked together more than by chance in %s (largest ρ = %s).", plural(f.records(), "record", "records"), coefficient(v))
	case v < 0.1:
		return say.Form("No two modalities go missing together more than by chance in %s (largest ρ = %s).", plural(f.records(), "record", "records"), coefficient(v))
	}
	if f.onlyMasked() == f.incomplete() {
		return say.Form("%s and %s are masked together most: ρ = %s, %s.", f.names[a], f.names[b], coefficient(v), f.bothWords(a, b))
	}
	return say.Form("%s and %s go missing together most: ρ = %s, %s.", f.names[a], f.names[b], coefficient(v), f.bothWords(a, b))
}

// strongest is the largest coefficient that rests on enough records; -∞ where
// none does.
func (f *comissing) strongest() (a, b int, v float64) {
	v = math.Inf(-1)
	for i, x := range f.order {
		for _, y := range f.order[:i] {
			if r := phi(f.presence, x, y); r > v && f.reliable(x, y) {
				a, b, v = y, x, r
			}
		}
	}
	return a, b, v
}

// Description implements Figure.
func (f *comissing) Description() canvas.Description {
	if reason := f.nothing(); reason != "" {
		return canvas.Description{Short: reason, Long: reason}
	}
	short := say.Form("Correlation (phi) between the absence of modalities in %s of dataset %s; grey: fewer than %d records lack one of the two.",
		plural(f.records(), "record", "records"), f.name, leastAbsent)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for i, x := range f.order {
		for _, y := range f.order[:i] {
			b.WriteString(" " + f.pairWords(x, y))
		}
	}
	return canvas.Description{Short: short, Long: b.String() + f.constantWords() + f.unshown()}
}

// constantWords lists what cannot correlate, since it never varies.
func (f *comissing) constantWords() string {
	var always, never []string
	for _, m := range f.constant {
		if f.presence.Count(m) == 0 {
			never = append(never, f.names[m])
		} else {
			always = append(always, f.names[m])
		}
	}
	text := ""
	if len(always) > 0 {
		text += say.Form(" Always present: %s.", say.List(always))
	}
	if len(never) > 0 {
		text += say.Form(" Never present: %s.", say.List(never))
	}
	return text
}

// Table implements Figure: one row per pair.
func (f *comissing) Table() canvas.Table {
	t := canvas.Table{Header: []string{"modality", "with", "phi", "n_lack_first", "n_lack_second", "n_lack_both"}, Context: f.of.context(f.name, f.records())}
	for i, x := range f.order {
		for _, y := range f.order[:i] {
			a, b, both := f.table2(x, y)
			t.Rows = append(t.Rows, []string{f.names[x], f.names[y], exact(phi(f.presence, x, y)), strconv.Itoa(a), strconv.Itoa(b), strconv.Itoa(both)})
		}
	}
	return t
}

// Characters implements Figure: the triangle as a table.
func (f *comissing) Characters(int) string {
	if reason := f.nothing(); reason != "" {
		return reason + "\n"
	}
	lines := [][]string{{""}}
	for _, y := range f.order[:len(f.order)-1] {
		lines[0] = append(lines[0], canvas.Short(f.names[y], 12))
	}
	for i, x := range f.order {
		if i == 0 {
			continue
		}
		line := []string{canvas.Short(f.names[x], 24)}
		for _, y := range f.order[:i] {
			line = append(line, coefficient(phi(f.presence, x, y)))
		}
		lines = append(lines, line)
	}
	return canvas.Columns(lines) + strings.TrimSpace(f.constantWords()) + "\n"
}

// Draw implements Figure.
func (f *comissing) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, f.nothing())
	if !ok {
		return nil
	}
	r := p.Frame()
	foot := strings.TrimSpace(f.unshown() + f.constantWords())
	notes := p.Lines(foot, s.Small, r.Width())
	r.Bottom -= float64(len(notes))*s.Small*canvas.LineHeight + 34
	y := f.triangle(p, r)
	f.scale(p, canvas.Box(r.Left, y+14, r.Left+min(260, r.Width()), y+30))
	p.Paragraph(canvas.Box(r.Left, y+34, r.Right, p.Frame().Bottom), foot, s.Small, s.Muted)
	return *p.Regions
}

// triangle draws rows from the second modality on and columns up to the last
// but one; the names of the columns stand on the diagonal. It returns where
// the last row ends.
func (f *comissing) triangle(p canvas.Pen, r canvas.Rect) (bottom float64) {
	n := len(f.order)
	room := 0.0
	for _, m := range f.order[1:] {
		room = max(room, p.Width(f.names[m], p.Style.Body))
	}
	room = min(room, r.Width()*0.35) + 8
	tail := min(p.Width(f.names[f.order[n-2]], p.Style.Body), r.Width()*0.25) + 10
	cell := min((r.Width()-room-tail)/float64(n-1), 110)
	height := min((r.Height()-p.Style.Body*1.6)/float64(n-1), cell, 72)
	top := r.Top + p.Style.Body*1.6
	step := max(1, int(math.Ceil(p.Style.Body*1.2/height))) // of low rows every second or third is named
	for i := 1; i < n; i++ {
		y := top + (float64(i)-0.5)*height
		if i%step == 0 {
			p.Text(r.Left+room-8, y, p.Clip(f.names[f.order[i]], p.Style.Body, room-8), p.Style.Body, p.Style.Text, canvas.End)
		}
		p.Mark(canvas.ModalityHead, f.names[f.order[i]], "", canvas.Box(r.Left, y-height/2, r.Left+room, y+height/2))
		for j := range i {
			x := r.Left + room + float64(j)*cell
			f.cell(p, canvas.Box(x, y-height/2, x+cell-1, y+height/2-1), f.order[i], f.order[j])
		}
		x := r.Left + room + float64(i-1)*cell
		if width := p.Frame().Right - x - 4; (i-1)%step == 0 && (i == 1 || cell*float64(step) > p.Style.Body) {
			p.Text(x+4, y-height/2-p.Style.Body*0.6, p.Clip(f.names[f.order[i-1]], p.Style.Body, width), p.Style.Body, p.Style.Text, canvas.Start)
		}
	}
	return top + float64(n-1)*height
}

// scale explains the colours.
func (f *comissing) scale(p canvas.Pen, r canvas.Rect) {
	const steps = 40
	y := r.Top + 4
	words := "ρ"
	x := r.Left + p.Width(words, p.Style.Small) + 8
	p.Text(r.Left, y, words, p.Style.Small, p.Style.Muted, canvas.Start)
	x += p.Width("−1", p.Style.Small) + 4
	right := min(r.Right-20, x+160)
	for k := range steps {
		a := x + (right-x)*float64(k)/steps
		p.Fill(canvas.Box(a, y-5, a+(right-x)/steps+0.5, y+5), p.Diverging(2*float64(k)/(steps-1)-1))
	}
	p.Outline(canvas.Box(x, y-5, right, y+5), 1, p.Style.Grid)
	p.Text(x-4, y, "−1", p.Style.Small, p.Style.Muted, canvas.End)
	p.Text(right+4, y, "1", p.Style.Small, p.Style.Muted, canvas.Start)
}
