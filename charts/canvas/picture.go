package canvas

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/color"
	"image/png"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

func (p Page) size() (w, h vg.Length) {
	return vg.Length(p.Width) * vg.Centimeter, vg.Length(p.Height) * vg.Centimeter
}

func (p Page) style() Style {
	s := Light()
	if p.Grey {
		s = s.grey()
	}
	return s
}

// compose draws title, figure and caption on a page.
func compose(c vgdraw.Canvas, f Figure, page Page) {
	p := NewPen(c, page.style())
	r := p.Frame()
	p.Fill(Rect{0, 0, r.Right + Inset, r.Bottom + Inset}, p.Style.Background)
	if !page.Bare {
		r.Top = p.Paragraph(r, f.Title(), p.Style.Heading, p.Style.Text)
		caption := p.Lines(f.Description().Short, p.Style.Small, r.Width())
		height := float64(len(caption)) * p.Style.Small * LineHeight
		p.Paragraph(Rect{r.Left, r.Bottom - height, r.Right, r.Bottom}, f.Description().Short, p.Style.Small, p.Style.Muted)
		r.Bottom -= height
	}
	f.Draw(p.Crop(Rect{r.Left - Inset, r.Top, r.Right + Inset, r.Bottom}), p.Style)
}

// LineHeight is the distance of lines of a paragraph per size.
const LineHeight = 1.35

// Paragraph writes wrapped text from the top of r and returns where it ends.
func (p Pen) Paragraph(r Rect, text string, size float64, ink color.Color) (bottom float64) {
	y := r.Top
	for _, line := range p.Lines(text, size, r.Width()) {
		p.Text(r.Left, y+size*LineHeight/2, line, size, ink, Start)
		y += size * LineHeight
	}
	return y
}

// Lines breaks a text into lines that fit a width.
func (p Pen) Lines(text string, size, room float64) []string {
	var out []string
	line := ""
	for _, word := range unbroken(text) {
		longer := strings.TrimLeft(line+" "+word, " ")
		if line != "" && p.Width(longer, size) > room {
			out = append(out, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		out = append(out, p.Clip(line, size, room))
	}
	return out
}

// unbroken are the words of a text between which a line may end: a sign of per cent
// stays with its number.
func unbroken(text string) []string {
	var out []string
	for _, word := range strings.Fields(text) {
		if len(out) > 0 && strings.HasPrefix(word, "%") {
			out[len(out)-1] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

func writePNG(w io.Writer, f Figure, page Page) error {
	width, height := page.size()
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(page.DPI))
	compose(vgdraw.New(c), f, page)
	var b bytes.Buffer
	if err := png.Encode(&b, c.Image()); err != nil {
		return err
	}
	_, err := w.Write(describePNG(b.Bytes(), page.DPI, f))
	return err
}

// describePNG puts the density and the description behind the header chunk of
// an encoded PNG: as tEXt, which everything reads but which holds Latin-1
// only, and as iTXt, which holds everything.
func describePNG(encoded []byte, dpi int, f Figure) []byte {
	const header = 8 + 25 // signature and IHDR
	perMetre := uint32(float64(dpi)/0.0254 + 0.5)
	density := binary.BigEndian.AppendUint32(nil, perMetre)
	density = append(binary.BigEndian.AppendUint32(density, perMetre), 1)
	out := append([]byte(nil), encoded[:header]...)
	out = append(out, chunk("pHYs", density)...)
	out = append(out, chunk("tEXt", []byte("Description\x00"+latin1(f.Description().Long)))...)
	out = append(out, chunk("iTXt", international("Title", f.Title()))...)
	out = append(out, chunk("iTXt", international("Description", f.Description().Long))...)
	return append(out, encoded[header:]...)
}

// international is the body of an uncompressed iTXt chunk.
func international(keyword, text string) []byte {
	return append([]byte(keyword+"\x00\x00\x00en\x00\x00"), text...)
}

// latin1 writes a text in ISO 8859-1, with plain stand-ins for what it lacks.
func latin1(text string) string {
	text = strings.NewReplacer("“", `"`, "”", `"`, "–", "-", "−", "-", "…", "...", "ρ", "rho").Replace(text)
	var out []byte
	for _, r := range text {
		if r > 255 {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return string(out)
}

func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
