package canvas

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// Dot is a point of a curve in pixels.
type Dot struct{ X, Y float64 }

// Readable moves an ink towards the text's colour until words in it can be read.
func (p Pen) Readable(ink color.NRGBA) color.NRGBA {
	for share := 0.0; share < 1; share += 0.1 {
		if c := Mix(ink, p.Style.Text, share); Contrast(c, p.Style.Background) >= p.Style.legible() {
			return c
		}
	}
	return p.Style.Text
}

// Curve draws a line through points within a panel, with gaps where there is
// no number.
func (p Pen) Curve(pn Panel, points []Dot, width float64, ink color.Color, dash ...float64) {
	var lines [][]vg.Point
	open := false
	for _, d := range Envelope(points) {
		if math.IsNaN(d.Y) {
			open = false
			continue
		}
		if !open {
			lines, open = append(lines, nil), true
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], p.At(d.X, d.Y))
	}
	c := p.Crop(pn.Rect)
	c.StrokeLines(vgdraw.LineStyle{Color: ink, Width: vg.Length(width) * Pixel, Dashes: lengths(dash)}, c.ClipLinesXY(lines...)...)
	c.SetLineDash(nil, 0)
}

// Leader leads from the end of a line to its name at another height: level to where
// the plot ends, then aslant over the room that is left there for it.
func (p Pen) Leader(x, y float64, pn Panel, to, room float64) {
	p.Line(x, y, pn.Right, y, 1, p.Style.Muted, 1, 3)
	p.Line(pn.Right, y, pn.Right+room, to, 1, p.Style.Muted, 1, 3)
}

// Area fills a polygon.
func (p Pen) Area(points []Dot, ink color.Color) {
	if len(points) < 3 {
		return
	}
	var path vg.Path
	path.Move(p.At(points[0].X, points[0].Y))
	for _, d := range points[1:] {
		path.Line(p.At(d.X, d.Y))
	}
	path.Close()
	p.Canvas.SetColor(ink)
	p.Canvas.Fill(path)
}

// Envelope thins a curve to what can be seen: of the points in one column of
// pixels it keeps the first, the highest, the lowest and the last.
func Envelope(points []Dot) []Dot {
	var out []Dot
	for from := 0; from < len(points); {
		to := from + 1
		for to < len(points) && math.Floor(points[to].X) == math.Floor(points[from].X) {
			to++
		}
		column := points[from:to]
		from = to
		if len(column) <= 4 {
			out = append(out, column...)
			continue
		}
		high, low := 0, 0
		for k, d := range column {
			if d.Y < column[high].Y {
				high = k
			}
			if d.Y > column[low].Y {
				low = k
			}
		}
		out = append(out, column[0], column[min(high, low)], column[max(high, low)], column[len(column)-1])
	}
	return out
}
