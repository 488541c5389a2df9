package charts

import (
	"math"
	"slices"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// subtotal is what stands above the first row that lacks so many modalities.
type subtotal struct {
	at    int // its row
	words string
}

// sums are the subtotals of the rows from…to-1; the first of them is of all
// its rows, even where some are scrolled away.
func (f *patterns) sums(from, to int) []subtotal {
	if !f.grouped {
		return nil
	}
	var out []subtotal
	for g := from; g < to; g++ {
		if f.begins(g, from) {
			out = append(out, subtotal{g, f.sumWords(f.lacks(g))})
		}
	}
	return out
}

// begins says whether a subtotal stands above a row, if row from is the first.
func (f *patterns) begins(g, from int) bool {
	return f.grouped && (g == from || f.lacks(g-1) != f.lacks(g))
}

// heads is the height of the subtotals above and among the rows from…to-1.
func (f *patterns) heads(from, to int) float64 {
	n := 0
	for g := from; g < to; g++ {
		if f.begins(g, from) {
			n++
		}
	}
	return sectionHead * float64(n)
}

// lacks counts the modalities that the pattern of a row lacks.
func (f *patterns) lacks(g int) int { return len(f.names) - f.groups[g].Pattern.Count() }

// sumWords counts the patterns that lack so many modalities, and their records.
func (f *patterns) sumWords(lacks int) string {
	patterns, records, picked := 0, 0, 0
	for g, group := range f.groups {
		if f.lacks(g) != lacks {
			continue
		}
		patterns, records = patterns+1, records+len(group.Records)
		if f.picked != nil {
			picked += f.picked[g]
		}
	}
	of := plural(records, "record", "records") + " (" + share(records, f.records()) + ")"
	if f.picked != nil {
		of = count(picked) + " / " + plural(records, "record", "records")
	}
	return say.Form("%d lacking: %s, %s", lacks, plural(patterns, "pattern", "patterns"), of)
}

// middle is the height of a row.
func (u *upset) middle(g int) float64 {
	return u.top + (float64(g-u.from)+0.5)*u.height + u.patterns.heads(u.from, g+1)
}

// subtotals draws the sums above their rows.
func (u *upset) subtotals() {
	p, r := u.p, u.p.Frame()
	for _, x := range u.sums(u.from, u.from+u.shown) {
		top := u.middle(x.at) - u.height/2 - sectionHead
		p.Line(r.Left, top+1, r.Right, top+1, 1, p.Style.Grid)
		p.Text(r.Left, top+sectionHead/2+1, p.Clip(x.words, p.Style.Small, r.Width()), p.Style.Small, p.Style.Muted, canvas.Start)
	}
}

// footer are the lines below the chart: the order of the rows, what patterns
// tell of the label, and why something is missing. Where the last is what is
// asked for, all of it; else a few lines, since the text has all.
func (u *upset) footer(width float64) []string {
	var lines []string
	for _, note := range u.sentences() {
		lines = append(lines, u.p.Lines(note, u.p.Style.Small, width)...)
	}
	if u.noted {
		return lines
	}
	return u.cut(lines, mostNotes, width)
}

// sentences are what the footer says.
func (u *upset) sentences() []string {
	all := append(append([]string{u.ordered}, u.why...), strings.TrimSpace(u.unstriped()))
	return slices.DeleteFunc(all, func(note string) bool { return note == "" })
}

// cut leaves so many lines, the last of which says that there are more.
func (u *upset) cut(lines []string, most int, width float64) []string {
	if len(lines) <= most || most < 1 {
		return lines[:min(len(lines), max(most, 0))]
	}
	return append(lines[:most-1:most-1], u.p.Clip(lines[most-1]+" …", u.p.Style.Small, width))
}

// mostNotes are the lines of the footer.
const mostNotes = 5

// foot draws as many lines of the footer as there is room for.
func (u *upset) foot() {
	p, r := u.p, u.p.Frame()
	line := p.Style.Small * canvas.LineHeight
	if u.notes >= line {
		p.Mark(canvas.Note, strings.Join(u.sentences(), " "), "", canvas.Box(r.Left, r.Bottom-u.notes, r.Right, r.Bottom))
	}
	for k, words := range u.cut(u.footer(r.Width()), int(math.Round(u.notes/line)), r.Width()) {
		p.Text(r.Left, r.Bottom-u.notes+(float64(k)+0.6)*line, words, p.Style.Small, p.Style.Muted, canvas.Start)
	}
}
