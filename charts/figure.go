package charts

import (
	"gonum.org/v1/plot/vg/draw"

	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

// Input is what charts are made from. A chart that needs a presence reads Data
// (and Mask, Split, Selected); one that needs a study reads Study and Table
// (and Pairs, Data for the order of patterns). The rest may be left zero.
type Input struct {
	Data  *dataset.Dataset
	Mask  *dataset.Mask  // what the experiment hides; nil hides nothing
	Split *dataset.Split // tints of train, validation and test; nil for none
	// Selected marks records: bit i%64 of word i/64 is record i. nil means
	// that there is no selection, which is not the same as an empty one.
	Selected []uint64
	// Order of the presence matrix; the zero value is ByPattern.
	Order Order

	Study  *result.Study
	Table  *metric.Table
	Hidden map[string]bool // methods that are switched off, by name
	Metric Metric          // what D shows; the zero value is Accuracy
	A, B   string          // methods of the difference chart; empty: the first two
	// Stratum is that of the calibration chart, by name; empty for all records.
	Stratum string
	// Ranking is what the critical-difference chart shows; nil for that over the
	// runs of Study.
	Ranking *metric.Ranking
}

// Figure is one chart of one input.
type Figure interface {
	// Name is the chart's registered name.
	Name() string
	// Title is the finding in a sentence.
	Title() string
	// Description is generated text for people who do not see the picture.
	Description() Description
	// Table holds the numbers that are drawn.
	Table() Table
	// Characters draws the figure for a terminal of the given width in
	// columns; 0 means 80.
	Characters(width int) string
	// Draw draws the figure, without its title, so that it fills the canvas,
	// and returns what can be pointed at. It never fails: a figure without
	// data says so in a sentence.
	Draw(c draw.Canvas, s Style) []Region
}

// Description is generated text: what is shown, n, the largest and the
// smallest, the interval, and what is not shown.
type Description struct {
	Short string // one sentence, for a name or a caption
	Long  string // a paragraph, for alt text and reports
}

// Table is the accessible twin of a figure and what CSV export writes.
type Table struct {
	Header []string
	Rows   [][]string
	// Context are name and value pairs that hold for every row: dataset, hash,
	// metric, seeds, how intervals were made. CSV export appends them as columns.
	Context [][2]string
}

// RegionKind says what a region stands for.
type RegionKind string

// The kinds of regions, with what their Key is.
const (
	PatternRow   RegionKind = "pattern"  // dataset.Pattern as text, "0110"
	OtherRows    RegionKind = "other"    // the folded rest; Key is empty
	StratumRow   RegionKind = "stratum"  // metric.Stratum's Name
	MethodMark   RegionKind = "method"   // name of the method
	ModalityHead RegionKind = "modality" // name of the modality
	Body         RegionKind = "body"     // the data area; Key is empty
)

// Region is a rectangle of a drawn figure that stands for something.
type Region struct {
	Kind RegionKind
	Key  string
	// Sub narrows Key down: the stratum of a method's mark, or the modality of
	// a cell. Often empty.
	Sub  string
	Rect Rect
}

// Rect is a rectangle in pixels from the top left of the drawing.
type Rect struct{ Left, Top, Right, Bottom float64 }

// Width returns the horizontal extent.
func (r Rect) Width() float64 { return r.Right - r.Left }

// Height returns the vertical extent.
func (r Rect) Height() float64 { return r.Bottom - r.Top }

// Contains says whether the point lies in the rectangle; the left and top
// edges belong to it.
func (r Rect) Contains(x, y float64) bool {
	return x >= r.Left && x < r.Right && y >= r.Top && y < r.Bottom
}

// At returns the last drawn, so topmost, region of one of the kinds at a
// point. With no kinds given, any kind will do.
func At(regions []Region, x, y float64, kinds ...RegionKind) (Region, bool) {
	for i := len(regions) - 1; i >= 0; i-- {
		if r := regions[i]; r.Rect.Contains(x, y) && wanted(r.Kind, kinds) {
			return r, true
		}
	}
	return Region{}, false
}

func wanted(k RegionKind, kinds []RegionKind) bool {
	for _, w := range kinds {
		if w == k {
			return true
		}
	}
	return len(kinds) == 0
}

// Selectable is a figure that shows which of its records are selected.
type Selectable interface {
	Figure
	// WithSelection returns the same figure with other records selected; it is
	// much faster than making the figure anew. nil means no selection.
	WithSelection(selected []uint64) Figure
}
