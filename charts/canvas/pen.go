package canvas

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sort"

	stdfont "golang.org/x/image/font"
	_ "gonum.org/v1/plot" // registers the Liberation fonts
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/internal/say"
)

// Pixel is 1/96 inch as a length of the canvas, which counts points.
const Pixel = vg.Inch / PixelsPerInch

// align says which end of a text stands at the given place: 0 its start, 0.5
// its middle, 1 its end.
type align float64

// Where a text stands to its place.
const (
	Start  align = 0
	Middle align = 0.5
	End    align = 1
)

// capHeight is the height of capitals and figures of Liberation Sans per size.
const capHeight = 0.688

// Pen draws on a canvas in pixels from the top left. It is the only place
// that knows how the canvas turns coordinates round.
type Pen struct {
	Canvas  vgdraw.Canvas
	Style   Style
	Regions *[]Region
}

// NewPen draws on a canvas in a style.
func NewPen(c vgdraw.Canvas, s Style) Pen {
	return Pen{Canvas: c, Style: s, Regions: new([]Region)}
}

// Begin starts a drawing, unless there is a reason why nothing can be drawn or
// no room in which it could be read: then one sentence is all.
func Begin(c vgdraw.Canvas, s Style, reason string) (p Pen, ok bool) {
	p = NewPen(c, s)
	if r := p.Frame(); reason == "" && (r.Width() < leastWidth || r.Height() < leastHeight) {
		reason = say.Text(tooSmall)
	}
	if reason != "" {
		p.sentence(reason)
		return p, false
	}
	return p, true
}

// Drawn draws with a pen, unless one sentence is all as in Begin, and returns what
// can be pointed at.
func Drawn(c vgdraw.Canvas, s Style, reason string, draw func(Pen)) []Region {
	p, ok := Begin(c, s, reason)
	if !ok {
		return nil
	}
	draw(p)
	return *p.Regions
}

// tooSmall is said in place of a chart that has no room.
var tooSmall = say.Mark("Enlarge to see the chart.")

// Below this size in pixels no chart can be read, whatever it leaves out.
const leastWidth, leastHeight = 130.0, 72.0

// Inset is the empty border that every figure keeps.
const Inset = 8.0

// Frame returns the canvas within its border.
func (p Pen) Frame() Rect {
	size := p.Canvas.Size()
	return Rect{Inset, Inset, float64(size.X/Pixel) - Inset, float64(size.Y/Pixel) - Inset}
}

// At turns pixels into a point of the canvas.
func (p Pen) At(x, y float64) vg.Point {
	return vg.Point{X: p.Canvas.Min.X + vg.Length(x)*Pixel, Y: p.Canvas.Max.Y - vg.Length(y)*Pixel}
}

// Crop returns the part of the canvas that a rectangle covers.
func (p Pen) Crop(r Rect) vgdraw.Canvas {
	return vgdraw.Canvas{Canvas: p.Canvas.Canvas, Rectangle: vg.Rectangle{Min: p.At(r.Left, r.Bottom), Max: p.At(r.Right, r.Top)}}
}

// Mark notes a region.
func (p Pen) Mark(kind RegionKind, key, sub string, r Rect) {
	*p.Regions = append(*p.Regions, Region{Kind: kind, Key: key, Sub: sub, Rect: r})
}

func (p Pen) face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return font.DefaultCache.Lookup(f, vg.Length(size)*Pixel)
}

// Width measures a text.
func (p Pen) Width(text string, size float64) float64 {
	face, w := p.face(size, false), vg.Length(0)
	for _, part := range parts(text) {
		if part.outline != nil {
			w += vg.Length(part.outline.width*size) * Pixel
			continue
		}
		for _, piece := range unkerned(part.text) {
			w += face.Width(piece)
		}
	}
	return float64(w / Pixel)
}

// write sets a line from a point of its baseline on.
func (p Pen) write(at vg.Point, text string, size float64) {
	face := p.face(size, false)
	for _, part := range parts(text) {
		if part.outline != nil {
			p.Canvas.Fill(part.outline.placed(at, vg.Length(size)*Pixel))
			at.X += vg.Length(part.outline.width*size) * Pixel
			continue
		}
		for _, piece := range unkerned(part.text) {
			p.Canvas.FillString(face, at, piece)
			at.X += face.Width(piece)
		}
	}
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

// Widest measures the longest of several texts.
func (p Pen) Widest(size float64, texts ...string) float64 {
	w := 0.0
	for _, t := range texts {
		w = max(w, p.Width(t, size))
	}
	return w
}

// Text writes a line whose capitals are centred on y.
func (p Pen) Text(x, y float64, text string, size float64, ink color.Color, a align) {
	if text == "" {
		return
	}
	p.Canvas.SetColor(ink)
	p.write(p.At(x-float64(a)*p.Width(text, size), y+size*capHeight/2), text, size)
}

// Turned writes a line that begins at x, y and runs on at an angle.
func (p Pen) Turned(x, y float64, text string, size, radians float64, ink color.Color) {
	p.Canvas.Push()
	p.Canvas.SetColor(ink)
	p.Canvas.Translate(p.At(x, y))
	p.Canvas.Rotate(radians)
	p.write(vg.Point{Y: -vg.Length(size*capHeight/2) * Pixel}, text, size)
	p.Canvas.Pop()
}

// Clip shortens a text to the given width, with an ellipsis in its middle so
// that both ends of long names stay apart.
func (p Pen) Clip(text string, size, room float64) string {
	if p.Width(text, size) <= room {
		return text
	}
	runes := []rune(text)
	fits := func(keep int) bool { return p.Width(ellipsis(runes, keep), size) <= room }
	keep := sort.Search(len(runes), func(k int) bool { return !fits(k) }) - 1
	if keep < 2 {
		return "…"
	}
	return ellipsis(runes, keep)
}

// Begins shortens names to the given width so that their beginnings are left, or as
// ClipApart does where several begin alike.
func (p Pen) Begins(names []string, size, room float64) []string {
	out, seen := make([]string, len(names)), map[string]string{}
	for i, n := range names {
		out[i] = n
		if p.Width(n, size) > room {
			runes := []rune(n)
			keep := sort.Search(len(runes), func(k int) bool { return p.Width(string(runes[:k])+"…", size) > room }) - 1
			out[i] = string(runes[:max(keep, 0)]) + "…"
		}
		if other, ok := seen[out[i]]; ok && other != n {
			return p.ClipApart(names, size, room)
		}
		seen[out[i]] = n
	}
	return out
}

// ellipsis keeps so many runes of both ends.
func ellipsis(runes []rune, keep int) string {
	head := (keep + 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(keep-head):])
}

