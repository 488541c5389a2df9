package charts

import (
	"image"
	"image/color"
	"math"
	"math/bits"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
	"gonum.org/v1/plot/vg/vgimg"
)

func onesIn(word uint64) int { return bits.OnesCount64(word) }

// measuring is a canvas of a size in pixels on which nothing is seen.
func measuring(width, height float64) vgdraw.Canvas {
	return vgdraw.NewCanvas(new(recorder.Canvas), vg.Length(width)*pixel, vg.Length(height)*pixel)
}

// pixels returns the image behind a canvas, where it is one.
func pixels(c vgdraw.Canvas) (*image.RGBA, float64, bool) {
	canvas, ok := c.Canvas.(*vgimg.Canvas)
	if !ok {
		return nil, 0, false
	}
	img, ok := canvas.Image().(*image.RGBA)
	return img, canvas.DPI(), ok
}

const (
	widestColumn = 150.0
	gutterLeast  = 34.0
)

// columnHeads are the names of the modalities with their share of presence.
func (c *census) columnHeads(p pen, pitch, beyond float64) heads {
	notes := make([]string, len(c.names))
	for m := range notes {
		notes[m] = share(c.presence.Count(m), c.records())
	}
	return p.newHeads(c.names, notes, pitch, beyond)
}

func (f *Presence) layout(p pen) *PresenceLayout {
	r := p.frame()
	k := float64(len(f.names))
	left := r.Left + f.gutter(p)
	gauge := min(36, r.Width()*0.1)
	pitch := min(widestColumn, (r.Right-left-gauge-10)/k)
	head := f.columnHeads(p, pitch, r.Right-left-(k-0.5)*pitch).height(p)
	bottom := r.Bottom - p.s.Body*1.7*f.legendLines(p) - 2
	l := &PresenceLayout{matrix: f.matrix, window: f.window, Body: Rect{left, r.Top + head, left + k*pitch, bottom}}
	gap := min(4, pitch*0.15)
	for m := range f.names {
		x := left + float64(m)*pitch
		l.Columns = append(l.Columns, Rect{x, l.Body.Top, x + pitch - gap, bottom})
	}
	l.Gauge = Rect{l.Body.Right + 8, l.Body.Top, l.Body.Right + 8 + gauge, bottom}
	l.layoutBands(f.matrix)
	return l
}

// gutter is the room for labels left of the matrix.
func (f *Presence) gutter(p pen) float64 {
	w := p.width(count(f.records()), p.s.Small)
	for _, l := range f.matrix.labels {
		w = max(w, p.width(l.text, p.s.Small))
	}
	if f.window.n < 100 { // single records may be named
		for _, i := range f.matrix.order[f.window.first : f.window.first+f.window.n] {
			w = max(w, p.width(f.ids[i], p.s.Small))
		}
	}
	return min(max(w+8, gutterLeast), 90)
}

func (f *Presence) painter(l *PresenceLayout, s Style, img *image.RGBA, dx, dy, scale float64) *painter {
	return &painter{PresenceLayout: l, img: img, dx: dx, dy: dy, scale: scale, style: s, selected: f.picked}
}

// drawImage paints the matrix at print density and places it on a canvas
// that has no pixels of its own.
func (f *Presence) drawImage(p pen, l *PresenceLayout) {
	const scale = 300.0 / pixelsPerInch
	area := Rect{l.Body.Left, l.Body.Top, l.Gauge.Right, l.Body.Bottom}
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(area.Width()*scale)), int(math.Ceil(area.Height()*scale))))
	fillBackground(img, p.s.Background)
	f.painter(l, p.s, img, -area.Left*scale, -area.Top*scale, scale).paint()
	whole := Rect{area.Left, area.Top, area.Left + float64(img.Rect.Dx())/scale, area.Top + float64(img.Rect.Dy())/scale}
	p.c.DrawImage(p.crop(whole).Rectangle, img)
}

