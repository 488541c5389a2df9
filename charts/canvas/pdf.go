package canvas

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"
	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"

	"lacuna/internal/say"
)

// pdfCanvas draws on one page of PDF. gonum/plot's own canvas for PDF encodes
// text as Windows-1252, in which a modality called "φ" comes out as garbage,
// embeds whole fonts, and has no place for a title: this one has neither fault.
type pdfCanvas struct {
	doc    *fpdf.Fpdf
	height float64
	stack  []pdfState
	fonts  map[string]bool
	images int
	err    error
}

// pdfState is what Push saves: a matrix from the canvas to points from the
// bottom left, and the pen.
type pdfState struct {
	m      [6]float64
	ink    color.Color
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
}

func writePDF(w io.Writer, f Figure, page Page) error {
	width, height := page.size()
	c := newPDF(width, height)
	c.doc.SetTitle(f.Title(), true)
	c.doc.SetSubject(f.Description().Long, true)
	compose(vgdraw.NewCanvas(c, width, height), f, page)
	if c.err != nil {
		return c.err
	}
	return c.doc.Output(w)
}

func newPDF(width, height vg.Length) *pdfCanvas {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width.Points(), Ht: height.Points()}})
	epoch := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // the same figure gives the same bytes on every day
	doc.SetCreationDate(epoch)
	doc.SetModificationDate(epoch)
	doc.SetCatalogSort(true)
	doc.SetLang(say.Tag())
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()
	c := &pdfCanvas{doc: doc, height: height.Points(), fonts: map[string]bool{}}
	c.stack = []pdfState{{m: [6]float64{1, 0, 0, 1, 0, 0}}}
	vg.Initialize(c)
	return c
}

func (c *pdfCanvas) top() *pdfState { return &c.stack[len(c.stack)-1] }

// place turns a point of the canvas into points from the top left of the page.
func (c *pdfCanvas) place(p vg.Point) (x, y float64) {
	m := c.top().m
	px, py := p.X.Points(), p.Y.Points()
	return m[0]*px + m[2]*py + m[4], c.height - (m[1]*px + m[3]*py + m[5])
}

// transform applies another matrix before the present one.
func (c *pdfCanvas) transform(n [6]float64) {
	m := c.top().m
	c.top().m = [6]float64{
		m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1],
		m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3],
		m[0]*n[4] + m[2]*n[5] + m[4], m[1]*n[4] + m[3]*n[5] + m[5],
	}
}

// SetLineWidth implements vg.Canvas, as do the methods that follow.
func (c *pdfCanvas) SetLineWidth(w vg.Length) { c.top().width = w }

// SetLineDash sets the dashes of lines.
func (c *pdfCanvas) SetLineDash(dashes []vg.Length, offset vg.Length) {
	c.top().dashes, c.top().offset = dashes, offset
}

// SetColor sets the colour of all that follows.
func (c *pdfCanvas) SetColor(ink color.Color) { c.top().ink = ink }

// Rotate turns what follows counterclockwise.
func (c *pdfCanvas) Rotate(radians float64) {
	sin, cos := math.Sincos(radians)
	c.transform([6]float64{cos, sin, -sin, cos, 0, 0})
}

// Translate moves what follows.
func (c *pdfCanvas) Translate(p vg.Point) {
	c.transform([6]float64{1, 0, 0, 1, p.X.Points(), p.Y.Points()})
}

// Scale stretches what follows.
func (c *pdfCanvas) Scale(x, y float64) { c.transform([6]float64{x, 0, 0, y, 0, 0}) }

// Push saves the state.
func (c *pdfCanvas) Push() { c.stack = append(c.stack, *c.top()) }

// Pop restores the state.
func (c *pdfCanvas) Pop() { c.stack = c.stack[:len(c.stack)-1] }

// Stroke draws the outline of a path.
func (c *pdfCanvas) Stroke(path vg.Path) {
	s := c.top()
	if s.width <= 0 {
		return
	}
	c.dip()
	c.doc.SetLineWidth(s.width.Points())
	dashes := make([]float64, len(s.dashes))
	for i, d := range s.dashes {
		dashes[i] = d.Points()
	}
	c.doc.SetDashPattern(dashes, s.offset.Points())
	c.trace(path)
	c.doc.DrawPath("D")
}