// ClipApart shortens names that stand in one list so that those that differ
// still do: where the usual ellipsis would make two alike, it takes the place of
// what all of them begin or end with.
func (p Pen) ClipApart(names []string, size, room float64) []string {
	out := make([]string, len(names))
	seen, alike := map[string]string{}, false
	for i, n := range names {
		out[i] = p.Clip(n, size, room)
		other, ok := seen[out[i]]
		alike = alike || ok && other != n
		seen[out[i]] = n
	}
	if !alike {
		return out
	}
	head, tail := common(names)
	for i, n := range names {
		if out[i] == n {
			continue
		}
		runes := []rune(n)
		middle := "…" + string(runes[max(0, head-1):len(runes)-tail])
		if tail > 0 {
			middle += "…"
		}
		out[i] = p.Clip(middle, size, room)
	}
	return out
}

// common counts the runes that all names begin and end with.
func common(names []string) (head, tail int) {
	first := []rune(names[0])
	head, tail = len(first), len(first)
	for _, n := range names[1:] {
		r := []rune(n)
		k := 0
		for k < min(head, len(r)) && r[k] == first[k] {
			k++
		}
		head = k
		for k = 0; k < min(tail, len(r)-head, len(first)-head) && r[len(r)-1-k] == first[len(first)-1-k]; {
			k++
		}
		tail = k
	}
	return head, min(tail, len(first)-head)
}

// Fill paints a rectangle; an empty one leaves nothing.
func (p Pen) Fill(r Rect, ink color.Color) {
	if r.Width() <= 0 || r.Height() <= 0 {
		return
	}
	p.Canvas.SetColor(ink)
	p.Canvas.Fill(vg.Rectangle{Min: p.At(r.Left, r.Bottom), Max: p.At(r.Right, r.Top)}.Path())
}

// Outline draws the edge of a rectangle.
func (p Pen) Outline(r Rect, width float64, ink color.Color) {
	p.Solid(width, ink)
	p.Canvas.Stroke(vg.Rectangle{Min: p.At(r.Left, r.Bottom), Max: p.At(r.Right, r.Top)}.Path())
}

// Line draws one between two points; without a dash it is whole.
func (p Pen) Line(x1, y1, x2, y2, width float64, ink color.Color, dash ...float64) {
	p.Solid(width, ink)
	if len(dash) > 0 {
		p.Canvas.SetLineDash(lengths(dash), 0)
	}
	var path vg.Path
	path.Move(p.At(x1, y1))
	path.Line(p.At(x2, y2))
	p.Canvas.Stroke(path)
	p.Canvas.SetLineDash(nil, 0)
}

// Solid sets the width and ink of whole lines.
func (p Pen) Solid(width float64, ink color.Color) {
	p.Canvas.SetColor(ink)
	p.Canvas.SetLineWidth(vg.Length(width) * Pixel)
	p.Canvas.SetLineDash(nil, 0)
}

// Disc draws a filled circle.
func (p Pen) Disc(x, y, radius float64, ink color.Color) {
	p.Canvas.SetColor(ink)
	p.Canvas.Fill(p.circle(x, y, radius))
}

// Ring draws the edge of a circle.
func (p Pen) Ring(x, y, radius, width float64, ink color.Color) {
	p.Solid(width, ink)
	p.Canvas.Stroke(p.circle(x, y, radius))
}

func (p Pen) circle(x, y, radius float64) vg.Path {
	centre, r := p.At(x, y), vg.Length(radius)*Pixel
	var path vg.Path
	path.Move(vg.Point{X: centre.X + r, Y: centre.Y})
	path.Arc(centre, r, 0, 2*math.Pi)
	path.Close()
	return path
}

func lengths(px []float64) []vg.Length {
	out := make([]vg.Length, len(px))
	for i, x := range px {
		out[i] = vg.Length(x) * Pixel
	}
	return out
}

// FillBackground paints a whole image.
func FillBackground(img *image.RGBA, ink color.Color) {
	draw.Draw(img, img.Rect, image.NewUniform(ink), image.Point{}, draw.Src)
}
