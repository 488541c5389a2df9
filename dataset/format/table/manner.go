package table

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// manner is a way to write something with numbers in it that is not one number.
type manner struct {
	is        func(cell string) bool
	one, many string
	hint      string // how to have numbers
	levels    bool   // as good a category as any word
}

// manners are those that are told apart, the surest first.
var manners = []*manner{
	{isFormulaCell, "formula of a spreadsheet without its value", "formulas of a spreadsheet without their values", "save the sheet with its values to have numbers", false},
	{isLength, "time or length of time", "times or lengths of time", "write hours or minutes as one number to have numbers", false},
	{matches(`^` + somenumber + `\s*(?:[-–—]|to|bis|\.\.+)\s*` + somenumber + `\s*\PL{0,3}$`), "range", "ranges", "write the middle, or both ends in two columns, to have numbers", true},
	{matches(`^[-−]?\d{1,3}\s*[°º]\s*\d{1,2}\s*['′].*$`), "place or angle in degrees and minutes", "places or angles in degrees and minutes", "write degrees with decimals to have numbers", false},
	{matches(`^\d{1,2}\s*(?:['′]|ft\.?|feet)\s*\d{1,2}(?:[.,]\d+)?\s*(?:"|″|''|in\.?|inch(?:es)?)?$`), "length in feet and inches", "lengths in feet and inches", "write inches or centimetres alone to have numbers", false},
	{matches(`(?i)^(?:19|20)\d\d-?w\d{1,2}$`), "week of a year", "weeks of a year", "write the day on which it begins to have dates", true},
	{matches(`^(?:\d+ )?\d+\s*/\s*\d+$`), "fraction or a pair, as of blood pressure", "fractions or pairs, as of blood pressure", "write decimals, or two columns, to have numbers", false},
	{matches(`^[<>]?\s*` + somenumber + `\s*:\s*` + somenumber + `$`), "ratio, titre or time", "ratios, titres or times", "write one number to have numbers", false},
	{isListOfNumbers, "list of numbers", "lists of numbers", "write a column for each to have numbers", false},
	{matches(`(?i)^\d+(?:st|nd|rd|th)$`), "place in an order", "places in an order", "write numbers alone to have numbers", true},
	withUnit,
}

// withUnit is a number with something around it that others of its column lack.
var withUnit = &manner{hasUnit, "number with a unit or sign of its own", "numbers with different units or signs", "write one unit to have numbers", false}

// somenumber is a number in a pattern.
const somenumber = `[-+−]?\d[\d.,]*`

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

// isFormulaCell says whether a spreadsheet wrote a formula where its value was
// to stand.
func isFormulaCell(cell string) bool {
	rest, ok := strings.CutPrefix(cell, "=")
	return ok && len(rest) > 1 && strings.ContainsAny(rest, "0123456789()") && rest[0] != '=' && rest[0] != '"'
}

var (
	clockLength = matches(`^\d{1,4}:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$`)
	wordLength  = matches(`(?i)^(?:\d+(?:[.,]\d+)?\s*(?:y|yr|yrs|years?|m|mo|mos|mths?|months?|w|wks?|weeks?|d|days?|h|hrs?|hours?|min|mins|minutes?|s|sec|secs|seconds?)\.?,?\s*){2,4}$`)
)

// isLength says whether a cell is a length of time such as 26:15:00 or 1h 30m.
func isLength(cell string) bool { return clockLength(cell) || wordLength(cell) }

// isListOfNumbers says whether a cell holds several numbers, in brackets or
// with semicolons or bars between them.
func isListOfNumbers(cell string) bool {
	inside := strings.TrimSpace(cell)
	bracketed := len(inside) > 2 && strings.IndexByte("[({", inside[0]) >= 0 && strings.IndexByte("])}", inside[len(inside)-1]) >= 0
	marks := ";|"
	if bracketed {
		inside, marks = inside[1:len(inside)-1], ";|, "
	}
	items := strings.FieldsFunc(inside, func(r rune) bool { return strings.ContainsRune(marks, r) })
	return len(items) > 1 && !slices.ContainsFunc(items, func(item string) bool { return !numberish(strings.TrimSpace(item)) })
}