// decorate draws all but the cells.
func (f *Presence) decorate(p pen, l *PresenceLayout) {
	f.heads(p, l)
	f.gutterLabels(p, l)
	f.miniMap(p, l)
	p.mark(Body, "", "", l.Body)
	for _, s := range l.stripes {
		if s.group >= 0 {
			p.mark(PatternRow, string(f.groups[s.group].Pattern), "", Rect{l.Body.Left, s.top, l.Gauge.Right, s.bottom})
		}
	}
	if len(l.folded) > 0 {
		f.rare(p, l)
	}
	p.legend(Rect{p.frame().Left, l.Body.Bottom + 6, p.frame().Right, p.frame().Bottom}, f.legend(p))
}

// heads writes names and percentages above the columns.
func (f *Presence) heads(p pen, l *PresenceLayout) {
	pitch := l.Body.Width() / float64(len(f.names))
	h := f.columnHeads(p, pitch, p.frame().Right-l.Body.Right+pitch/2)
	for m, c := range l.Columns {
		h.draw(p, m, (c.Left+c.Right)/2, c.Top)
		p.mark(ModalityHead, f.names[m], "", Rect{c.Left, p.frame().Top, c.Right, c.Top})
	}
	if h.angle == 0 {
		p.text(l.Gauge.Left, l.Gauge.Top-4-p.s.Small*0.7, "0", p.s.Small, p.s.Muted, start)
		p.text(l.Gauge.Right, l.Gauge.Top-4-p.s.Small*0.7, count(len(f.names)), p.s.Small, p.s.Muted, end)
	}
	p.line(l.Gauge.Left, l.Gauge.Top-2, l.Gauge.Right, l.Gauge.Top-2, 1, p.s.Grid)
}

// gutterLabels names stretches of records where there is room, else numbers
// the records; where single records can be told apart, it names them.
func (f *Presence) gutterLabels(p pen, l *PresenceLayout) {
	free := l.Body.Top
	for _, label := range f.labelsIn(p, l) {
		top, bottom := l.heightOf(label.first), l.heightOf(label.first+label.n)
		y := (top + bottom) / 2
		if f.numbered(label) {
			y = min(max(top, l.Body.Top+p.s.Small/2), l.Body.Bottom-p.s.Small/2)
		}
		if y-p.s.Small/2 < free || y+p.s.Small/2 > l.Body.Bottom+1 || label.first >= f.shownEnd(l) {
			continue
		}
		free = y + p.s.Small*0.75
		p.text(l.Body.Left-6, y, p.clip(label.text, p.s.Small, l.Body.Left-6-p.frame().Left), p.s.Small, p.s.Muted, end)
		if label.n > 1 && label.first > f.window.first && f.matrix.patterns[0].group < 0 {
			p.line(l.Body.Left-4, top, l.Gauge.Right, top, 1, p.s.Text)
		}
	}
}

// numbered says that a label is a tick at a record and not a stretch.
func (f *Presence) numbered(label gutterLabel) bool { return label.n == 0 }

// labelsIn are the labels within the window.
func (f *Presence) labelsIn(p pen, l *PresenceLayout) []gutterLabel {
	first, end := f.window.first, f.window.first+f.window.n
	var out []gutterLabel
	switch {
	case l.Body.Height()/float64(f.window.n) >= p.s.Small*1.2:
		for at := first; at < end; at++ {
			out = append(out, gutterLabel{at, 1, f.ids[f.matrix.order[at]]})
		}
	case len(f.matrix.labels) == 0:
		for _, t := range ticks(float64(first), float64(end), max(2, int(l.Body.Height()/60))) {
			out = append(out, gutterLabel{int(t.Value), 0, count(int(t.Value))})
		}
	default:
		for _, label := range f.matrix.labels {
			a, b := max(label.first, first), min(label.first+label.n, end)
			if a < b {
				out = append(out, gutterLabel{a, b - a, label.text})
			}
		}
	}
	return out
}

// shownEnd is the position behind the last record that is not folded.
func (f *Presence) shownEnd(l *PresenceLayout) int {
	if len(l.folded) == 0 {
		return f.window.first + f.window.n
	}
	return l.folded[0].first
}

