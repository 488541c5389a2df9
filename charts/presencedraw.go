package charts

import (
	"image"
	"math"
	"math/bits"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

func onesIn(word uint64) int { return bits.OnesCount64(word) }

const (
	widestColumn = 150.0
	gutterLeast  = 34.0
	sparkHeight  = 16.0
	leastBody    = 90.0  // below, sparklines and legend are shed for the matrix
	leastGauged  = 180.0 // width from which there is a gauge
)

// columnHeads are the names of the modalities with their share of presence.
func (c *census) columnHeads(p canvas.Pen, pitch, beyond float64) canvas.Heads {
	notes := make([]string, len(c.names))
	for m := range notes {
		notes[m] = share(c.presence.Count(m), c.whole())
	}
	return p.NewHeads(c.names, notes, pitch, beyond)
}

func (f *Presence) layout(p canvas.Pen) *PresenceLayout {
	r := p.Frame()
	k := float64(len(f.names))
	left := r.Left + f.gutter(p)
	gauge := min(36, r.Width()*0.1)
	if r.Width() < leastGauged {
		gauge = 0
	}
	pitch := min(widestColumn, (r.Right-left-gauge-10)/k)
	head := f.columnHeads(p, pitch, r.Right-left-(k-0.5)*pitch).Height(p)
	l := &PresenceLayout{matrix: f.matrix, window: f.window}
	if room := r.Height() - head - leastBody; room > sparkHeight {
		l.spark = sparkHeight
	}
	bottom := r.Bottom
	for _, try := range []PresenceLayout{{spark: l.spark, gauged: gauge > 0}, {spark: l.spark}, {}} { // the legend goes last
		if height := p.LegendHeight(r.Width(), f.legend(p, try)) + 8; r.Height()-head-try.spark-height >= leastBody {
			l.spark, l.gauged, l.legend, bottom = try.spark, try.gauged, height, r.Bottom-height
			break
		}
	}
	l.Body = canvas.Box(left, r.Top+head+l.spark, left+k*pitch, bottom)
	gap := min(4, pitch*0.15)
	for m := range f.names {
		x := left + float64(m)*pitch
		l.Columns = append(l.Columns, canvas.Box(x, l.Body.Top, x+pitch-gap, bottom))
	}
	l.Gauge = canvas.Box(l.Body.Right+8, l.Body.Top, l.Body.Right+8+gauge, bottom)
	l.layoutBands(f.matrix)
	return l
}

// gutter is the room for labels left of the matrix.
func (f *Presence) gutter(p canvas.Pen) float64 {
	w := p.Width(count(f.records()), p.Style.Small)
	for _, l := range f.matrix.labels {
		w = max(w, p.Width(l.text, p.Style.Small))
	}
	if f.window.n < 100 { // single records may be named
		for _, i := range f.matrix.order[f.window.first : f.window.first+f.window.n] {
			w = max(w, p.Width(f.ids[i], p.Style.Small))
		}
	}
	return min(max(w+8, gutterLeast), 90)
}

func (f *Presence) painter(l *PresenceLayout, s canvas.Style, img *image.RGBA, dx, dy, scale float64) *painter {
	return &painter{PresenceLayout: l, img: img, dx: dx, dy: dy, scale: scale, style: s, selected: f.picked}
}

// drawImage paints the matrix at print density and places it on a canvas
// that has no pixels of its own.
func (f *Presence) drawImage(p canvas.Pen, l *PresenceLayout) {
	const scale = 300.0 / canvas.PixelsPerInch
	area := canvas.Box(l.Body.Left, l.Body.Top, l.Gauge.Right, l.Body.Bottom)
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(area.Width()*scale)), int(math.Ceil(area.Height()*scale))))
	canvas.FillBackground(img, p.Style.Background)
	f.painter(l, p.Style, img, -area.Left*scale, -area.Top*scale, scale).paint()
	whole := canvas.Box(area.Left, area.Top, area.Left+float64(img.Rect.Dx())/scale, area.Top+float64(img.Rect.Dy())/scale)
	p.Canvas.DrawImage(p.Crop(whole).Rectangle, img)
}

// decorate draws all but the cells.
func (f *Presence) decorate(p canvas.Pen, l *PresenceLayout) {
	f.heads(p, l)
	f.gutterLabels(p, l)
	f.miniMap(p, l)
	p.Mark(canvas.Body, "", "", l.Body)
	row := canvas.PatternRow
	if f.sheet != nil {
		row = canvas.ColumnsRow
	}
	for _, s := range l.stripes {
		if s.group >= 0 {
			p.Mark(row, string(f.groups[s.group].Pattern), "", canvas.Box(l.Body.Left, s.top, l.Gauge.Right, s.bottom))
		}
	}
	if len(l.folded) > 0 {
		f.rare(p, l)
	}
	if l.legend > 0 {
		p.Legend(canvas.Box(p.Frame().Left, l.Body.Bottom+6, p.Frame().Right, p.Frame().Bottom), f.legend(p, *l))
	}
	if l.spark > 0 {
		f.sparklines(p, l)
	}
}

