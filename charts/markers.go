package charts

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// shape is the marker of a method: methods differ in shape as well as in hue,
// so that grey prints can be read.
type shape int

const (
	circle shape = iota
	square
	triangle
	diamond
	wedge
	shapes
)

// shapeOf returns the marker of the i-th method. Where colours come round
// again, shapes are one further on.
func shapeOf(i int) shape { return shape(i+i/int(shapes)) % shapes }

// dashOf returns the dash of the i-th method's line: none for the first five.
func dashOf(i int) []float64 {
	return [][]float64{nil, {7, 3}, {2, 2}}[(i/int(shapes))%3]
}

// marker draws a method's mark. A hollow one stands for few records.
func (p pen) marker(s shape, x, y, radius float64, ink color.NRGBA, hollow bool) {
	path := p.shapePath(s, x, y, radius)
	if hollow {
		p.c.SetColor(p.s.Background)
		p.c.Fill(path)
		p.solid(1.5, ink)
		p.c.Stroke(path)
		return
	}
	p.c.SetColor(ink)
	p.c.Fill(path)
	if p.s.needsOutline(ink) {
		p.solid(1, p.s.Text)
		p.c.Stroke(path)
	}
}

func (p pen) shapePath(s shape, x, y, r float64) vg.Path {
	switch s {
	case square:
		return p.regular(x, y, r*1.2, 4, math.Pi/4)
	case triangle:
		return p.regular(x, y-r*0.15, r*1.3, 3, math.Pi/2)
	case diamond:
		return p.regular(x, y, r*1.3, 4, 0)
	case wedge:
		return p.regular(x, y+r*0.15, r*1.3, 3, -math.Pi/2)
	}
	return p.circle(x, y, r)
}

// regular is a polygon of n corners, the first at the given angle.
func (p pen) regular(x, y, r float64, n int, angle float64) vg.Path {
	var path vg.Path
	for k := range n {
		sin, cos := math.Sincos(angle + 2*math.Pi*float64(k)/float64(n))
		corner := p.at(x+r*cos, y-r*sin)
		if k == 0 {
			path.Move(corner)
		} else {
			path.Line(corner)
		}
	}
	path.Close()
	return path
}

// cross draws the mark of the masked-complete series: ×.
func (p pen) cross(x, y, r, width float64, ink color.Color) {
	p.line(x-r, y-r, x+r, y+r, width, ink)
	p.line(x-r, y+r, x+r, y-r, width, ink)
}

// legendEntry is a mark with its words.
type legendEntry struct {
	text string
	draw func(x, y float64) // draws the mark centred at x, y
	key  string             // of the MethodMark region; empty for none
}

const (
	legendMark = 20.0 // room for the mark
	legendGap  = 14.0 // between entries
)

// legend sets entries in lines from the top of r and returns where the last
// line ends: its bottom, and the right end of its text.
func (p pen) legend(r Rect, entries []legendEntry) (bottom, right float64) {
	height := p.s.Body * 1.5
	x, y := r.Left, r.Top
	for i, e := range entries {
		room := r.Width() - legendMark
		words := p.clip(e.text, p.s.Body, room)
		width := legendMark + p.width(words, p.s.Body)
		if i > 0 && x+width > r.Right {
			x, y = r.Left, y+height
		}
		e.draw(x+legendMark/2-2, y+height/2)
		p.text(x+legendMark, y+height/2, words, p.s.Body, p.s.Text, start)
		if e.key != "" {
			p.mark(MethodMark, e.key, "", Rect{x, y, x + width, y + height})
		}
		right = x + width
		x += width + legendGap
	}
	return y + height, right
}

// sentence writes one clear sentence in the middle of a figure that has
// nothing to show.
func (p pen) sentence(text string) {
	r := p.frame()
	if r.Width() < p.s.Body || r.Height() < p.s.Body {
		return
	}
	lines := p.lines(text, p.s.Body+1, r.Width())
	step := (p.s.Body + 1) * lineHeight
	y := (r.Top+r.Bottom)/2 - step*float64(len(lines)-1)/2
	for _, l := range lines {
		p.text((r.Left+r.Right)/2, y, l, p.s.Body+1, p.s.Muted, middle)
		y += step
	}
}
