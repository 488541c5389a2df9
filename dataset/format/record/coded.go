package record

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/internal/say"
)

// What makes numbers look like codes of categories. Zero and what is negative are
// rather counts and scales.
const (
	fewestCodes, mostCodes = 3, 10
	highestCode            = 99
	leastOfCode            = 5  // cells with each
	mostCoded              = 10 // columns of a table that are named one by one; more are rather one scale
)

// quantityWords are words in the names of what is counted, measured or ranked: such
// numbers have an order or a distance of their own, however few there are.
var quantityWords = set("age count number num no nr n total sum amount size length width height weight volume dose distance time duration delay " +
	"year month week day hour minute score rating rank grade stage level degree quality point star scale index order visit wave position " +
	"children people parity gravida gravidity para siblings anzahl zahl alter jahr monat tag nombre age année mois edad número numero cantidad años")

// ordinary says whether numbers of that name are a quantity: its name says so, or
// it ends in a plural, which is what counts are called.
func ordinary(name string) bool {
	words := layout.NameWords(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	stem, plural := strings.CutSuffix(last, "s")
	if plural && len(last) > 3 && !strings.HasSuffix(stem, "s") && !strings.HasSuffix(stem, "u") && !strings.HasSuffix(stem, "i") {
		return true
	}
	return slices.ContainsFunc(words, func(w string) bool { return quantityWords[w] })
}

// coded reports columns of few whole numbers that may be codes of categories. They
// stay numbers: a person decides.
func (a *assembly) coded() []dataset.Problem {
	var problems []dataset.Problem
	for _, p := range a.parts {
		if p.sheet != nil && p.texts == nil && p.modality.Kind == dataset.Table {
			problems = append(problems, a.codedIn(p)...)
		}
	}
	return problems
}

// codedIn does so for a modality.
func (a *assembly) codedIn(p *part) (problems []dataset.Problem) {
	var columns []int
	for j, column := range p.modality.Columns {
		if !a.decidedKind(p.sheet, p.take[j]) && !ordinary(column) && p.bare(j) {
			columns = append(columns, j)
		}
	}
	found := levelsIn(p.numbers, columns)
	for _, j := range slices.Sorted(maps.Keys(found)) {
		if !found[j].codes() {
			continue
		}
		list, n := found[j].words()
		what := say.Kept("%d different whole numbers (%s) in %d cells may be codes of categories", len(found[j]), list, n)
		problems = append(problems, p.sheet.problem(p.modality.Columns[j], what, say.Kept("kept as numbers; --kind '%s=category' makes them categories (told of %d to %d whole numbers from 1 to %d, each in %d cells or more, not all multiples of one, under a name that counts, measures and ranks nothing)",
			p.sheet.path(p.take[j]), fewestCodes, mostCodes, highestCode, leastOfCode)))
	}
	if len(problems) <= mostCoded {
		return problems
	}
	return []dataset.Problem{p.sheet.problem("", say.Kept("%d columns, such as %s, hold %d to %d different whole numbers from 1 on: codes of categories, or answers on one scale", len(problems), problems[0].Column, fewestCodes, mostCodes),
		say.Mark("kept as numbers; --kind FILE:COLUMN=category makes those of one column categories"))}
}

// decidedKind says whether somebody has said what a column is.
func (a *assembly) decidedKind(s *sheet, j int) bool {
	return slices.ContainsFunc(a.imp.Kinds, func(entry string) bool {
		name := entry[:strings.LastIndexByte(entry, '=')]
		return s.is(j, name) || name == s.File+":"+dataset.AllFeatures
	})
}

// bare says whether a column holds numbers without a unit.
func (p *part) bare(j int) bool {
	if j >= len(p.modality.Fields) {
		return true
	}
	f := p.modality.Fields[j]
	return (f.Kind == dataset.Quantity || f.Kind == dataset.Whole) && f.Prefix == "" && f.Suffix == ""
}

// levels are the whole numbers of a column by how many cells hold each.
type levels map[float64]int

// levelsIn counts the numbers of columns, and forgets columns that cannot be codes
// as soon as a cell says so: mostly in the first rows.
func levelsIn(m dataset.Cells, columns []int) map[int]levels {
	found := map[int]levels{}
	for _, j := range columns {
		found[j] = levels{}
	}
	for _, row := range m.All() {
		columns = slices.DeleteFunc(columns, func(j int) bool {
			x, l := row[j], found[j]
			if math.IsNaN(x) {
				return false
			}
			if l[x]++; x < 1 || x > highestCode || x != math.Trunc(x) || len(l) > mostCodes {
				delete(found, j)
				return true
			}
			return false
		})
		if len(columns) == 0 {
			break
		}
	}
	return found
}

// codes says whether the numbers may be codes.
func (l levels) codes() bool {
	step := 0
	for x, count := range l {
		if count < leastOfCode {
			return false
		}
		step = divisor(step, int(x))
	}
	return len(l) >= fewestCodes && step == 1
}

// words lists the numbers in their order, and counts their cells.
func (l levels) words() (list string, cells int) {
	var words []string
	for _, x := range slices.Sorted(maps.Keys(l)) {
		words = append(words, fmt.Sprint(x))
		cells += l[x]
	}
	return strings.Join(words, ", "), cells
}

// divisor is the greatest that two numbers have in common.
func divisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