// sparklines draw above each column the share of records that have it along the
// present order: what drifts is seen at once. Where equal patterns stand
// together, that order says nothing, and they run along the records as read.
func (f *Presence) sparklines(p canvas.Pen, l *PresenceLayout) {
	whole := band{0, f.records(), -1}
	for k, c := range l.Columns {
		window, of, there := f.window, f.base, func(from, to int) int {
			return countIn(f.matrix.cells[k][present], from, to) + countIn(f.matrix.cells[k][partial], from, to)
		}
		if f.bandedByPattern() {
			window, of, there = whole, f.within, func(from, to int) int { return countIn(f.presence.Column(k), from, to) }
		}
		bins := min(max(int(c.Width()/2), 4), window.n, 60)
		top, bottom := c.Top-l.spark+1, c.Top-3
		dots := []canvas.Dot{{X: c.Left, Y: bottom}}
		for b := range bins {
			from, to := window.first+b*window.n/bins, window.first+(b+1)*window.n/bins
			n := to - from
			if of != nil {
				n = max(countIn(of, from, to), 1)
			}
			y := bottom - (bottom-top)*float64(there(from, to))/float64(n)
			dots = append(dots, canvas.Dot{X: c.Left + c.Width()*float64(b)/float64(bins), Y: y}, canvas.Dot{X: c.Left + c.Width()*float64(b+1)/float64(bins), Y: y})
		}
		p.Area(append(dots, canvas.Dot{X: c.Right, Y: bottom}), p.Style.Quiet(p.Style.Present, 0.6))
		p.Line(c.Left, bottom, c.Right, bottom, 1, p.Style.Grid)
	}
}

// bandedByPattern says that equal patterns stand together.
func (f *Presence) bandedByPattern() bool { return f.matrix.patterns[0].group >= 0 }

// heads writes names and percentages above the columns.
func (f *Presence) heads(p canvas.Pen, l *PresenceLayout) {
	pitch := l.Body.Width() / float64(len(f.names))
	h := f.columnHeads(p, pitch, p.Frame().Right-l.Body.Right+pitch/2)
	for m, c := range l.Columns {
		h.Draw(p, m, (c.Left+c.Right)/2, c.Top-l.spark)
		kind, key := canvas.ModalityHead, f.names[m]
		if f.sheet != nil {
			kind, key = canvas.ColumnHead, f.sheet.full(m)
		}
		p.Mark(kind, key, "", canvas.Box(c.Left, p.Frame().Top, c.Right, c.Top))
	}
	if l.Gauge.Width() <= 0 {
		return
	}
	if h.Angle == 0 {
		p.Text(l.Gauge.Left, l.Gauge.Top-4-p.Style.Small*0.7, "0", p.Style.Small, p.Style.Muted, canvas.Start)
		p.Text(l.Gauge.Right, l.Gauge.Top-4-p.Style.Small*0.7, count(len(f.names)), p.Style.Small, p.Style.Muted, canvas.End)
	}
	p.Line(l.Gauge.Left, l.Gauge.Top-2, l.Gauge.Right, l.Gauge.Top-2, 1, p.Style.Grid)
}

// gutterLabels names stretches of records where there is room, else numbers
// the records; where single records can be told apart, it names them.
func (f *Presence) gutterLabels(p canvas.Pen, l *PresenceLayout) {
	free := l.Body.Top
	for _, label := range f.labelsIn(p, l) {
		top, bottom := l.heightOf(label.first), l.heightOf(label.first+label.n)
		y := (top + bottom) / 2
		if f.numbered(label) {
			y = min(max(top, l.Body.Top+p.Style.Small/2), l.Body.Bottom-p.Style.Small/2)
		}
		if y-p.Style.Small/2 < free || y+p.Style.Small/2 > l.Body.Bottom+1 || label.first >= f.shownEnd(l) {
			continue
		}
		free = y + p.Style.Small*0.75
		p.Text(l.Body.Left-6, y, p.Clip(label.text, p.Style.Small, l.Body.Left-6-p.Frame().Left), p.Style.Small, p.Style.Muted, canvas.End)
		if label.n > 1 && label.first > f.window.first && f.matrix.patterns[0].group < 0 {
			p.Line(l.Body.Left-4, top, l.Gauge.Right, top, 1, p.Style.Text)
		}
	}
}

// numbered says that a label is a tick at a record and not a stretch.
func (f *Presence) numbered(label gutterLabel) bool { return label.n == 0 }

