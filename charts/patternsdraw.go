package charts

import (
	"image/color"

	"lacuna/charts/canvas"

	"lacuna/dataset"
)

// upset is a laid-out pattern chart.
type upset struct {
	*patterns
	p      canvas.Pen
	pitch  float64 // of the columns of the matrix
	heads  canvas.Heads
	shown  int     // patterns with a row of their own
	height float64 // of a row
	top    float64 // of the first row
	matrix Rect
	bars   Rect
	strips Rect // label balance; empty without labels
}

const (
	gaugeHeight = 20.0 // marginal bars above the matrix
	labelStrip  = 12.0
	mostClasses = 12 // beyond, a strip of classes says nothing
)

func newUpset(f *patterns, p canvas.Pen) *upset {
	u := &upset{patterns: f, p: p}
	r := p.Frame()
	k := float64(len(f.names))
	u.pitch = min(72, max(13, r.Width()*0.42/k))
	u.heads = f.columnHeads(p, u.pitch, r.Width()-(k-0.5)*u.pitch)
	if u.heads.Angle > 0 {
		u.pitch = min(u.pitch, 30)
	}
	legend := p.Style.Body * 1.7
	u.top = r.Top + u.heads.Height(p) + gaugeHeight + 6
	u.matrix = canvas.Box(r.Left, u.top, r.Left+k*u.pitch, r.Bottom-legend)
	u.strips = canvas.Box(r.Right, u.top, r.Right, u.matrix.Bottom)
	if f.labelled() {
		u.strips.Left -= max(labelStrip*2.5, p.Width("label", p.Style.Small))
	}
	u.bars = canvas.Box(u.matrix.Right+14, u.top, u.strips.Left-10, u.matrix.Bottom)
	u.fit()
	return u
}

// labelled says whether classes can be shown.
func (f *patterns) labelled() bool { return len(f.classes) > 1 && len(f.classes) <= mostClasses }

// fit decides how many patterns get a row: those that cover 95 % of the
// records, more where there is room, fewer where there is not.
func (u *upset) fit() {
	u.shown = u.covering(maxPatterns)
	for u.shown < min(maxPatterns, len(u.groups)) && u.heightOf(u.shown+1) >= 24 {
		u.shown++
	}
	for u.shown > 1 && u.heightOf(u.shown) < 16 {
		u.shown--
	}
	u.height = min(34, u.heightOf(u.shown))
}

// heightOf is the height of a row when n patterns are shown.
func (u *upset) heightOf(n int) float64 {
	rows := float64(n)
	if n < len(u.groups) {
		rows++
	}
	return u.matrix.Height() / max(rows, 1)
}

func (u *upset) draw() {
	u.head()
	for g := range u.groups[:u.shown] {
		u.row(g)
	}
	u.others()
	u.legendLine()
	rows := float64(u.shown)
	u.p.Mark(Body, "", "", canvas.Box(u.matrix.Left, u.top, u.p.Frame().Right, u.top+rows*u.height))
}

// head draws names, percentages and gauges of presence.
func (u *upset) head() {
	p := u.p
	for m, name := range u.names {
		x := u.column(m)
		n := u.presence.Count(m)
		gauge := canvas.Box(x-6, u.top-6-gaugeHeight, x+6, u.top-6)
		p.Fill(canvas.Box(gauge.Left, gauge.Bottom-gaugeHeight*float64(n)/float64(u.records()), gauge.Right, gauge.Bottom), p.Style.Present)
		p.Outline(gauge, 1, p.Style.Grid)
		u.heads.Draw(p, m, x, gauge.Top)
		p.Mark(ModalityHead, name, "", canvas.Box(x-u.pitch/2, p.Frame().Top, x+u.pitch/2, u.top))
	}
	if u.strips.Width() > 0 {
		p.Text(u.strips.Right, u.top-p.Style.Small, "label", p.Style.Small, p.Style.Muted, canvas.End)
	}
	p.Text(u.bars.Left, u.top-p.Style.Small, "records", p.Style.Small, p.Style.Muted, canvas.Start)
}

func (u *upset) column(m int) float64 { return u.matrix.Left + (float64(m)+0.5)*u.pitch }

// strength is how much of a row's colour is kept: rows without a selected
// record step back.
func (u *upset) strength(g int) float64 {
	if u.picked != nil && u.picked[g] == 0 {
		return 0.25
	}
	return 1
}

func (u *upset) row(g int) {
	p := u.p
	y := u.top + (float64(g)+0.5)*u.height
	box := canvas.Box(u.matrix.Left, y-u.height/2, p.Frame().Right, y+u.height/2)
	if g%2 == 0 {
		p.Fill(canvas.Box(box.Left-3, box.Top, box.Right+3, box.Bottom), canvas.Mix(p.Style.Background, p.Style.Text, 0.035))
	}
	pattern := u.groups[g].Pattern
	faded := p
	faded.Style.Text, faded.Style.Muted = p.Style.Fade(p.Style.Text, u.strength(g)), p.Style.Fade(p.Style.Muted, u.strength(g))
	presenceDots(faded, u.column(0), y, pattern, u.pitch, min(5.5, u.height*0.26, u.pitch*0.36), true)
	u.bar(y, len(u.groups[g].Records), u.tints(g), g)
	if u.strips.Width() > 0 {
		u.balance(y, u.byClass(g), u.strength(g))
	}
	p.Mark(PatternRow, string(pattern), "", box)
}

