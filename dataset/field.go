package dataset

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldKind says what the numbers of a column stand for.
type FieldKind string

// The kinds of field. Quantity is the zero value.
const (
	Quantity FieldKind = ""         // any number
	Whole    FieldKind = "whole"    // whole numbers
	Category FieldKind = "category" // an index into Levels
	Date     FieldKind = "date"     // days since Epoch
)

// Field describes one column of numbers well enough to write a cell as it was
// read.
type Field struct {
	Kind     FieldKind
	Levels   []string  // of a Category: its words, sorted, each different
	Layout   string    // of a Date: how it is written, in Go's reference time
	Epoch    time.Time // of a Date: what 0 stands for
	Decimals int       // digits behind the point that every cell has; 0 for as many as are needed
	Width    int       // digits that whole numbers are padded to with zeros; 0 for none
	Prefix   string    // written before a number, such as "$"
	Suffix   string    // written behind it, such as " %"
}

// Format writes a cell as people wrote it. A number that was not observed is
// brought to a value that the column can have: a whole number, a level. NaN is
// the empty string.
func (f Field) Format(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	switch f.Kind {
	case Category:
		if len(f.Levels) == 0 {
			return ""
		}
		return f.Levels[int(min(max(math.Round(x), 0), float64(len(f.Levels)-1)))]
	case Date:
		return f.Epoch.Add(time.Duration(x * 24 * float64(time.Hour))).Format(f.Layout)
	case Whole:
		x = math.Round(x)
	}
	return f.Prefix + f.digits(x) + f.Suffix
}

func (f Field) digits(x float64) string {
	decimals := -1
	if f.Decimals > 0 {
		// Never fewer digits than the number has: what was observed stays.
		decimals = f.Decimals
		if shortest := strconv.FormatFloat(x, 'f', -1, 64); len(shortest)-strings.IndexByte(shortest+".", '.')-1 > decimals {
			decimals = -1
		}
	}
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a >= 1e21 || a < 1e-7) {
		format = 'g'
	}
	s := strconv.FormatFloat(x, format, decimals, 64)
	if pad := f.Width - len(s); pad > 0 && x >= 0 {
		s = strings.Repeat("0", pad) + s
	}
	return s
}

// check reports levels in which Level could not find a word.
func (f Field) check() error {
	if f.Kind != Category {
		return nil
	}
	for k := 1; k < len(f.Levels); k++ {
		if f.Levels[k-1] >= f.Levels[k] {
			return fmt.Errorf("level %q stands before %q", f.Levels[k-1], f.Levels[k])
		}
	}
	return nil
}

// Level returns the index of a word of a category, or -1.
func (f Field) Level(word string) int {
	if k, ok := slices.BinarySearch(f.Levels, word); ok {
		return k
	}
	return -1
}
