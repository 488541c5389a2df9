package canvas

// RegionKind says what a region stands for.
type RegionKind string

// The kinds of regions, with what their Key is.
const (
	PatternRow   RegionKind = "pattern"  // dataset.Pattern as text, "0110"
	OtherRows    RegionKind = "other"    // the folded rest; Key is empty
	StratumRow   RegionKind = "stratum"  // metric.Stratum's Name
	ColumnsRow   RegionKind = "columns"  // likewise, of the columns of a table
	ColumnHead   RegionKind = "column"   // name of a column of a table, as MODALITY.COLUMN
	MethodMark   RegionKind = "method"   // name of the method
	CurveName    RegionKind = "curve"    // likewise, at the end of the curve of the method
	CurveLine    RegionKind = "line"     // a stretch of that curve, Key the method; Sub is the job of a single run
	ModalityHead RegionKind = "modality" // name of the modality
	PairCell     RegionKind = "pair"     // of two modalities, Key and Sub
	PairBreak    RegionKind = "break"    // likewise, where few records break a rule of the two
	Body         RegionKind = "body"     // the data area; Key is empty
	Note         RegionKind = "note"     // a sentence below the chart
	Overview     RegionKind = "overview" // where a zoomed stretch lies in the whole; Key is empty
)

// Region is a rectangle of a drawn figure that stands for something.
type Region struct {
	Kind RegionKind
	Key  string
	// Sub narrows Key down: the stratum of a method's mark, or the modality of
	// a cell. Often empty.
	Sub  string
	Rect Rect
	// Pinned says that it is a row out of its place, which is scrolled out of sight.
	Pinned bool
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

// Box is the rectangle between four edges.
func Box(left, top, right, bottom float64) Rect { return Rect{left, top, right, bottom} }
