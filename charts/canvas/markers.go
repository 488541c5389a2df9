package canvas

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// shape is the marker of a method: methods differ in shape as well as in hue,
// so that grey prints can be read.
type shape int

// The markers, in the order in which methods get them.
const (
	Circle shape = iota
	Square
	Triangle
	diamond
	wedge
	shapes
)

// ShapeOf returns the marker of the i-th method. Where colours come round
// again, shapes are one further on.
func ShapeOf(i int) shape { return shape(i+i/int(shapes)) % shapes }

// DashOf returns the dash of the i-th method's line: none for the first five.
func DashOf(i int) []float64 {
	return [][]float64{nil, {7, 3}, {2, 2}}[(i/int(shapes))%3]
}

// Marker draws a method's mark. A hollow one stands for few records.
func (p Pen) Marker(s shape, x, y, radius float64, ink color.NRGBA, hollow bool) {
	path := p.ShapePath(s, x, y, radius)
	if hollow {
		p.Canvas.SetColor(p.Style.Background)
		p.Canvas.Fill(path)
		p.Solid(1.5, ink)
		p.Canvas.Stroke(path)
		return
	}
	p.Canvas.SetColor(ink)
	p.Canvas.Fill(path)
	if p.Style.needsOutline(ink) {
		p.Solid(1, p.Style.Text)
		p.Canvas.Stroke(path)
	}
}

// ShapePath is the outline of a marker about x, y.
func (p Pen) ShapePath(s shape, x, y, r float64) vg.Path {
	switch s {
	case Square:
		return p.regular(x, y, r*1.2, 4, math.Pi/4)
	case Triangle:
		return p.regular(x, y-r*0.15, r*1.3, 3, math.Pi/2)
	case diamond:
		return p.regular(x, y, r*1.3, 4, 0)
	case wedge:
		return p.regular(x, y+r*0.15, r*1.3, 3, -math.Pi/2)
	}
	return p.circle(x, y, r)
}

// regular is a polygon of n corners, the first at the given angle.
func (p Pen) regular(x, y, r float64, n int, angle float64) vg.Path {
	var path vg.Path
	for k := range n {
		sin, cos := math.Sincos(angle + 2*math.Pi*float64(k)/float64(n))
		corner := p.At(x+r*cos, y-r*sin)
		if k == 0 {
			path.Move(corner)
		} else {
			path.Line(corner)
		}
	}
	path.Close()
	return path
}

// Cross draws the mark of the masked-complete series: ×.
func (p Pen) Cross(x, y, r, width float64, ink color.Color) {
	p.Line(x-r, y-r, x+r, y+r, width, ink)
	p.Line(x-r, y+r, x+r, y-r, width, ink)
}

// Entry is a mark with its words.
type Entry struct {
	Text string
	Draw func(x, y float64) // draws the mark centred at x, y
	Key  string             // of the MethodMark region; empty for none
}

const (
	LegendMark = 20.0 // room for the mark
	LegendGap  = 14.0 // between entries
)

// Legend sets entries in lines from the top of r and returns where the last
// line ends: its bottom, and the right end of its text.
func (p Pen) Legend(r Rect, entries []Entry) (bottom, right float64) {
	height := p.Style.Body * 1.5
	x, y := r.Left, r.Top
	for i, e := range entries {
		room := r.Width() - LegendMark
		words := p.Clip(e.Text, p.Style.Body, room)
		width := LegendMark + p.Width(words, p.Style.Body)
		if i > 0 && x+width > r.Right {
			x, y = r.Left, y+height
		}
		e.Draw(x+LegendMark/2-2, y+height/2)
		p.Text(x+LegendMark, y+height/2, words, p.Style.Body, p.Style.Text, Start)
		if e.Key != "" {
			p.Mark(MethodMark, e.Key, "", Rect{x, y, x + width, y + height})
		}
		right = x + width
		x += width + LegendGap
	}
	return y + height, right
}

// sentence writes one clear sentence in the middle of a figure that has
// nothing to show.
func (p Pen) sentence(text string) {
	r := p.Frame()
	if r.Width() < p.Style.Body || r.Height() < p.Style.Body {
		return
	}
	lines := p.Lines(text, p.Style.Body+1, r.Width())
	step := (p.Style.Body + 1) * LineHeight
	y := (r.Top+r.Bottom)/2 - step*float64(len(lines)-1)/2
	for _, l := range lines {
		p.Text((r.Left+r.Right)/2, y, l, p.Style.Body+1, p.Style.Muted, Middle)
		y += step
	}
}
