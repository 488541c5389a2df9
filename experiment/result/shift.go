package result

import (
	"fmt"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// In what a shift is measured.
const (
	InDeviations = "sd"     // standard deviations of the column over training records
	InUnits      = "units"  // the units of the column
	AsFactor     = "factor" // imputed values are multiplied
)

// Shift moves what an imputer has filled in, to see what follows if values are
// missing because of what they are (delta adjustment: van Buuren, Flexible
// Imputation of Missing Data 2018, 3.8; Carpenter and Kenward, Multiple Imputation
// and its Application 2013, 10). The zero Shift moves nothing.
type Shift struct {
	Delta float64  `json:"delta"`
	As    string   `json:"as"`
	Of    []string `json:"of,omitempty"` // modalities, columns, or "modality.column"; nil for all columns of numbers
}

// None says whether nothing is moved.
func (s Shift) None() bool { return s.As == "" || s.Delta == NoShift(s.As) }

// NoShift is the delta that moves nothing.
func NoShift(as string) float64 {
	if as == AsFactor {
		return 1
	}
	return 0
}

// Words says what is done, in English since it is stored: "imputed values −0.5
// s.d.".
func (s Shift) Words() string {
	words := say.Kept("imputed values %s", s.size("%s s.d."))
	if len(s.Of) > 0 {
		words += " (" + strings.Join(s.Of, ", ") + ")"
	}
	return words
}

// Short writes the size of a shift: "−0.5 s.d.", "×0.9", "+2".
func (s Shift) Short() string { return s.size(say.Text("%s s.d.")) }

// size writes how far is shifted, in a form for standard deviations.
func (s Shift) size(deviations string) string {
	size := strings.Replace(strconv.FormatFloat(s.Delta, 'g', -1, 64), "-", "−", 1)
	if s.As == AsFactor {
		return "×" + size
	}
	if s.Delta > 0 {
		size = "+" + size
	}
	if s.As == InDeviations {
		return fmt.Sprintf(deviations, size)
	}
	return size
}

// Cells are imputed numbers that a shift has moved.
type Cells struct {
	Dev  int `json:"dev"`  // of development records
	Test int `json:"test"` // of test records
}

// AllMoved are the numbers that were moved over several runs.
func AllMoved(runs []Run) Cells {
	var all Cells
	for _, run := range runs {
		all.Dev, all.Test = all.Dev+run.Moved.Dev, all.Test+run.Moved.Test
	}
	return all
}

// String counts them.
func (c Cells) String() string {
	return say.Form("%d of development, %d of test records", c.Dev, c.Test)
}
