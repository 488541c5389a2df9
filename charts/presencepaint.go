package charts

import (
	"image"
	"image/color"
	"math"

	"lacuna/charts/canvas"
)

// painter writes a presence matrix into the pixels of an image. It is apart
// from the pen because a million records have to be drawn between two frames.
type painter struct {
	*PresenceLayout
	img      *image.RGBA
	dx, dy   float64 // of the drawing in the image, device pixels
	scale    float64 // device pixels per pixel
	style    canvas.Style
	selected []uint64 // in the shown order; nil without a selection
}

// rowInk is how one row of device pixels of one column looks.
type rowInk struct {
	fill    color.NRGBA // of present and absent, mixed by their shares
	line    color.NRGBA // of hatches, or of the lower half of what is partly present
	upper   color.NRGBA // of its upper half
	caution color.NRGBA // of masked dots
	edge    color.NRGBA // hairline of what is absent
	lack    color.NRGBA // middle line of cells whose table is not there
	states  [states]bool
	empty   bool // nothing is present
}

// paint draws all stripes.
func (p *painter) paint() {
	for _, s := range p.stripes {
		top, bottom := p.row(s.top), p.row(s.bottom)
		if s.last && s.bottom-s.top >= leastBand {
			bottom -= int(math.Round(p.scale))
		}
		for y := top; y < bottom; y++ {
			from, to := s.positions((float64(y)-p.dy)/p.scale, (float64(y)+1-p.dy)/p.scale)
			p.line(s, y, top, bottom, from, to)
		}
	}
}

func (p *painter) row(y float64) int    { return int(math.Round(y*p.scale + p.dy)) }
func (p *painter) column(x float64) int { return int(math.Round(x*p.scale + p.dx)) }

// line draws one row of device pixels for the records from…to-1.
func (p *painter) line(s stripe, y, top, bottom, from, to int) {
	strength := p.strength(from, to)
	if s.uniform {
		from, to = s.first, s.first+1
	}
	rowHeight := (s.bottom - s.top) * p.scale / float64(s.n)
	seam := rowHeight >= 6 && p.startsRecord(s, y, top, rowHeight)
	var there float64
	for k, r := range p.Columns {
		ink := p.ink(k, from, to, strength)
		there += float64(countIn(p.matrix.cells[k][present], from, to)+countIn(p.matrix.cells[k][partial], from, to)) / float64(to-from)
		ink.edgeRow(y == top && !s.joined || y == bottom-1 && (s.last || s.group < 0))
		p.stretch(ink, y, y-top, p.column(r.Left), p.column(r.Right), rowHeight, seam)
	}
	share := there / float64(len(p.Columns))
	gauge := p.style.Fade(gaugeInk(p.style), strength)
	if !seam {
		p.fillRow(y, p.column(p.Gauge.Left), p.column(p.Gauge.Left+p.Gauge.Width()*share), gauge)
	}
}

// startsRecord says whether a tall record begins in this row of pixels.
func (p *painter) startsRecord(s stripe, y, top int, rowHeight float64) bool {
	if y == top {
		return s.joined
	}
	before := math.Floor(float64(y-1-top) / rowHeight)
	return math.Floor(float64(y-top)/rowHeight) != before
}

// strength is how much of the colours is kept: all of it where everything is
// selected, a quarter where nothing is.
func (p *painter) strength(from, to int) float64 {
	if p.selected == nil {
		return 1
	}
	n := countIn(p.selected, from, to)
	if n == 0 {
		return p.style.Unselected()
	}
	return max(0.6, 0.25+0.75*float64(n)/float64(to-from))
}

// ink mixes the states of a stretch of one column.
func (p *painter) ink(k, from, to int, strength float64) rowInk {
	cells, n := &p.matrix.cells[k], float64(to-from)
	full := float64(countIn(cells[present], from, to)) / n
	ink := rowInk{
		fill:    p.style.Fade(canvas.Mix(p.style.Background, p.style.Present, full), strength),
		line:    p.style.Fade(p.style.Text, 0.75*strength),
		caution: p.style.Fade(p.style.Caution, strength),
		edge:    p.style.Grid,
		lack:    p.style.Fade(p.style.Muted, strength),
		empty:   full == 0,
	}
	for _, s := range []state{unreadable, partial, hidden} {
		ink.states[s] = countIn(cells[s], from, to) > 0
	}
	ink.states[without] = 2*countIn(cells[without], from, to) > to-from
	if ink.states[partial] {
		ink.line, ink.upper = p.style.Fade(p.style.Present, strength), p.style.Fade(p.style.Present, strength*0.3)
	}
	if ink.states[unreadable] {
		ink.line = p.style.Fade(p.style.Text, 0.75*strength)
	}
	return ink
}

