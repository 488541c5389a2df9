package record

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// suspectsOf reports what may stand for missing in all modalities.
func suspectsOf(d dataset.Dataset) []dataset.Problem {
	var problems []dataset.Problem
	for _, b := range d.Blocks {
		problems = append(problems, suspectRows(b, d.IDs)...)
		if b.Modality.Kind == dataset.Table {
			problems = append(problems, suspectCodes(b.Modality.Source, b.Modality.Columns, b.Modality.Fields, b.Cells())...)
		}
	}
	return problems
}

// ends holds the few lowest and highest different values of a column, with how
// often each occurs: enough to see a code that stands apart.
type ends struct {
	low, high end
	n         int
}

// end lists values from the outermost inwards.
type end struct {
	values [mostEnds]float64
	counts [mostEnds]int
	n      int
}

const mostEnds = 5

// add counts a value; sign is 1 for the low end, −1 for the high one, whose
// values are kept negated.
func (e *end) add(x float64) {
	if e.n == mostEnds && x > e.values[mostEnds-1] {
		return
	}
	k := 0
	for k < e.n && e.values[k] < x {
		k++
	}
	if k < e.n && e.values[k] == x {
		e.counts[k]++
		return
	}
	if k == mostEnds {
		return
	}
	e.n = min(e.n+1, mostEnds)
	copy(e.values[k+1:], e.values[k:mostEnds-1])
	copy(e.counts[k+1:], e.counts[k:mostEnds-1])
	e.values[k], e.counts[k] = x, 1
}

// codes is what was suspected of a table: columns and counts by value.
type codes struct {
	columns map[float64][]string
	counts  map[float64]int
}

// suspectCodes reports values that may stand for missing because they repeat
// and stand apart from the rest of their column. They stay as they are: a
// person decides.
func suspectCodes(file string, names []string, fields []dataset.Field, m dataset.Cells) []dataset.Problem {
	found := codes{map[float64][]string{}, map[float64]int{}}
	var problems []dataset.Problem
	for j, e := range endsOf(m) {
		if j < len(fields) && fields[j].Kind == dataset.Category {
			continue
		}
		if j < len(fields) && fields[j].Kind == dataset.Date {
			problems = append(problems, suspectDates(file, names[j], fields[j], append(e.placeholder(fields[j]), apartFrom(m, j, e)...))...)
			continue
		}
		for _, c := range apartFrom(m, j, e) {
			found.columns[c.value] = append(found.columns[c.value], names[j])
			found.counts[c.value] += c.count
		}
	}
	for _, value := range slices.Sorted(maps.Keys(found.columns)) {
		problems = append(problems, found.problem(file, value))
	}
	return problems
}

// suspectDates reports dates that repeat and stand apart, such as 1900-01-01.
func suspectDates(file, name string, field dataset.Field, found []counted) []dataset.Problem {
	var problems []dataset.Problem
	for _, c := range found {
		if c.count > 2 {
			problems = append(problems, dataset.Problem{File: file, Column: name, What: say.Kept("%d dates %s stand apart from the rest and may stand for missing", c.count, field.Format(c.value)),
				Done: say.Kept("kept as dates; --missing '%s=%s' makes them missing", name, field.Format(c.value))})
		}
	}
	return problems
}

// placeholders are the first days of calendars and programs, which stand where a
// date is not known.
var placeholders = []string{"1900-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1901-01-01", "1970-01-01", "1753-01-01", "1800-01-01", "0001-01-01"}

// placeholder returns the first of some dates where it is such a day and further
// from the others than these are from each other. It is the day from which the
// others are counted, of which nothing else can be told.
func (e *ends) placeholder(field dataset.Field) []counted {
	lows, highs := e.low.list(1), e.high.list(-1)
	if len(lows) < 2 || len(highs) == 0 || lows[0].value != 0 || lows[1].value < highs[0].value-lows[1].value || !slices.Contains(placeholders, field.Epoch.Format("2006-01-02")) {
		return nil
	}
	return lows[:1]
}

func (f codes) problem(file string, value float64) dataset.Problem {
	columns, code := f.columns[value], strconv.FormatFloat(value, 'g', -1, 64)
	what := say.Kept("%d values of %s stand apart from the rest and may stand for missing", f.counts[value], code)
	if f.counts[value] == 1 {
		what = say.Kept("one value of %s stands apart from the rest and may stand for missing", code)
	}
	return dataset.Problem{File: file, Column: someOf(columns), What: what, Done: say.Kept("kept as numbers; %s", declares(columns, code))}
}

// declares is the flag that makes a code missing, in one column or, of several
// columns, wherever it stands.
func declares(columns []string, code string) string {
	if len(columns) == 1 {
		return say.Kept("--missing '%s=%s' makes them missing", columns[0], code)
	}
	return say.Kept("--missing %s makes them missing in all columns, --missing '%s=%s' in one", code, columns[0], code)
}

// endsOf looks once at every cell of a table.
func endsOf(m dataset.Cells) []ends {
	_, cols := m.Size()
	list := make([]ends, cols)
	inside := make([][2]float64, cols) // what lies between these is at no end
	for j := range inside {
		inside[j] = [2]float64{math.Inf(1), math.Inf(-1)}
	}
	for _, row := range m.All() {
		for j, x := range row {
			if x > inside[j][0] && x < inside[j][1] {
				list[j].n++
			} else if !math.IsNaN(x) {
				inside[j] = list[j].add(x)
			}
		}
	}
	return list
}

// add counts a value and returns between which values it is enough to count
// further ones.
func (e *ends) add(x float64) (inside [2]float64) {
	e.n++
	e.low.add(x)
	e.high.add(-x)
	if e.low.n < mostEnds || e.high.n < mostEnds {
		return [2]float64{math.Inf(1), math.Inf(-1)}
	}
	return [2]float64{e.low.values[mostEnds-1], -e.high.values[mostEnds-1]}
}

// someOf lists a few names and counts the others.
func someOf(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return say.Kept("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
