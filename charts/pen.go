package charts

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	stdfont "golang.org/x/image/font"
	_ "gonum.org/v1/plot" // registers the Liberation fonts
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
)

// pixel is 1/96 inch as a length of the canvas, which counts points.
const pixel = vg.Inch / pixelsPerInch

// align says which end of a text stands at the given place: 0 its start, 0.5
// its middle, 1 its end.
type align float64

const (
	start  align = 0
	middle align = 0.5
	end    align = 1
)

// capHeight is the height of capitals and figures of Liberation Sans per size.
const capHeight = 0.688

// pen draws on a canvas in pixels from the top left. It is the only place
// that knows how the canvas turns coordinates round.
type pen struct {
	c       vgdraw.Canvas
	s       Style
	regions *[]Region
	boxes   bool // characters that the font lacks are boxes
}

func newPen(c vgdraw.Canvas, s Style) pen {
	_, own := c.Canvas.(*svgCanvas) // who shows it has fonts of their own
	return pen{c: c, s: s, regions: new([]Region), boxes: !own}
}

// begin starts a drawing, unless there is a reason why nothing can be drawn or
// no room in which it could be read: then one sentence is all.
func begin(c vgdraw.Canvas, s Style, reason string) (p pen, ok bool) {
	p = newPen(c, s)
	if r := p.frame(); reason == "" && (r.Width() < leastWidth || r.Height() < leastHeight) {
		reason = "Enlarge to see the chart."
	}
	if reason != "" {
		p.sentence(reason)
		return p, false
	}
	return p, true
}

// Below this size in pixels a chart cannot be read.
const leastWidth, leastHeight = 220.0, 150.0

// inset is the empty border that every figure keeps.
const inset = 8.0

// frame returns the canvas within its border.
func (p pen) frame() Rect {
	size := p.c.Size()
	return Rect{inset, inset, float64(size.X/pixel) - inset, float64(size.Y/pixel) - inset}
}

// at turns pixels into a point of the canvas.
func (p pen) at(x, y float64) vg.Point {
	return vg.Point{X: p.c.Min.X + vg.Length(x)*pixel, Y: p.c.Max.Y - vg.Length(y)*pixel}
}

// crop returns the part of the canvas that a rectangle covers.
func (p pen) crop(r Rect) vgdraw.Canvas {
	return vgdraw.Canvas{Canvas: p.c.Canvas, Rectangle: vg.Rectangle{Min: p.at(r.Left, r.Bottom), Max: p.at(r.Right, r.Top)}}
}

// mark notes a region.
func (p pen) mark(kind RegionKind, key, sub string, r Rect) {
	*p.regions = append(*p.regions, Region{Kind: kind, Key: key, Sub: sub, Rect: r})
}

func (p pen) face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return font.DefaultCache.Lookup(f, vg.Length(size)*pixel)
}

// letters is a text as it can be drawn.
func (p pen) letters(text string) string {
	if !p.boxes {
		return text
	}
	return boxed(text)
}

// width measures a text.
func (p pen) width(text string, size float64) float64 {
	face, w := p.face(size, false), vg.Length(0)
	for _, part := range unkerned(p.letters(text)) {
		w += face.Width(part)
	}
	return float64(w / pixel)
}

// unkerned parts a text where the font draws two characters too close at the
// size of a label: ones, which makes 11 narrower than any other number and
// columns ragged, and A beside a space.
func unkerned(text string) []string {
	var parts []string
	from := 0
	for at := 1; at < len(text); at++ {
		switch text[at-1 : at+1] {
		case "11", "A ", " A":
			parts = append(parts, text[from:at])
			from = at
		}
	}
	return append(parts, text[from:])
}

// widest measures the longest of several texts.
func (p pen) widest(size float64, texts ...string) float64 {
	w := 0.0
	for _, t := range texts {
		w = max(w, p.width(t, size))
	}
	return w
}

// text writes a line whose capitals are centred on y.
func (p pen) text(x, y float64, text string, size float64, ink color.Color, a align) {
	if text == "" {
		return
	}
	face := p.face(size, false)
	p.c.SetColor(ink)
	x -= float64(a) * p.width(text, size)
	for _, part := range unkerned(p.letters(text)) {
		p.c.FillString(face, p.at(x, y+size*capHeight/2), part)
		x += float64(face.Width(part) / pixel)
	}
}

// turned writes a line that begins at x, y and runs on at an angle.
func (p pen) turned(x, y float64, text string, size, radians float64, ink color.Color) {
	p.c.Push()
	p.c.SetColor(ink)
	p.c.Translate(p.at(x, y))
	p.c.Rotate(radians)
	p.c.FillString(p.face(size, false), vg.Point{Y: -vg.Length(size*capHeight/2) * pixel}, p.letters(text))
	p.c.Pop()
}

// clip shortens a text to the given width, with an ellipsis in its middle so
// that both ends of long names stay apart.
func (p pen) clip(text string, size, room float64) string {
	if p.width(text, size) <= room {
		return text
	}
	runes := []rune(text)
	for keep := len(runes) - 1; keep > 1; keep-- {
		head := (keep + 1) / 2
		short := string(runes[:head]) + "…" + string(runes[len(runes)-(keep-head):])
		if p.width(short, size) <= room {
			return short
		}
	}
	return "…"
}

func (p pen) fill(r Rect, ink color.Color) {
	if r.Width() <= 0 || r.Height() <= 0 {
		return
	}
	p.c.SetColor(ink)
	p.c.Fill(vg.Rectangle{Min: p.at(r.Left, r.Bottom), Max: p.at(r.Right, r.Top)}.Path())
}

func (p pen) outline(r Rect, width float64, ink color.Color) {
	p.solid(width, ink)
	p.c.Stroke(vg.Rectangle{Min: p.at(r.Left, r.Bottom), Max: p.at(r.Right, r.Top)}.Path())
}

func (p pen) line(x1, y1, x2, y2, width float64, ink color.Color, dash ...float64) {
	p.solid(width, ink)
	if len(dash) > 0 {
		p.c.SetLineDash(lengths(dash), 0)
	}
	var path vg.Path
	path.Move(p.at(x1, y1))
	path.Line(p.at(x2, y2))
	p.c.Stroke(path)
	p.c.SetLineDash(nil, 0)
}

func (p pen) solid(width float64, ink color.Color) {
	p.c.SetColor(ink)
	p.c.SetLineWidth(vg.Length(width) * pixel)
	p.c.SetLineDash(nil, 0)
}

func (p pen) disc(x, y, radius float64, ink color.Color) {
	p.c.SetColor(ink)
	p.c.Fill(p.circle(x, y, radius))
}

func (p pen) ring(x, y, radius, width float64, ink color.Color) {
	p.solid(width, ink)
	p.c.Stroke(p.circle(x, y, radius))
}

func (p pen) circle(x, y, radius float64) vg.Path {
	centre, r := p.at(x, y), vg.Length(radius)*pixel
	var path vg.Path
	path.Move(vg.Point{X: centre.X + r, Y: centre.Y})
	path.Arc(centre, r, 0, 2*math.Pi)
	path.Close()
	return path
}

func lengths(px []float64) []vg.Length {
	out := make([]vg.Length, len(px))
	for i, x := range px {
		out[i] = vg.Length(x) * pixel
	}
	return out
}

// fillBackground paints a whole image.
func fillBackground(img *image.RGBA, ink color.Color) {
	draw.Draw(img, img.Rect, image.NewUniform(ink), image.Point{}, draw.Src)
}