// mannerOf returns the first manner that a cell has, or nil.
func mannerOf(cell string) *manner {
	const most = 200
	if len(cell) > most || !strings.ContainsAny(cell, "123456789") {
		return nil
	}
	for _, s := range manners {
		if s.is(cell) {
			return s
		}
	}
	return nil
}

// inManner are the cells of one manner: how many, and the first.
type inManner struct {
	*manner
	misfit
	cells int
}

// String says how many cells have the manner, with an example.
func (s inManner) String() string {
	if s.cells == 1 {
		return say.Kept("1 cell is a %s, such as %q", s.one, shorten(s.cell))
	}
	return say.Kept("%d cells are %s, such as %q", s.cells, s.many, shorten(s.cell))
}

// mannersOf counts the manners of some cells, the most frequent first, and
// returns the cells without any.
func mannersOf(list []misfit) (found []inManner, other []misfit) {
	by := map[*manner]*inManner{}
	for _, m := range list {
		k := mannerOf(m.cell)
		if k == nil {
			other = append(other, m)
			continue
		}
		s := by[k]
		if s == nil {
			s = &inManner{manner: k, misfit: m}
			by[k] = s
		}
		if s.cells += m.n; byRow(m, s.misfit) < 0 {
			s.misfit = m
		}
	}
	for _, k := range manners {
		if s := by[k]; s != nil {
			found = append(found, *s)
		}
	}
	slices.SortStableFunc(found, func(a, b inManner) int { return cmp.Compare(b.cells, a.cells) })
	return found, other
}

// numbersInWords finds out whether the words of a column hold numbers: most of
// its cells are numbers or one of the manners, and the column is neither ids nor
// texts.
func (c *typing) numbersInWords() []inManner {
	words, filled := c.wordTotals()
	if words == 0 {
		return nil
	}
	some := c.firstWords()
	n := 0
	for _, w := range some {
		if mannerOf(w) != nil || numberish(w) {
			n++
		}
	}
	if 2*n <= len(some) {
		return nil
	}
	var list []misfit
	for w, n := range c.scan.words.of {
		if !c.codes.isMissing(w) && !missingInNumbers(w) {
			list = append(list, misfit{w, n})
		}
	}
	found, _ := mannersOf(list)
	cells := 0
	for _, s := range found {
		cells += s.cells
	}
	if cells == 0 || 2*(cells+c.scan.plain) <= filled+c.scan.plain {
		return nil
	}
	return found
}

// sayManners tells of a column of words what numbers they hold. Levels of a
// category that are ranges alone are what they seem.
func (c *typing) sayManners(kind dataset.ColumnKind) {
	if len(c.manners) == 0 || c.given.Kind != "" || kind == dataset.CategoryColumn && len(c.manners) == 1 && c.manners[0].levels && c.scan.plain == 0 {
		return
	}
	first := c.manners[0]
	list := []string{first.String()}
	for _, s := range c.manners[1:] {
		list = append(list, say.Kept("%s, such as %q", say.KeptCount(s.cells, s.one, s.many), shorten(s.cell)))
	}
	if n := c.scan.plain; n > 0 {
		list = append(list, say.KeptCount(n, "number", "numbers"))
	}
	what := strings.Join(list, "; ")
	if slices.ContainsFunc(c.manners, func(s inManner) bool { return s.manner == withUnit }) {
		what = say.Kept("%s; around them stand %s", what, c.kindsOf(c.groups()))
	}
	if kind == dataset.WordsColumn {
		c.column.Odd = &dataset.Problem{File: c.table.File, Row: c.table.Line(first.row), Column: c.column.Name, What: what, Done: first.hint}
		return
	}
	c.problem(first.row, what, say.Kept("kept as words; %s", first.hint))
}