// miniMap draws where the zoomed stretch lies in the whole.
func (f *Presence) miniMap(p pen, l *PresenceLayout) {
	if f.window.n == f.records() {
		return
	}
	x, unit := p.frame().Right+2, l.Body.Height()/float64(f.records())
	p.fill(Rect{x, l.Body.Top, x + 4, l.Body.Bottom}, p.s.Grid)
	top := min(l.Body.Top+unit*float64(f.window.first), l.Body.Bottom-4)
	p.fill(Rect{x, top, x + 4, max(top+4, l.Body.Top+unit*float64(f.window.first+f.window.n))}, p.s.Muted)
}

// rare draws the folded patterns as one hatched band with their number.
func (f *Presence) rare(p pen, l *PresenceLayout) {
	r := Rect{l.Body.Left, l.foldedTop() + 2, l.Gauge.Right, l.Body.Bottom}
	p.hatch(r, p.s.Grid)
	words := "+" + plural(l.foldedPatterns(), "rare pattern") + ", " + plural(f.window.first+f.window.n-f.shownEnd(l), "record")
	words = p.clip(words, p.s.Small, r.Width()-8)
	p.fill(Rect{r.Left + 4, r.Top, r.Left + 12 + p.width(words, p.s.Small), r.Bottom}, p.s.Background)
	p.text(r.Left+8, (r.Top+r.Bottom)/2, words, p.s.Small, p.s.Text, start)
	p.mark(OtherRows, "", "", r)
}

// foldedPatterns counts patterns, not the bands that they are divided into.
func (l *PresenceLayout) foldedPatterns() int {
	n, last := 0, -1
	for _, b := range l.folded {
		if b.group != last {
			n, last = n+1, b.group
		}
	}
	return n
}

// hatch fills a rectangle with diagonals.
func (p pen) hatch(r Rect, ink color.Color) {
	for x := r.Left - r.Height(); x < r.Right; x += 6 {
		x1, y1, x2, y2 := x, r.Bottom, x+r.Height(), r.Top
		if x1 < r.Left {
			x1, y1 = r.Left, r.Bottom-(r.Left-x1)
		}
		if x2 > r.Right {
			x2, y2 = r.Right, r.Top+(x2-r.Right)
		}
		p.line(x1, y1, x2, y2, 1.2, ink)
	}
}

// legendLines estimates how many lines the legend takes.
func (f *Presence) legendLines(p pen) float64 {
	x, lines := 0.0, 1.0
	for i, e := range f.legend(p) {
		w := legendMark + p.width(e.text, p.s.Body)
		if i > 0 && x+w > p.frame().Width() {
			x, lines = 0, lines+1
		}
		x += w + legendGap
	}
	return lines
}

// legend explains the states that occur.
func (f *Presence) legend(p pen) []legendEntry {
	var entries []legendEntry
	for s := range states {
		if s > absent && f.matrix.total(s) == 0 {
			continue
		}
		text := stateNames[s]
		if s == unreadable {
			text = count(f.matrix.total(s)) + " " + text
		}
		entries = append(entries, legendEntry{text, func(x, y float64) { p.swatch(s, Rect{x - 7, y - 5, x + 5, y + 5}) }, ""})
	}
	return entries
}

// swatch draws a state as a cell.
func (p pen) swatch(s state, r Rect) {
	switch s {
	case present:
		p.fill(r, p.s.Present)
	case unreadable:
		p.hatch(r, p.s.fade(p.s.Text, 0.75))
	case partial:
		p.fill(r, p.s.fade(p.s.Present, 0.3))
		p.fill(Rect{r.Left, (r.Top + r.Bottom) / 2, r.Right, r.Bottom}, p.s.Present)
	case hidden:
		p.ring((r.Left+r.Right)/2, (r.Top+r.Bottom)/2, 2.2, 1.4, p.s.Caution)
	}
	if s != present {
		p.outline(r, 1, mix(p.s.Grid, p.s.Muted, 0.5))
	}
}
