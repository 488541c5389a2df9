package charts

import (
	"context"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// Input is what charts are made from. A chart that needs a presence reads Data
// (and Mask, Split, Selected); one that needs a study reads Study and Table
// (and Pairs, Data for the order of patterns). The rest may be left zero.
type Input struct {
	// Context ends the making of charts of results, some of which take long: New then
	// returns its error within a second. nil never ends.
	Context context.Context

	Data  *dataset.Dataset
	Mask  *dataset.Mask  // what the experiment hides; nil hides nothing
	Split *dataset.Split // tints of train, validation and test; nil for none
	// Selected marks records: bit i%64 of word i/64 is record i. nil means
	// that there is no selection, which is not the same as an empty one.
	Selected []uint64
	// Picked counts the selected test records of strata, by name; nil where there is
	// no selection.
	Picked map[string]int
	// Pinned is the stratum that stays in sight when its rows are scrolled, by name;
	// empty for none.
	Pinned string
	// Groups are the records of Data under Mask, of Only alone, by pattern, where they
	// have been counted already.
	Groups []dataset.PatternCount
	// Why are notes on why something is missing, for the footer of the patterns:
	// Little's test, what predicts absence, whether the pattern tells the class.
	Why []string
	// Noted shows all of them, before rows of patterns.
	Noted bool
	// Columns of a table that the presence matrix shows in place of modalities.
	Columns Columns
	// Only are the records that charts of the data draw and count; nil for all.
	// Charts of results are of test records, and take from it the order of patterns.
	Only *Only
	// Order of the presence matrix; the zero value is ByPattern.
	Order Order
	// Patterns is the order of patterns; the zero value is ByRecords.
	Patterns PatternOrder

	Study *result.Study
	Table *metric.Table
	// Pairs compare every two methods on all records, where they have been
	// compared already; nil where that is left to the chart, which takes long.
	Pairs  []metric.Pair
	Hidden map[string]bool // methods that are switched off, by name
	// Places are those of methods in the palette, by name: colour, marker and
	// dash for life. A method without one has that of its place in the study.
	Places map[string]int
	Metric Metric // what D shows; the zero value is Accuracy
	A, B   string // methods of the difference chart; empty: the first two
	// Negligible is the band of the difference chart, as a share; 0 for that of
	// package metric.
	Negligible float64
	Curves     CurveLook // how learning curves are drawn
	// Unfolded are the methods, by name, whose learning curves have a line for each run.
	Unfolded map[string]bool
	// Unfinished are the jobs, by id, whose networks have curves but have not finished:
	// true where they were stopped, false while they train.
	Unfinished map[string]bool
	// Done and Planned count the jobs of the comparison, those with a result and all
	// that may still get one; Planned is 0 where nothing is to come.
	Done, Planned int
	// Stratum is that of the calibration chart, by name; empty for all records.
	Stratum string
	// Ranking is what the critical-difference chart shows; nil for that over the
	// runs of Study.
	Ranking *metric.Ranking
	// Made is what the chart of generated modalities shows; nil where nothing was
	// made.
	Made *result.Made
	// Imputed is what the chart of imputers shows; nil where none were scored.
	Imputed *metric.ImputerRanking
}

// until is how long the chart is wanted.
func (in Input) until() context.Context {
	if in.Context == nil {
		return context.Background()
	}
	return in.Context
}

// Selectable is a figure that shows which of its records are selected.
type Selectable interface {
	canvas.Figure
	// WithSelection returns the same figure with other records selected; it is
	// much faster than making the figure anew. nil means no selection.
	WithSelection(selected []uint64) canvas.Figure
}

// Headed is a figure whose heading depends on what it shows.
type Headed interface {
	canvas.Figure
	// Heading names it in a few words, with the metric: "Log-loss by stratum".
	Heading() string
}

// Scrollable is a figure that may have more rows than room.
type Scrollable interface {
	canvas.Figure
	// Rows counts the rows there are; the regions of a drawing tell which of them
	// are in sight.
	Rows() int
	// From returns the same figure with its rows from the k-th on, none folded;
	// heads, axis and legend stay in place.
	From(k int) canvas.Figure
}

// Curved is a figure of curves that can be pointed at.
type Curved interface {
	canvas.Figure
	// CurveWords says what the curve of a method stands for, or that of one of its
	// runs, by its job; empty where there is none.
	CurveWords(method, run string) string
}

// Patterned is a scrollable figure of which some rows are patterns, or all.
type Patterned interface {
	Scrollable
	// PatternAt is the pattern of the k-th row; empty where it is none.
	PatternAt(k int) dataset.Pattern
	// RowOf is the row of a pattern; -1 where it has none.
	RowOf(p dataset.Pattern) int
}

// negligible is the half width of the band of what does not matter.
func (in Input) negligible() float64 {
	if in.Negligible > 0 {
		return in.Negligible
	}
	return metric.Negligible
}

// soFar says before a finding that it is not the last word.
func (in Input) soFar(finding string) string {
	if !in.partial() {
		return finding
	}
	return say.Form("So far (%s of %s jobs): %s", say.Grouped(in.Done), say.Grouped(in.Planned), finding)
}

// partial says whether results are still to come, or were stopped.
func (in Input) partial() bool { return in.Done < in.Planned }

// place is that of the i-th method in the palette.
func (in Input) place(name string, i int) int {
	if p, ok := in.Places[name]; ok {
		return p
	}
	return i
}