// Fill fills a path.
func (c *pdfCanvas) Fill(path vg.Path) {
	c.dip()
	c.trace(path)
	c.doc.DrawPath("F")
}

// dip takes up the colour.
func (c *pdfCanvas) dip() {
	ink := color.NRGBAModel.Convert(inkOrBlack(c.top().ink)).(color.NRGBA)
	r, g, b := int(ink.R), int(ink.G), int(ink.B)
	c.doc.SetDrawColor(r, g, b)
	c.doc.SetFillColor(r, g, b)
	c.doc.SetTextColor(r, g, b)
	c.doc.SetAlpha(float64(ink.A)/255, "Normal")
}

// inkOrBlack is black where no colour is set.
func inkOrBlack(ink color.Color) color.Color {
	if ink == nil {
		return color.Black
	}
	return ink
}

func (c *pdfCanvas) trace(path vg.Path) {
	for _, part := range path {
		switch part.Type {
		case vg.MoveComp:
			c.doc.MoveTo(c.place(part.Pos))
		case vg.LineComp:
			c.doc.LineTo(c.place(part.Pos))
		case vg.ArcComp:
			c.arc(part)
		case vg.CurveComp:
			c.bezier(part.Control[0], part.Control[len(part.Control)-1], part.Pos)
		case vg.CloseComp:
			c.doc.ClosePath()
		}
	}
}

func (c *pdfCanvas) bezier(a, b, to vg.Point) {
	ax, ay := c.place(a)
	bx, by := c.place(b)
	x, y := c.place(to)
	c.doc.CurveBezierCubicTo(ax, ay, bx, by, x, y)
}

// arc draws quarter circles as cubic curves.
func (c *pdfCanvas) arc(part vg.PathComp) {
	n := max(1, int(math.Ceil(math.Abs(part.Angle)/(math.Pi/2)-1e-9)))
	step := part.Angle / float64(n)
	k := part.Radius * vg.Length(4.0/3*math.Tan(step/4))
	on := func(angle float64) (at, tangent vg.Point) {
		sin, cos := math.Sincos(angle)
		at = part.Pos.Add(vg.Point{X: part.Radius * vg.Length(cos), Y: part.Radius * vg.Length(sin)})
		return at, vg.Point{X: -k * vg.Length(sin), Y: k * vg.Length(cos)}
	}
	from, out := on(part.Start)
	c.doc.LineTo(c.place(from))
	for i := 1; i <= n; i++ {
		to, in := on(part.Start + float64(i)*step)
		c.bezier(from.Add(out), to.Sub(in), to)
		from, out = to, in
	}
}

// FillString writes a line of text; the font is embedded with the characters
// that are used.
func (c *pdfCanvas) FillString(face font.Face, p vg.Point, text string) {
	c.dip()
	name := "Liberation" + string(face.Font.Variant)
	if face.Font.Weight >= stdfont.WeightBold {
		name += "Bold"
	}
	if !c.fonts[name] {
		var ttf bytes.Buffer
		if _, err := face.Face.WriteSourceTo(nil, &ttf); err != nil {
			c.err = fmt.Errorf("embedding font %s: %w", name, err)
			return
		}
		c.doc.AddUTF8FontFromBytes(name, "", ttf.Bytes())
		c.fonts[name] = true
	}
	c.doc.SetFont(name, "", face.Font.Size.Points())
	x, y := c.place(p)
	angle := math.Atan2(c.top().m[1], c.top().m[0]) * 180 / math.Pi
	c.doc.TransformBegin()
	c.doc.TransformRotate(angle, x, y)
	c.doc.Text(x, y, text)
	c.doc.TransformEnd()
}

// DrawImage places an image.
func (c *pdfCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		c.err = err
		return
	}
	c.images++
	name, options := fmt.Sprintf("image %d", c.images), fpdf.ImageOptions{ImageType: "png"}
	c.doc.RegisterImageOptionsReader(name, options, &b)
	x, y := c.place(vg.Point{X: r.Min.X, Y: r.Max.Y})
	c.doc.ImageOptions(name, x, y, r.Size().X.Points(), r.Size().Y.Points(), false, options, 0, "")
}
