package charts

import (
	"image/color"
	"math"
	"slices"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// upset is a laid-out pattern chart.
type upset struct {
	*patterns
	p       canvas.Pen
	pitch   float64 // of the columns of the matrix
	heads   canvas.Heads
	from    int     // first pattern that is shown
	shown   int     // patterns with a row of their own
	height  float64 // of a row
	top     float64 // of the first row
	gauge   float64 // height of the marginal bars; 0 where they are shed
	legend  float64 // height of the legend; 0 where it is shed
	notes   float64 // height of the footer; 0 where it is shed or empty
	matrix  canvas.Rect
	bars    canvas.Rect
	strips  canvas.Rect // label balance; empty without labels
	striped bool        // there is room for it
}

const (
	gaugeHeight = 20.0 // marginal bars above the matrix
	leastGauge  = 12.0
	labelStrip  = 12.0
	leastRow    = 16.0
	leastBars   = 110.0 // width of bars and figures
)

func newUpset(f *patterns, p canvas.Pen) *upset {
	u := &upset{patterns: f, p: p, from: f.first}
	r := p.Frame()
	k := float64(len(f.names))
	u.pitch = min(72, max(13, r.Width()*0.42/k))
	if k*u.pitch > r.Width()*0.52 { // the counts are never covered
		u.pitch = r.Width() * 0.52 / k
	}
	u.heads = f.columnHeads(p, u.pitch, r.Width()-(k-0.5)*u.pitch)
	if u.heads.Angle > 0 {
		u.pitch = min(u.pitch, 30)
	}
	label := max(labelStrip*2.5, p.Width(say.Text("label"), p.Style.Small))
	u.striped = f.labelled() && r.Width()-k*u.pitch-24-label >= leastBars
	u.share(r)
	u.top = r.Top + u.heads.Height(p) + u.gauge + 6
	u.matrix = canvas.Box(r.Left, u.top, r.Left+k*u.pitch, r.Bottom-u.legend-u.notes)
	u.strips = canvas.Box(r.Right, u.top, r.Right, u.matrix.Bottom)
	u.bars = canvas.Box(u.matrix.Right+14, u.top, r.Right-10, u.matrix.Bottom)
	if u.striped {
		u.strips.Left -= label
		u.bars.Right -= label
	}
	u.fit()
	return u
}

// share divides the height: in a small chart footer and marginals go before rows
// do, and the legend, without which dots mean either, last; where the notes are what
// is asked for, they go last.
func (u *upset) share(r canvas.Rect) {
	const few, usual = 3, 4 // rows, with that of the other patterns
	p, room := u.p, r.Height()-u.heads.Height(u.p)-6
	room -= leastRow * float64(min(len(u.groups), few))
	line := p.Style.Small * canvas.LineHeight
	lines := float64(len(u.footer(r.Width())))
	if u.noted {
		u.notes = max(0, min(lines, math.Floor(room/line))) * line
		room -= u.notes
	}
	if wants := p.LegendHeight(r.Width(), u.entries()) + p.Style.Body*0.2; wants <= room {
		u.legend = wants
		room -= wants
	}
	if !u.noted {
		room -= leastRow * float64(max(0, min(len(u.groups), usual)-few))
	}
	if room < leastGauge {
		return
	}
	u.gauge = min(gaugeHeight, room)
	room -= u.gauge
	if !u.noted {
		u.notes = max(0, min(lines, math.Floor(room/line))) * line
	}
}

// fit decides how many patterns get a row: those that cover 95 % of the
// records, more where there is room, fewer where there is not; all that there
// is room for once the rest has been opened.
func (u *upset) fit() {
	left := len(u.groups) - u.from
	u.shown = min(left, u.covering(maxPatterns))
	most := min(maxPatterns, left)
	if u.open {
		u.shown, most = min(left, 1), left
	}
	roomy := map[bool]float64{false: usualRow, true: 18}[u.open]
	for u.shown < most && u.heightOf(u.shown+1) >= roomy {
		u.shown++
	}
	for u.shown > 1 && u.heightOf(u.shown) < leastRow {
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
	return (u.matrix.Height() - u.patterns.heads(u.from, u.from+n)) / max(rows, 1)
}

// rows are the places of the patterns that are shown.
func (u *upset) rows() []int {
	var rows []int
	for g := u.from; g < u.from+u.shown; g++ {
		rows = append(rows, g)
	}
	return rows
}

func (u *upset) draw() {
	u.head()
	for _, g := range u.rows() {
		u.row(g)
	}
	u.others()
	u.legendLine()
	u.subtotals()
	u.foot()
	u.p.Mark(canvas.Body, "", "", canvas.Box(u.matrix.Left, u.top, u.p.Frame().Right, u.middle(u.from+u.shown-1)+u.height/2))
}

// head draws names, percentages and gauges of presence.
func (u *upset) head() {
	p := u.p
	for m, name := range u.names {
		x := u.column(m)
		n := u.presence.Count(m)
		if u.gauge > 0 {
			half := min(6, u.pitch*0.35)
			gauge := canvas.Box(x-half, u.top-6-u.gauge, x+half, u.top-6)
			p.Fill(canvas.Box(gauge.Left, gauge.Bottom-u.gauge*float64(n)/float64(u.records()), gauge.Right, gauge.Bottom), p.Style.Present)
			p.Outline(gauge, 1, p.Style.Grid)
		}
		u.heads.Draw(p, m, x, u.top-6-u.gauge)
		p.Mark(canvas.ModalityHead, name, "", canvas.Box(x-u.pitch/2, p.Frame().Top, x+u.pitch/2, u.top))
	}
	if u.strips.Width() > 0 {
		p.Text(u.strips.Right, u.top-p.Style.Small, say.Text("label"), p.Style.Small, p.Style.Muted, canvas.End)
	}
	if u.heads.Angle > 0 && u.gauge == 0 { // a rising name may stand there
		return
	}
	p.Text(u.bars.Left, u.top-p.Style.Small, say.Text("records"), p.Style.Small, p.Style.Muted, canvas.Start)
}

func (u *upset) column(m int) float64 { return u.matrix.Left + (float64(m)+0.5)*u.pitch }

// strength is how much of a row's colour is kept: rows without a selected
// record step back.
func (u *upset) strength(g int) float64 {
	if u.picked != nil && u.picked[g] == 0 {
		return u.p.Style.Unselected()
	}
	return 1
}

func (u *upset) row(g int) {
	p := u.p
	y := u.middle(g)
	box := canvas.Box(u.matrix.Left, y-u.height/2, p.Frame().Right, y+u.height/2)
	if g%2 == 0 {
		p.Fill(canvas.Box(box.Left-3, box.Top, box.Right+3, box.Bottom), canvas.Mix(p.Style.Background, p.Style.Text, 0.035))
	}
	pattern := u.groups[g].Pattern
	faded := p
	faded.Style.Text, faded.Style.Muted = p.Style.Fade(p.Style.Text, u.strength(g)), p.Style.Fade(p.Style.Muted, u.strength(g))
	presenceDots(faded, u.column(0), y, pattern, u.pitch, min(5.5, u.height*0.26, u.pitch*0.36), true)
	for m := range u.names {
		if u.masked != nil && u.masked[g][m] {
			faded.Disc(u.column(m), y, min(2.2, u.pitch*0.18), p.Style.Fade(p.Style.Caution, u.strength(g)))
		}
	}
	u.bar(y, len(u.groups[g].Records), u.tints(g), g)
	if u.strips.Width() > 0 {
		u.balance(y, u.byClass(g), u.strength(g))
	}
	p.Mark(canvas.PatternRow, string(pattern), "", box)
}

// portion is a part of a bar in its colour.
type portion struct {
	n   int
	ink color.NRGBA
}

// tint is the colour of a part of the split: train, validation, test, none.
func (u *upset) tint(part int) color.NRGBA {
	strength, full := []float64{0.25, 0.45, 0.7, 1}[part], canvas.Mix(u.p.Style.Present, u.p.Style.Text, 0.25)
	if u.p.Style.High { // from 7:1 on there is room for three tints only up to the text's
		strength, full = []float64{0, 0.2, 0.6, 1}[part], u.p.Style.Text
	}
	return u.p.Style.Quiet(full, strength)
}

// tints divides a row's bar: by selection, else by split, else not at all.
func (u *upset) tints(g int) []portion {
	n := len(u.groups[g].Records)
	switch {
	case u.picked != nil:
		full := u.tint(3)
		return []portion{{u.picked[g], full}, {n - u.picked[g], u.p.Style.Fade(full, u.p.Style.Unselected())}}
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
	switch {
	case u.picked != nil:
		return count(u.picked[g]) + " / " + count(n)
	case u.bars.Width() < leastBars:
		return count(n)
	}
	return count(n) + " · " + share(n, u.records())
}

func (u *upset) figureRoom() float64 {
	w := 0.0
	for _, g := range u.rows() {
		w = max(w, u.p.Width(u.figure(g), u.p.Style.Small))
	}
	return w + 8
}

func (u *upset) most() int {
	n := 0
	for _, g := range u.rows() {
		n = max(n, len(u.groups[g].Records))
	}
	return n
}

// others draws the folded rest as one row.
func (u *upset) others() {
	if u.shown == len(u.groups) {
		return
	}
	p := u.p
	y := u.middle(u.from+u.shown-1) + u.height
	words := "+ " + plural(len(u.groups)-u.shown, "more pattern", "more patterns") + ", " + plural(u.rest(u.shown), "record", "records")
	if u.picked != nil {
		words = say.Form("+ %s, %s / %s records", plural(len(u.groups)-u.shown, "more pattern", "more patterns"), count(sum(u.picked[u.from+u.shown:])), count(u.rest(u.shown)))
	}
	if u.open {
		words = say.Form("patterns %d to %d of %d", u.from+1, u.from+u.shown, len(u.groups))
	}
	room := p.Frame().Width()
	p.Text(u.matrix.Left, y, p.Clip(words, p.Style.Body, room), p.Style.Body, p.Style.Muted, canvas.Start)
	p.Mark(canvas.OtherRows, "", "", canvas.Box(u.matrix.Left, y-u.height/2, p.Frame().Right, y+u.height/2))
}

// legendLine says what dots and tints mean.
func (u *upset) legendLine() {
	if r := u.p.Frame(); u.legend > 0 {
		u.p.Legend(canvas.Box(r.Left, r.Bottom-u.legend-u.notes, r.Right, r.Bottom), u.entries())
	}
}

func (u *upset) entries() []canvas.Entry {
	p := u.p
	dot := func(pattern dataset.Pattern) func(x, y float64) {
		return func(x, y float64) { presenceDots(p, x, y, pattern, 0, 4.5, false) }
	}
	entries := []canvas.Entry{{Text: say.Text("present"), Draw: dot("1")}, {Text: say.Text("absent"), Draw: dot("0")}}
	if u.masked != nil {
		entries = append(entries, canvas.Entry{Text: say.Text("masked by the experiment"), Draw: func(x, y float64) {
			dot("0")(x, y)
			p.Disc(x, y, 2.2, p.Style.Caution)
		}})
	}
	if u.parts != nil && u.picked == nil {
		for part, name := range []string{say.Text("train"), say.Text("validation"), say.Text("test")} {
			if !slices.Contains(u.parts, uint8(part+1)) {
				continue // of the records shown, none
			}
			ink := u.tint(part + 1)
			entries = append(entries, canvas.Entry{Text: name, Draw: func(x, y float64) { p.Fill(canvas.Box(x-5, y-5, x+5, y+5), ink) }})
		}
	}
	return append(entries, u.classEntries()...)
}
