package canvas

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"lacuna/internal/say"
)

// svgCanvas is gonum/plot's canvas, and remembers which characters are written.
type svgCanvas struct {
	*vgsvg.Canvas
	face    font.Face
	written map[rune]bool
}

// FillString writes a line of text.
func (c *svgCanvas) FillString(face font.Face, p vg.Point, text string) {
	c.face = face
	for _, r := range text {
		c.written[r] = true
	}
	c.Canvas.FillString(face, p, text)
}

// writeSVG writes a picture whose text stays text: it can be searched, read
// aloud and edited, and looks the same everywhere because the characters that
// it needs travel with it. Letters of scripts that the font of charts lacks are
// shapes; title and description have them as text.
func writeSVG(w io.Writer, f Figure, page Page) error {
	width, height := page.size()
	c := &svgCanvas{Canvas: vgsvg.NewWith(vgsvg.UseWH(width, height)), written: map[rune]bool{}}
	compose(vgdraw.NewCanvas(c, width, height), f, page)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	style, err := c.style()
	if err != nil {
		return err
	}
	const tag = "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"
	head := fmt.Sprintf("%s role=\"img\" xml:lang=\"%s\">\n<title>%s</title>\n<desc>%s</desc>\n%s", strings.TrimSuffix(tag, ">\n"), say.Tag(),
		html.EscapeString(f.Title()), html.EscapeString(f.Description().Long), style)
	text := strings.Replace(b.String(), tag, head, 1)
	// Arial and Helvetica are as wide, letter by letter, where fonts in files
	// are not allowed.
	text = strings.ReplaceAll(text, "font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")
	text = strings.ReplaceAll(text, "data:image/jpg;", "data:image/png;") // what the canvas embeds is PNG
	_, err = io.WriteString(w, text)
	return err
}

// style holds the font, cut to the characters that are written.
func (c *svgCanvas) style() (string, error) {
	if c.face.Face == nil {
		return "", nil
	}
	ttf, err := subset(c.face.Face, c.written)
	if err != nil {
		return "", fmt.Errorf("embedding the font: %w", err)
	}
	return fmt.Sprintf("<defs><style>@font-face{font-family:'Liberation Sans';src:url(data:font/ttf;base64,%s) format('truetype')}</style></defs>\n",
		base64.StdEncoding.EncodeToString(ttf)), nil
}