// labelsIn are the labels within the window.
func (f *Presence) labelsIn(p canvas.Pen, l *PresenceLayout) []gutterLabel {
	first, end := f.window.first, f.window.first+f.window.n
	var out []gutterLabel
	switch {
	case l.Body.Height()/float64(f.window.n) >= p.Style.Small*1.2:
		for at := first; at < end; at++ {
			out = append(out, gutterLabel{at, 1, f.ids[f.matrix.order[at]]})
		}
	case len(f.matrix.labels) == 0:
		for _, t := range canvas.WholeTicks(float64(first), float64(end), max(2, int(l.Body.Height()/60))) {
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
func (f *Presence) miniMap(p canvas.Pen, l *PresenceLayout) {
	if f.window.n == f.records() {
		return
	}
	x, unit := p.Frame().Right+1, l.Body.Height()/float64(f.records())
	p.Mark(canvas.Overview, "", "", canvas.Box(x-4, l.Body.Top, x+12, l.Body.Bottom))
	p.Fill(canvas.Box(x, l.Body.Top, x+6, l.Body.Bottom), p.Style.Ground())
	top := min(l.Body.Top+unit*float64(f.window.first), l.Body.Bottom-4)
	p.Fill(canvas.Box(x, top, x+6, max(top+4, l.Body.Top+unit*float64(f.window.first+f.window.n))), p.Style.Muted)
}

// rare draws the folded patterns as one hatched band with their number.
func (f *Presence) rare(p canvas.Pen, l *PresenceLayout) {
	r := canvas.Box(l.Body.Left, l.foldedTop()+2, l.Gauge.Right, l.Body.Bottom)
	p.Hatch(r, p.Style.Grid)
	words := "+" + plural(l.foldedPatterns(), "rare pattern", "rare patterns") + ", " + plural(f.window.first+f.window.n-f.shownEnd(l), "record", "records")
	words = p.Clip(words, p.Style.Small, r.Width()-8)
	p.Fill(canvas.Box(r.Left+4, r.Top, r.Left+12+p.Width(words, p.Style.Small), r.Bottom), p.Style.Background)
	p.Text(r.Left+8, (r.Top+r.Bottom)/2, words, p.Style.Small, p.Style.Text, canvas.Start)
	p.Mark(canvas.OtherRows, "", "", r)
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

// legend names the states, and of sparklines and gauge what l has.
func (f *Presence) legend(p canvas.Pen, l PresenceLayout) []canvas.Entry {
	var entries []canvas.Entry
	for s := range states {
		if s > absent && f.matrix.total(s) == 0 {
			continue
		}
		text := f.stateName(s)
		if s == unreadable {
			n := f.matrix.total(s)
			if f.sheet != nil { // of records
				n = f.matrix.totals[0][s]
			}
			text = count(n) + " " + text
		}
		entries = append(entries, canvas.Entry{Text: text, Draw: func(x, y float64) { swatch(p, s, canvas.Box(x-7, y-5, x+5, y+5)) }, Key: ""})
	}
	if along := say.Text("above: share present, in file order"); l.spark > 0 && f.bandedByPattern() {
		entries = append(entries, canvas.Entry{Text: along, Draw: func(x, y float64) { profile(p, canvas.Box(x-7, y-5, x+5, y+5)) }})
	}
	if l.gauged {
		entries = append(entries, canvas.Entry{Text: say.Text("right: number present"), Draw: func(x, y float64) {
			p.Fill(canvas.Box(x-7, y-5, x+5, y), gaugeInk(p.Style))
			p.Fill(canvas.Box(x-7, y, x+1, y+5), gaugeInk(p.Style))
		}})
	}
	return entries
}

// profile draws what a sparkline looks like.
func profile(p canvas.Pen, r canvas.Rect) {
	heights := []float64{0.8, 0.7, 0.9, 0.5, 0.6, 0.3}
	dots := []canvas.Dot{{X: r.Left, Y: r.Bottom}}
	for k, h := range heights {
		x := r.Left + r.Width()*float64(k)/float64(len(heights)-1)
		dots = append(dots, canvas.Dot{X: x, Y: r.Bottom - h*r.Height()})
	}
	p.Area(append(dots, canvas.Dot{X: r.Right, Y: r.Bottom}), p.Style.Quiet(p.Style.Present, 0.6))
}

// swatch draws a state as a cell.
func swatch(p canvas.Pen, s state, r canvas.Rect) {
	switch s {
	case present:
		p.Fill(r, p.Style.Present)
	case unreadable:
		p.Hatch(r, p.Style.Fade(p.Style.Text, 0.75))
	case partial:
		p.Fill(r, p.Style.Fade(p.Style.Present, 0.3))
		p.Fill(canvas.Box(r.Left, (r.Top+r.Bottom)/2, r.Right, r.Bottom), p.Style.Present)
	case without:
		p.Fill(canvas.Box((r.Left+r.Right)/2-1, r.Top, (r.Left+r.Right)/2+1, r.Bottom), p.Style.Muted)
	case hidden:
		p.Ring((r.Left+r.Right)/2, (r.Top+r.Bottom)/2, 2.2, 1.4, p.Style.Caution)
	}
	if s != present {
		p.Outline(r, 1, canvas.Mix(p.Style.Grid, p.Style.Muted, 0.5))
	}
}
