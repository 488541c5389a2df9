package canvas

import (
	"image/color"
	"lacuna/internal/say"
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
	plus
	star
	pointer
	shapes
)

// colours is how many methods have a colour of their own.
const colours = 5

// ShapeOf returns the marker of the i-th method: the first eight differ, in grey
// print, too; of forty no two have the same colour and marker.
func ShapeOf(i int) shape { return shape(i) % shapes }

// DashOf returns the dash of the i-th method's line: none for the first five;
// of fifteen no two have the same colour and dash.
func DashOf(i int) []float64 {
	return [][]float64{nil, {7, 3}, {2, 2}}[(i/colours)%3]
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
	case pointer:
		return p.regular(x-r*0.15, y, r*1.3, 3, 0)
	case plus:
		return p.spiked(x, y, r*1.35, 4, 0.5, 0.28)
	case star:
		return p.spiked(x, y, r*1.45, 5, 0.45, 0)
	}
	return p.circle(x, y, r)
}

// spiked is a star of n points whose notches lie at a share of the radius; with
// a blunt share above 0 each point is as wide as that.
func (p Pen) spiked(x, y, r float64, n int, notch, blunt float64) vg.Path {
	var path vg.Path
	add := func(radius, angle float64) {
		sin, cos := math.Sincos(angle)
		if corner := p.At(x+radius*cos, y-radius*sin); len(path) == 0 {
			path.Move(corner)
		} else {
			path.Line(corner)
		}
	}
	step := 2 * math.Pi / float64(n)
	for k := range n {
		angle := math.Pi/2 + step*float64(k)
		if blunt > 0 {
			add(r, angle-blunt)
			add(r, angle+blunt)
		} else {
			add(r, angle)
		}
		add(r*notch, angle+step/2)
	}
	path.Close()
	return path
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

// LegendIn sets entries at the top of r and returns what is left below. On a screen the
// legend is shed where less than least would be left, for the window names methods beside
// the chart. Nothing else does so on paper: where a chart has no room below its legend
// there, it is not ok, and a sentence says so.
func (p Pen) LegendIn(r Rect, entries []Entry, least float64) (rest Rect, ok bool) {
	if len(entries) == 0 {
		return r, true
	}
	if !p.LegendFits(r, entries, least) {
		if !p.Style.Screen {
			p.sentence(say.Text(tooSmall))
		}
		return r, p.Style.Screen
	}
	r.Top, _ = p.Legend(r, entries)
	return r, true
}

// LegendFits says whether LegendIn sets the entries.
func (p Pen) LegendFits(r Rect, entries []Entry, least float64) bool {
	if !p.Style.Screen {
		least = min(least, leastHeight)
	}
	return r.Height()-p.LegendHeight(r.Width(), entries) >= least
}

// LegendHeight is what entries take in lines of a width.
func (p Pen) LegendHeight(width float64, entries []Entry) float64 {
	return p.legendLines(width, entries) * p.Style.Body * 1.5
}

func (p Pen) legendLines(width float64, entries []Entry) float64 {
	x, lines := 0.0, 1.0
	for i, e := range entries {
		w := LegendMark + p.Width(p.Clip(e.Text, p.Style.Body, width-LegendMark), p.Style.Body)
		if i > 0 && x+w > width {
			x, lines = 0, lines+1
		}
		x += w + LegendGap
	}
	return lines
}

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
