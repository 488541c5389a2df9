package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "presence",
	Title: "Presence matrix",
	Help:  "What every record has: one column per modality, one line per record, equal patterns together.",
	Needs: NeedsPresence,
	New:   func(in Input) (canvas.Figure, error) { return NewPresence(in) },
})

// Presence is the figure of the presence matrix. It is exported, unlike the
// other figures, because the window brushes in it.
type Presence struct {
	*census
	name     string
	of       excerpt
	stands   []int32          // records in the shown order, by their place in the data
	data     *dataset.Dataset // of the records shown
	matrix   *presenceMatrix
	order    Order
	sheet    *sheet   // whose columns are shown; nil where modalities are
	base     []uint64 // records that have it, in the shown order
	picked   []uint64 // selection in the shown order
	selected int
	window   band // positions that are shown
}

// NewPresence makes the presence matrix of a dataset: a tenth of a second for
// a million records, after which drawing takes milliseconds.
func NewPresence(in Input) (*Presence, error) {
	if err := NeedsPresence.check(in); err != nil {
		return nil, err
	}
	in, of, err := in.narrowed()
	if err != nil {
		return nil, err
	}
	f := &Presence{name: in.Data.Name, of: of, data: in.Data, order: in.Order}
	if err := f.fill(in); err != nil {
		return nil, err
	}
	f.window, f.stands = band{0, f.records(), -1}, of.all(f.matrix.order)
	return f.with(in.Selected), nil
}

// fill takes the states of all cells: of modalities, or of columns.
func (f *Presence) fill(in Input) (err error) {
	if in.Columns.Table == "" {
		f.census = newCensus(in)
		f.matrix, err = newPresenceMatrix(f.census, in.Data, in.Order, stateOf(f.census, in.Data))
		return err
	}
	if f.sheet, f.census, err = newSheet(in); err != nil {
		return err
	}
	if f.matrix, err = newPresenceMatrix(f.census, in.Data, in.Order, f.sheet.look(f.census)); err != nil {
		return err
	}
	if f.scattered() {
		whole := []band{{0, f.records(), -1}}
		f.matrix.patterns, f.matrix.fine, f.matrix.labels = whole, whole, nil
	}
	f.base = f.matrix.permute(f.within)
	return nil
}

// Zoom returns the same figure showing just n records from a position of the
// shown order on. What lies beyond the ends is left out; n below 1 shows all.
func (f *Presence) Zoom(first, n int) *Presence {
	g := *f
	g.window = band{0, f.records(), -1}
	if n >= 1 {
		n = min(n, f.records())
		g.window = band{min(max(first, 0), f.records()-n), n, -1}
	}
	return &g
}

// Zoomed returns the stretch of positions that is shown.
func (f *Presence) Zoomed() (first, n int) { return f.window.first, f.window.n }

// Stands is the order in which records are shown, from the top: position →
// record. It is not to be changed.
func (f *Presence) Stands() []int32 { return f.stands }

func (f *Presence) with(selection []uint64) *Presence {
	g := *f
	g.picked, g.selected = nil, 0
	if selection != nil {
		g.picked, g.selected = f.matrix.permute(selection), popcount(selection, f.records())
	}
	return &g
}

// WithSelection implements Selectable.
func (f *Presence) WithSelection(selection []uint64) canvas.Figure {
	return f.with(f.of.local(selection))
}

// Name implements Figure.
func (f *Presence) Name() string { return "presence" }

// Title implements Figure.
func (f *Presence) Title() string { return f.of.said(f.finding()) }

func (f *Presence) finding() string {
	if f.sheet != nil {
		return f.sheetTitle()
	}
	n := f.records()
	if f.incomplete() == 0 && f.matrix.total(partial) == 0 {
		return say.Form("Nothing is missing in %s.", plural(n, "record", "records"))
	}
	if f.incomplete() == 0 {
		return say.Form("No modality is absent in %s, but %s have missing cells.", plural(n, "record", "records"), plural(f.matrix.total(partial), "modality row", "modality rows"))
	}
	m := f.scarcest()
	lack, by := n-f.presence.Count(m), f.hides(m)
	switch {
	case f.onlyMasked() == f.incomplete():
		return say.Form("Nothing is missing in %s; the experiment masks something in %s of them, %s in %s.", plural(n, "record", "records"), share(f.incomplete(), n), f.names[m], share(by, n))
	case by > 0:
		return say.Form("%s is missing in %s of %s, and the experiment masks it in another %s.", f.names[m], share(lack-by, n), plural(n, "record", "records"), share(by, n))
	}
	text := say.Form("%s is missing in %s of %s", f.names[m], share(lack, n), plural(n, "record", "records"))
	if other, rho, ok := f.companion(m); ok {
		text += say.Form(", mostly together with %s (ρ = %.2f)", f.names[other], rho)
	}
	return text + "."
}

// scarcest is the modality that most records lack.
func (f *Presence) scarcest() int {
	best := 0
	for m := range f.names {
		if f.presence.Count(m) < f.presence.Count(best) {
			best = m
		}
	}
	return best
}

