package charts

import (
	"image"
	"io"

	"lacuna/charts/canvas"
)

// What a figure is drawn on and written as, by the names under which the faces
// know it: they need no room below this one.
type (
	// Figure is one chart of one input.
	Figure = canvas.Figure
	// Description is generated text for people who do not see the picture.
	Description = canvas.Description
	// Table is the accessible twin of a figure and what CSV export writes.
	Table = canvas.Table
	// Style is how figures look.
	Style = canvas.Style
	// Rect is a rectangle in pixels from the top left of the drawing.
	Rect = canvas.Rect
	// Region is a rectangle of a drawn figure that stands for something.
	Region = canvas.Region
	// RegionKind says what a region stands for.
	RegionKind = canvas.RegionKind
	// Format is a kind of file that figures are written to.
	Format = canvas.Format
	// Page is the size and dress of an exported picture.
	Page = canvas.Page
)

// The kinds of regions, with what their Key is.
const (
	PatternRow   = canvas.PatternRow   // dataset.Pattern as text, "0110"
	OtherRows    = canvas.OtherRows    // the folded rest; Key is empty
	StratumRow   = canvas.StratumRow   // metric.Stratum's Name
	MethodMark   = canvas.MethodMark   // name of the method
	ModalityHead = canvas.ModalityHead // name of the modality
	Body         = canvas.Body         // the data area; Key is empty
)

// The formats.
const (
	PNG = canvas.PNG
	SVG = canvas.SVG
	PDF = canvas.PDF
	CSV = canvas.CSV
	TXT = canvas.TXT
)

// Light returns the style of print and of the light theme.
func Light() Style { return canvas.Light() }

// Dark returns the style of the dark theme.
func Dark() Style { return canvas.Dark() }

// Render draws a figure for the screen, as canvas.Render says.
func Render(f Figure, w, h int, scale float64, s Style, reuse *image.RGBA) (*image.RGBA, []Region) {
	return canvas.Render(f, w, h, scale, s, reuse)
}

// At returns the topmost region of one of the kinds at a point.
func At(regions []Region, x, y float64, kinds ...RegionKind) (Region, bool) {
	return canvas.At(regions, x, y, kinds...)
}

// Formats lists the formats, pictures first.
func Formats() []Format { return canvas.Formats() }

// Export writes a figure to a file in the format that the name's ending says;
// the file appears whole or not at all.
func Export(path string, f Figure, page Page) error { return canvas.Export(path, f, page) }

// Write writes a figure; pictures are always in the light style.
func Write(w io.Writer, f Figure, format Format, page Page) error {
	return canvas.Write(w, f, format, page)
}

// Lacking lists the characters in the words of a figure that no font at hand
// draws.
func Lacking(f Figure) []rune { return canvas.Lacking(f) }
