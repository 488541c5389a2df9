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
	l := &PresenceLayout{matrix: f.matrix, Body: Rect{left, r.Top + head, left + k*pitch, bottom}}
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
// the records.
func (f *Presence) gutterLabels(p pen, l *PresenceLayout) {
	labels := f.matrix.labels
	if len(labels) == 0 {
		for _, t := range ticks(0, float64(f.records()), max(2, int(l.Body.Height()/60))) {
			labels = append(labels, gutterLabel{int(t.Value), 1, count(int(t.Value))})
		}
	}
	free := l.Body.Top
	for _, label := range labels {
		top, bottom := l.heightOf(label.first), l.heightOf(label.first+label.n)
		y := (top + bottom) / 2
		if label.n == 1 {
			y = min(max(top, l.Body.Top+p.s.Small/2), l.Body.Bottom-p.s.Small/2)
		}
		if y-p.s.Small/2 < free || y+p.s.Small/2 > l.Body.Bottom+1 || label.first >= f.shownRecords(l) {
			continue
		}
		free = y + p.s.Small*0.75
		p.text(l.Body.Left-6, y, p.clip(label.text, p.s.Small, l.Body.Left-6-p.frame().Left), p.s.Small, p.s.Muted, end)
		if label.n > 1 && label.first > 0 && f.matrix.patterns[0].group < 0 {
			p.line(l.Body.Left-4, top, l.Gauge.Right, top, 1, p.s.Text)
		}
	}
}

// shownRecords counts the records that are not folded.
func (f *Presence) shownRecords(l *PresenceLayout) int {
	if len(l.folded) == 0 {
		return f.records()
	}
	return l.folded[0].first
}

// rare draws the folded patterns as one hatched band with their number.
func (f *Presence) rare(p pen, l *PresenceLayout) {
	r := Rect{l.Body.Left, l.foldedTop() + 2, l.Gauge.Right, l.Body.Bottom}
	p.hatch(r, p.s.Grid)
	words := "+" + plural(l.foldedPatterns(), "rare pattern") + ", " + plural(f.records()-f.shownRecords(l), "record")
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
