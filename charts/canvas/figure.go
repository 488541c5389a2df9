package canvas

import (
	"context"

	"gonum.org/v1/plot/vg/draw"
)

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

// Slow is a figure whose table takes long to make: seconds or minutes.
type Slow interface {
	Figure
	// Tabled says whether the table has been made, so that Table returns at once.
	Tabled() bool
	// Tabulate makes the table. Of a context that ends before, the error is returned
	// within a second, and nothing is kept. Several goroutines may call it.
	Tabulate(ctx context.Context) error
}

// Tabulate makes the table of a figure where that takes long, until a context ends.
func Tabulate(ctx context.Context, f Figure) error {
	if slow, ok := f.(Slow); ok {
		return slow.Tabulate(ctx)
	}
	return nil
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
	// Names are the columns whose heads are names of the data, such as those of
	// modalities: they are the same in every language.
	Names []int
	// Context are name and value pairs that hold for every row: dataset, hash,
	// metric, seeds, how intervals were made. CSV export appends them as columns.
	Context [][2]string
}
