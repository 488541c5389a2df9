package dataset

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lacuna/internal/say"
)

// FieldKind says what the numbers of a column stand for.
type FieldKind string

// The kinds of field. Quantity is the zero value.
const (
	Quantity FieldKind = ""         // any number
	Whole    FieldKind = "whole"    // whole numbers
	Category FieldKind = "category" // an index into Levels
	Date     FieldKind = "date"     // days since Epoch
	Level    FieldKind = "level"    // of features: whether a category has one of its levels
)

// Field describes one column of numbers well enough to write a cell as it was
// read.
type Field struct {
	Kind     FieldKind `json:"kind,omitempty"`
	Levels   []string  `json:"levels,omitempty"`   // of a Category: its words, sorted, each different
	Layout   string    `json:"layout,omitempty"`   // of a Date: how it is written, in Go's reference time
	Epoch    time.Time `json:"epoch,omitzero"`     // of a Date: what 0 stands for
	Decimals int       `json:"decimals,omitempty"` // digits behind the point that every cell has; 0 for as many as are needed
	Width    int       `json:"width,omitempty"`    // digits that whole numbers are padded to with zeros; 0 for none
	Prefix   string    `json:"prefix,omitempty"`   // written before a number, such as "$"
	Suffix   string    `json:"suffix,omitempty"`   // written behind it, such as " %"
	Of       string    `json:"of,omitempty"`       // of a Level: its category, whose levels stand side by side
	// NoNegative is told of a column with limits of detection: no number in it is
	// negative, and so none that lies below its limit.
	NoNegative bool `json:"no_negative,omitempty"`
}

// Categories lists the first column, and the one behind the last, of every
// category whose levels are columns of features: of a row that has the category,
// the highest of these cells tells the level.
func (m Modality) Categories() [][2]int {
	var found [][2]int
	for j := 0; j < len(m.Fields); {
		end := j + 1
		for end < len(m.Fields) && m.Fields[j].Kind == Level && m.Fields[end].Kind == Level && m.Fields[end].Of == m.Fields[j].Of {
			end++
		}
		if m.Fields[j].Kind == Level {
			found = append(found, [2]int{j, end})
		}
		j = end
	}
	return found
}

// Format writes a cell as people wrote it. A number that was not observed is
// brought to a value that the column can have: a whole number, a level, a day.
// NaN is the empty string.
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
		return f.date(x)
	case Whole:
		x = math.Round(x)
	}
	sign := ""
	if x < 0 {
		sign = "-"
	}
	return sign + f.Prefix + f.digits(math.Abs(x)) + f.Suffix
}

// digits writes a number that is not negative, without an exponent as long as
// people would.
func (f Field) digits(x float64) string {
	if x >= 1e21 || x != 0 && x < 1e-7 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if x >= 1<<53 && s != strconv.FormatFloat(x, 'f', 0, 64) {
		// As digits, it would claim to be known to the last one.
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	whole, behind, _ := strings.Cut(s, ".")
	if f.Decimals > len(behind) { // never fewer digits than the number has: what was observed stays
		s = whole + "." + behind + strings.Repeat("0", f.Decimals-len(behind))
	}
	return strings.Repeat("0", max(0, f.Width-len(whole))) + s
}

// mostDays is how far from its epoch a date is written: further, years no
// longer have four digits.
const mostDays = 3_000_000

// date writes days since the epoch, rounded to the finest unit of the layout.
func (f Field) date(days float64) string {
	days = min(max(days, -mostDays), mostDays)
	unit := f.finest()
	whole := math.Floor(days)
	rest := time.Duration(math.Round((days-whole)*float64(24*time.Hour)/float64(unit))) * unit
	return f.Epoch.AddDate(0, 0, int(whole)).Add(rest).Format(f.Layout)
}

// finest returns the smallest step of time that the layout shows, a day at
// most.
func (f Field) finest() time.Duration {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, unit := range []time.Duration{time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour} {
		if start.Add(unit).Format(f.Layout) != start.Format(f.Layout) {
			return unit
		}
	}
	return 24 * time.Hour
}

// check reports levels in which Level could not find a word.
func (f Field) check() error {
	if f.Kind != Category {
		return nil
	}
	for k := 1; k < len(f.Levels); k++ {
		if f.Levels[k-1] >= f.Levels[k] {
			return say.Errorf("level %q stands before %q", f.Levels[k-1], f.Levels[k])
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