// companion is the modality whose absence goes most with that of m, if it does
// to any extent worth saying.
func (f *Presence) companion(m int) (other int, rho float64, ok bool) {
	for k := range f.names {
		if v := phiWithin(f.presence, m, k, f.whole()); k != m && v > max(rho, 0.3) {
			other, rho, ok = k, v, true
		}
	}
	return other, rho, ok
}

var stateNames = [states]string{"present", "absent", "unreadable", "partly present", "masked by the experiment", ""}

// Description implements Figure.
func (f *Presence) Description() canvas.Description {
	if f.sheet != nil {
		return f.sheetDescription()
	}
	short := say.Form("Presence of %s in %s of dataset %s, %s.", plural(len(f.names), "modality", "modalities"), plural(f.records(), "record", "records"), f.name, f.order.words())
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", f.Title(), short)
	for m, name := range f.names {
		b.WriteString(say.Form(" %s is present in %s (%s).", name, share(f.presence.Count(m), f.records()), count(f.presence.Count(m))))
		for _, s := range []state{unreadable, partial, hidden} {
			if n := f.matrix.totals[m][s]; n > 0 {
				fmt.Fprintf(&b, " %s: %s.", capital(say.Text(stateNames[s])), plural(n, "record", "records"))
			}
		}
	}
	b.WriteString(say.Form(" %s in all, of which %s complete.", plural(len(f.groups), "pattern", "patterns"), count(f.records()-f.incomplete())))
	if f.picked != nil {
		b.WriteString(say.Form(" %s selected.", plural(f.selected, "record", "records")))
	}
	return canvas.Description{Short: short, Long: b.String()}
}

// Table implements Figure: one row per modality, or per column.
func (f *Presence) Table() canvas.Table {
	if f.sheet != nil {
		return f.sheetTable()
	}
	t := canvas.Table{Header: []string{"modality"}, Context: f.of.context(f.name, f.records())}
	for _, name := range stateNames[:without] {
		t.Header = append(t.Header, strings.ReplaceAll(name, " ", "_"))
	}
	for c := dataset.NoRow; c <= dataset.Masked; c++ {
		t.Header = append(t.Header, "cause_"+strings.ReplaceAll(c.String(), "-", "_"))
	}
	for m, name := range f.names {
		row := []string{name}
		for s := range without {
			row = append(row, strconv.Itoa(f.matrix.totals[m][s]))
		}
		for c := dataset.NoRow; c <= dataset.Masked; c++ {
			row = append(row, strconv.Itoa(f.presence.CauseCount(m, c)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Characters implements Figure: a bar of presence per modality.
func (f *Presence) Characters(width int) string {
	width = canvas.CharactersIn(width)
	if f.sheet != nil {
		return f.sheetCharacters(width)
	}
	lines := [][]string{{say.Text("modality"), say.Text("present"), "", say.Text("unreadable"), say.Text("partly"), " "}}
	for m, name := range f.names {
		n := f.presence.Count(m)
		lines = append(lines, []string{canvas.Short(name, 24), count(n), share(n, f.records()),
			strconv.Itoa(f.matrix.totals[m][unreadable]), strconv.Itoa(f.matrix.totals[m][partial]),
			canvas.Bar(float64(n)/float64(f.records()), max(8, width/4))})
	}
	return canvas.Columns(lines)
}

// Layout tells where things stand when the figure is drawn in a canvas of the
// given size in pixels.
func (f *Presence) Layout(width, height float64, s canvas.Style) *PresenceLayout {
	return f.layout(canvas.NewPen(canvas.Measuring(width, height), s))
}

// Draw implements Figure.
func (f *Presence) Draw(c vgdraw.Canvas, s canvas.Style) []canvas.Region {
	p, ok := canvas.Begin(c, s, "")
	if !ok {
		return nil
	}
	l := f.layout(p)
	if img, dpi, ok := canvas.Pixels(c); ok {
		corner := p.At(0, 0)
		f.painter(l, s, img, corner.X.Dots(dpi), float64(img.Rect.Dy())-corner.Y.Dots(dpi), dpi/canvas.PixelsPerInch).paint()
	} else {
		f.drawImage(p, l)
	}
	f.decorate(p, l)
	return *p.Regions
}

// Phi is the correlation of the absences of two modalities, −1…1; NaN where one of
// them does not vary.
func Phi(pr *dataset.Presence, a, b int) float64 { return phi(pr, a, b) }

// phi is the correlation of the absences of two modalities; NaN where one of
// them does not vary.
func phi(pr *dataset.Presence, a, b int) float64 { return phiWithin(pr, a, b, pr.Records()) }

// phiWithin is that among so many records, in which all lie that have either.
func phiWithin(pr *dataset.Presence, a, b, records int) float64 {
	n, both := float64(records), 0
	for w, word := range pr.Column(a) {
		both += onesIn(word & pr.Column(b)[w])
	}
	pa, pb := float64(pr.Count(a))/n, float64(pr.Count(b))/n
	return (float64(both)/n - pa*pb) / math.Sqrt(pa*(1-pa)*pb*(1-pb))
}
