package charts

import (
	"fmt"
	"math"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// with tells the figure what is selected: it cannot show it, and says so.
func (f *comissing) with(selection []uint64) *comissing {
	g := *f
	g.picked = -1
	if selection != nil {
		g.picked = popcount(selection, f.records())
	}
	return &g
}

var _ Selectable = (*comissing)(nil)

// WithSelection implements Selectable.
func (f *comissing) WithSelection(selection []uint64) canvas.Figure {
	return f.with(f.of.local(selection))
}

// unshown says that the coefficients are not those of the selection.
func (f *comissing) unshown() string {
	if f.picked < 0 {
		return ""
	}
	return " " + say.Form("Of all %s; the %s selected are not shown here.", plural(f.records(), "record", "records"), count(f.picked))
}

// bothWords says in how many records two modalities are lacking, and whether by
// themselves, by the mask, or both.
func (f *comissing) bothWords(a, b int) string {
	lackA, lackB, both := f.table2(a, b)
	n := plural(both, "record", "records")
	switch f.hides(a) + f.hides(b) {
	case 0:
		return say.Form("both absent in %s", n)
	case lackA + lackB:
		return say.Form("both masked in %s", n)
	}
	return say.Form("both absent or masked in %s", n)
}

// exceptions counts the records that break the rule of a coefficient next to 1,
// which lack only one of the two, or of one next to −1, which lack both or none;
// 0 where there is no such rule, or nothing breaks it.
func (f *comissing) exceptions(a, b int) int {
	lackA, lackB, both := f.table2(a, b)
	switch v := phi(f.presence, a, b); {
	case v > nearlyOne:
		return lackA + lackB - 2*both
	case v < -nearlyOne:
		return both + f.records() - (lackA + lackB - both)
	}
	return 0
}

// pairWords says one coefficient with what is behind it.
func (f *comissing) pairWords(a, b int) string {
	text := say.Form("%s with %s: %s (%s).", f.names[a], f.names[b], coefficient(phi(f.presence, a, b)), f.bothWords(a, b))
	if n := f.exceptions(a, b); n > 0 {
		text += " " + say.Form("Exceptions to the rule: %s.", plural(n, "record", "records"))
	}
	return text
}

// cell draws one coefficient; where few records break a rule, their number as
// well, since they are likely errors in the data.
func (f *comissing) cell(p canvas.Pen, r canvas.Rect, a, b int) {
	v := phi(f.presence, a, b)
	fill := p.Diverging(v)
	if !f.reliable(a, b) {
		fill = canvas.Mix(p.Style.Background, p.Style.Muted, 0.15)
	}
	p.Fill(r, fill)
	p.Outline(r, 1, p.Style.Grid)
	ink := p.Style.Text
	if canvas.Contrast(ink, fill) < canvas.Contrast(p.Style.Background, fill) {
		ink = p.Style.Background
	}
	kind, y, few := canvas.PairCell, (r.Top+r.Bottom)/2, f.exceptions(a, b)
	if few > 0 {
		kind = canvas.PairBreak
		p.Outline(canvas.Box(r.Left+1.5, r.Top+1.5, r.Right-1.5, r.Bottom-1.5), 2, p.Style.Caution)
		if words := p.Clip(plural(few, "exception", "exceptions"), p.Style.Small, r.Width()-6); r.Height() > 3*p.Style.Small && r.Width() > 40 {
			p.Text((r.Left+r.Right)/2, y+p.Style.Small*0.7, words, p.Style.Small, ink, canvas.Middle)
			y -= p.Style.Small * 0.7
		}
	}
	if r.Width() > p.Width("−0.00", p.Style.Small)+4 && r.Height() > p.Style.Small*1.2 {
		p.Text((r.Left+r.Right)/2, y, coefficient(v), p.Style.Small, ink, canvas.Middle)
	}
	p.Mark(kind, f.names[a], f.names[b], r)
}

// nearlyOne is the size from which a coefficient is a rule, and perfect the one
// from which nothing breaks it.
const (
	nearlyOne = 0.995
	perfect   = 1 - 1e-12
)

// coefficient writes phi so that what is nearly one, but for a few records,
// does not look like one: the exceptions are errors in the data.
func coefficient(v float64) string {
	switch size := math.Abs(v); {
	case size <= nearlyOne || size >= perfect:
	case v > 0:
		return "<1"
	default:
		return ">−1"
	}
	text := strings.Replace(fmt.Sprintf("%.2f", v), "-", "−", 1)
	if text == "−0.00" {
		return "0.00"
	}
	return text
}