func (ink *rowInk) edgeRow(edge bool) {
	if edge && ink.bare() {
		ink.fill = ink.edge
	}
}

// bare says that nothing is there, not even in part.
func (ink *rowInk) bare() bool { return ink.empty && !ink.states[partial] }

// stretch fills the pixels of one row of one column.
func (p *painter) stretch(ink rowInk, y, depth, left, right int, rowHeight float64, seam bool) {
	if ink.states == ([states]bool{}) {
		switch {
		case seam && ink.empty:
			ink.fill = ink.edge
		case seam:
			ink.fill = p.style.Background
		}
		p.fillRow(y, left, right, ink.fill)
		if ink.empty {
			p.set(left, y, ink.edge)
			p.set(right-1, y, ink.edge)
		}
		return
	}
	for x := left; x < right; x++ {
		c := ink.fill
		switch {
		case ink.bare() && (x == left || x == right-1):
			c = ink.edge
		case seam:
			c = p.style.Background
		case ink.states[unreadable] && p.hatched(x, y):
			c = ink.line
		case ink.states[without] && p.middle(x, left, right):
			c = ink.lack
		case ink.states[hidden] && p.dotted(x-left, depth):
			c = ink.caution
		case ink.states[partial]:
			c = ink.half(p.lowerHalf(depth, rowHeight))
		}
		p.set(x, y, c)
	}
}

// half is the colour of what is partly present.
func (ink rowInk) half(lower bool) color.NRGBA {
	switch {
	case lower:
		return ink.line
	case ink.empty:
		return ink.upper
	}
	return ink.fill
}

// hatched draws diagonals six pixels apart.
func (p *painter) hatched(x, y int) bool {
	period := 6 * p.scale
	return math.Mod(float64(x+y), period) < 1.6*p.scale
}

// middle draws a line down the middle.
func (p *painter) middle(x, left, right int) bool {
	return math.Abs(float64(x)+0.5-float64(left+right)/2) <= max(p.scale, 0.5)
}

// dotted draws rings eight pixels apart.
func (p *painter) dotted(x, depth int) bool {
	period := 8 * p.scale
	cx := math.Mod(float64(x)+0.5, period) - period/2
	cy := math.Mod(float64(depth)+0.5, period) - period/2
	d := math.Hypot(cx, cy)
	return d < 2.6*p.scale && d > 1.3*p.scale
}

// lowerHalf fills the lower half of records, or of steps of four pixels where
// records are lower than that.
func (p *painter) lowerHalf(depth int, rowHeight float64) bool {
	period := max(rowHeight, 4*p.scale)
	return math.Mod(float64(depth), period) >= period/2
}

// fillRow sets a row of pixels to one colour, doubling what is there already.
func (p *painter) fillRow(y, left, right int, c color.NRGBA) {
	left, right = max(left, 0), min(right, p.img.Rect.Max.X)
	if left >= right || y < 0 || y >= p.img.Rect.Max.Y {
		return
	}
	p.set(left, y, c)
	pix := p.img.Pix[p.img.PixOffset(left, y):][:4*(right-left)]
	for done := 4; done < len(pix); done *= 2 {
		copy(pix[done:], pix[:done])
	}
}

func (p *painter) set(x, y int, c color.NRGBA) {
	if !(image.Point{X: x, Y: y}).In(p.img.Rect) {
		return
	}
	pix := p.img.Pix[p.img.PixOffset(x, y):]
	pix[0], pix[1], pix[2], pix[3] = c.R, c.G, c.B, 255
}

// gaugeInk is the colour of the bars that say how much of a record is present.
func gaugeInk(s canvas.Style) color.NRGBA { return canvas.Mix(s.Present, s.Text, 0.12) }
