package canvas

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"lacuna/internal/file"
	"lacuna/internal/say"
)

// Format is a kind of file that figures are written to.
type Format string

// The formats.
const (
	PNG Format = "png"
	SVG Format = "svg"
	PDF Format = "pdf"
	CSV Format = "csv" // the figure's table with its context
	TXT Format = "txt" // the figure in characters, with its description
)

// Formats lists the formats, pictures first.
func Formats() []Format { return []Format{PNG, SVG, PDF, CSV, TXT} }

// FormatOf tells the format from a file name.
func FormatOf(path string) (Format, error) {
	ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	for _, f := range Formats() {
		if string(f) == ext {
			return f, nil
		}
	}
	return "", say.Errorf("%s: a chart is written as .png, .svg, .pdf, .csv or .txt, not %q", path, ext)
}

// Page is the size and dress of an exported picture. The zero value is 16 cm
// wide and as high as the figure's rows need, 10 to 24 cm (see sized), at 300 dots per
// inch with title and caption.
type Page struct {
	Width, Height float64 // centimetres; a chart too high for Height folds rows
	DPI           int     // PNG only
	Bare          bool    // leaves out title and caption, for journals that set their own
	Grey          bool    // greyscale proof: what a journal without colour prints
}

// Size is a size that pages often have, in centimetres; a height of 0 is what the
// rows need.
type Size struct {
	Name, Title   string
	Width, Height float64
}

// Sizes lists them: the columns of a journal, and a slide.
func Sizes() []Size {
	return []Size{
		{Name: "single", Title: say.Mark("single column"), Width: 8.5},
		{Name: "double", Title: say.Mark("double column"), Width: 17.8},
		{Name: "slide", Title: say.Mark("slide"), Width: 25.4, Height: 14.3},
	}
}

// tall is a figure whose rows need a certain height.
type tall interface {
	// Natural is that height in pixels.
	Natural(p Pen) float64
}

// sized is a tall figure that may be lower or higher than others, in centimetres: what has
// few rows by nature is not left half empty, and what nobody should read in part is
// as high as a page.
type sized interface {
	Heights() (least, most float64)
}

const pixelsPerCentimetre = PixelsPerInch / 2.54

func (p Page) orDefault(f Figure) Page {
	if p.Width <= 0 {
		p.Width = 16
	}
	if p.Height <= 0 {
		least, most := 10.0, 24.0
		if s, ok := f.(sized); ok {
			least, most = s.Heights()
		}
		p.Height = min(max(least, p.natural(f, most)/pixelsPerCentimetre), most)
	}
	if p.DPI <= 0 {
		p.DPI = 300
	}
	return p
}

// natural is the height in pixels that title, figure and caption need on a page of at
// most so many centimetres.
func (p Page) natural(f Figure, most float64) float64 {
	t, ok := f.(tall)
	if !ok {
		return 0
	}
	pen := NewPen(Measuring(p.Width*pixelsPerCentimetre, most*pixelsPerCentimetre), p.style())
	height := t.Natural(pen) + 2*Inset
	if p.Bare {
		return height
	}
	room := pen.Frame().Width()
	title, caption := pen.Lines(f.Title(), pen.Style.Heading, room), pen.Lines(f.Description().Short, pen.Style.Small, room)
	return height + 2*Inset + LineHeight*(float64(len(title))*pen.Style.Heading+float64(len(caption))*pen.Style.Small)
}

// Export writes a figure to a file in the format that the name's ending says.
// The file appears whole or not at all.
func Export(path string, f Figure, page Page) error {
	format, err := FormatOf(path)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := Write(&b, f, format, page); err != nil {
		return say.Errorf("chart %s: %w", f.Name(), err)
	}
	if err := file.Write(path, &b); err != nil {
		return say.Errorf("chart %s: writing %s: %w", f.Name(), path, err)
	}
	return nil
}

// Write writes a figure. Pictures are always in the light style.
func Write(w io.Writer, f Figure, format Format, page Page) error {
	switch format {
	case PNG:
		return writePNG(w, f, page.orDefault(f))
	case SVG:
		return writeSVG(w, f, page.orDefault(f))
	case PDF:
		return writePDF(w, f, page.orDefault(f))
	case CSV:
		return writeCSV(w, f.Table())
	case TXT:
		return writeText(w, f)
	}
	return say.Errorf("no format %q", string(format))
}

func writeCSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	header, tail := t.Header, []string(nil)
	for _, c := range t.Context {
		header, tail = append(header[:len(header):len(header)], c[0]), append(tail, c[1])
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := out.Write(append(row[:len(row):len(row)], tail...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeText(w io.Writer, f Figure) error {
	_, err := fmt.Fprintf(w, "%s\n\n%s\n\n%s\n", f.Title(), strings.TrimRight(f.Characters(0), "\n"), Wrap(f.Description().Long, 80))
	return err
}

// Wrap breaks a paragraph into lines of at most width runes where it can.
func Wrap(text string, width int) string {
	var lines []string
	line := ""
	for _, word := range unbroken(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}