// portion is a part of a bar in its colour.
type portion struct {
	n   int
	ink color.NRGBA
}

// tint is the colour of a part of the split: train, validation, test, none.
func (u *upset) tint(part int) color.NRGBA {
	strength := []float64{0.25, 0.45, 0.7, 1}[part]
	return u.p.Style.Fade(canvas.Mix(u.p.Style.Present, u.p.Style.Text, 0.25), strength)
}

// tints divides a row's bar: by selection, else by split, else not at all.
func (u *upset) tints(g int) []portion {
	n := len(u.groups[g].Records)
	switch {
	case u.picked != nil:
		full := u.tint(3)
		return []portion{{u.picked[g], full}, {n - u.picked[g], u.p.Style.Fade(full, 0.25)}}
	case u.parts != nil:
		parts := u.byPart(g)
		return []portion{{parts[1], u.tint(1)}, {parts[2], u.tint(2)}, {parts[3], u.tint(3)}, {parts[0], u.tint(0)}}
	}
	return []portion{{n, u.tint(2)}}
}

// bar draws the count of a row with its figure.
func (u *upset) bar(y float64, n int, portions []portion, g int) {
	p := u.p
	unit := (u.bars.Width() - u.figureRoom()) / float64(max(u.most(), 1))
	half := min(8, u.height*0.32)
	x := u.bars.Left
	for _, part := range portions {
		w := unit * float64(part.n)
		p.Fill(canvas.Box(x, y-half, x+w, y+half), part.ink)
		x += w
	}
	if n > 0 {
		x = max(x, u.bars.Left+1)
		p.Fill(canvas.Box(u.bars.Left, y-half, u.bars.Left+1, y+half), u.tint(3))
	}
	p.Text(x+5, y, u.figure(g), p.Style.Small, p.Style.Fade(p.Style.Text, max(0.6, u.strength(g))), canvas.Start)
}

// figure is what stands beside a bar: "480 · 31 %", or "12 / 480".
func (u *upset) figure(g int) string {
	n := len(u.groups[g].Records)
	if u.picked != nil {
		return count(u.picked[g]) + " / " + count(n)
	}
	return count(n) + " · " + share(n, u.records())
}

func (u *upset) figureRoom() float64 {
	w := 0.0
	for g := range u.groups[:u.shown] {
		w = max(w, u.p.Width(u.figure(g), u.p.Style.Small))
	}
	return w + 8
}

func (u *upset) most() int {
	n := 0
	for _, g := range u.groups[:u.shown] {
		n = max(n, len(g.Records))
	}
	return n
}

// balance draws the shares of the classes in a row.
func (u *upset) balance(y float64, classes []int, strength float64) {
	total := 0
	for _, n := range classes {
		total += n
	}
	p, x := u.p, u.strips.Left
	for c, n := range classes {
		w := u.strips.Width() * float64(n) / float64(max(total, 1))
		p.Fill(canvas.Box(x, y-labelStrip/2, x+w, y+labelStrip/2), p.Style.Fade(u.classInk(c), strength))
		x += w
	}
}

// classInk runs from light to dark blue over the classes.
func (u *upset) classInk(c int) color.NRGBA {
	share := float64(c) / float64(max(len(u.classes)-1, 1))
	return canvas.Mix(canvas.Mix(u.p.Style.Background, u.p.Style.Method(0), 0.25), u.p.Style.Method(0), share)
}

// others draws the folded rest as one row.
func (u *upset) others() {
	if u.shown == len(u.groups) {
		return
	}
	p := u.p
	y := u.top + (float64(u.shown)+0.5)*u.height
	words := "+ " + plural(len(u.groups)-u.shown, "more pattern") + ", " + plural(u.rest(u.shown), "record")
	p.Text(u.matrix.Left, y, words, p.Style.Body, p.Style.Muted, canvas.Start)
	p.Mark(OtherRows, "", "", canvas.Box(u.matrix.Left, y-u.height/2, p.Frame().Right, y+u.height/2))
}

// legendLine says what dots and tints mean; it is always there.
func (u *upset) legendLine() {
	p := u.p
	r := p.Frame()
	top := min(r.Bottom-p.Style.Body*1.5, u.matrix.Bottom+2)
	one := dataset.Pattern("1")
	entries := []canvas.Entry{
		{Text: "present", Draw: func(x, y float64) { presenceDots(p, x, y, one, 0, 4.5, false) }, Key: ""},
		{Text: "absent", Draw: func(x, y float64) { presenceDots(p, x, y, "0", 0, 4.5, false) }, Key: ""},
	}
	if u.parts != nil && u.picked == nil {
		for part, name := range []string{"train", "validation", "test"} {
			ink := u.tint(part + 1)
			entries = append(entries, canvas.Entry{Text: name, Draw: func(x, y float64) { p.Fill(canvas.Box(x-5, y-5, x+5, y+5), ink) }, Key: ""})
		}
	}
	p.Legend(canvas.Box(r.Left, top, r.Right, r.Bottom), entries)
}
