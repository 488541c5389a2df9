package format

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"lacuna/dataset"
)

// part is one modality as its reader found it: rows of its own, in an order
// of its own.
type part struct {
	modality dataset.Modality
	ids      []string
	lines    []int // line of each row in modality.Source, or nil
	numbers  dataset.Matrix
	texts    []string        // per row, or nil
	files    []string        // per row, or nil
	causes   []dataset.Cause // per row
	problems []dataset.Problem
}

// maxLevels is the most values that a column of words may have to be turned
// into columns of zeros and ones.
const maxLevels = 50

// tablePart reads the given columns of a sheet as one modality of numbers.
// Columns of words become one 0/1 column per word, "column=word"; one lone
// column of sentences becomes a text modality.
func tablePart(ctx context.Context, s *sheet, name string, columns []int, workers int) (*part, error) {
	p := &part{modality: dataset.Modality{Name: name, Kind: dataset.Table, Source: s.file}}
	for _, r := range s.rows {
		p.lines = append(p.lines, r.line)
	}
	before := len(s.problems)
	numbers, scans, err := s.numbers(ctx, columns, workers)
	if err != nil {
		return nil, err
	}
	cells := wordColumns(s, columns, scans)
	if len(columns) == 1 && cells[0] != nil && isProse(cells[0]) {
		p.setText(cells[0])
		return p, nil
	}
	b := blockBuilder{sheet: s, numbers: numbers}
	for k, j := range columns {
		b.add(k, s.names[j], scans[k], cells[k])
	}
	p.modality.Columns, p.numbers = b.finish()
	p.causes = rowCauses(p.numbers)
	p.problems = append(p.problems, s.problems[before:]...)
	s.problems = s.problems[:before]
	p.problems = append(p.problems, suspects(s.file, p.modality.Columns, p.numbers)...)
	return p, nil
}

// wordColumns returns the cells of the columns that hold words, nil for the
// others.
func wordColumns(s *sheet, columns []int, scans []columnScan) [][]string {
	cells := make([][]string, len(columns))
	var words []int
	for k, j := range columns {
		if scans[k].isText() {
			words = append(words, j)
		}
	}
	if len(words) == 0 {
		return cells
	}
	texts := s.texts(words)
	for k := range columns {
		if scans[k].isText() {
			cells[k], texts = texts[0], texts[1:]
		}
	}
	return cells
}

func (p *part) setText(cells []string) {
	p.modality.Kind = dataset.Text
	p.texts = cells
	p.causes = make([]dataset.Cause, len(cells))
	for i, c := range cells {
		if c == "" {
			p.causes[i] = dataset.Null
		}
	}
}

// isProse says whether the cells read like sentences: three words or more on
// average, and more different ones than a category has.
func isProse(cells []string) bool {
	words, filled, levels := 0, 0, map[string]bool{}
	for _, c := range cells {
		if c == "" {
			continue
		}
		words += len(strings.Fields(c))
		filled++
		levels[c] = true
	}
	return words >= 3*filled && (len(levels) > maxLevels || 2*len(levels) > filled)
}

// rowCauses finds the rows in which no cell has a value.
func rowCauses(m dataset.Matrix) []dataset.Cause {
	causes := make([]dataset.Cause, m.Rows)
	for i := range causes {
		if !slices.ContainsFunc(m.Row(i), func(x float64) bool { return !math.IsNaN(x) }) {
			causes[i] = dataset.AllNaN
		}
	}
	return causes
}

// blockBuilder collects the columns of a modality from those of a sheet.
type blockBuilder struct {
	sheet   *sheet
	numbers dataset.Matrix
	columns []builtColumn
	words   bool // some column is not taken as it is
}

// builtColumn is column k of the sheet's numbers, or the 0/1 column of a word.
type builtColumn struct {
	name   string
	k      int
	levels []string // the cells of a column of words; nil for numbers
	word   string
}

// add takes a column, which is column k of the numbers or holds words.
func (b *blockBuilder) add(k int, name string, scan columnScan, cells []string) {
	if cells == nil {
		b.sheet.oddCells(name, scan)
		b.columns = append(b.columns, builtColumn{name: name, k: k})
		return
	}
	b.words = true
	counts := map[string]int{}
	for _, c := range cells {
		if !missingText(c) {
			counts[c]++
		}
	}
	if len(counts) > maxLevels {
		b.sheet.problem(scan.textLine, name, fmt.Sprintf("the column holds words, such as %q, with %d different values", scan.text, len(counts)),
			fmt.Sprintf("the column is left out; up to %d values become columns of zeros and ones", maxLevels))
		return
	}
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		b.columns = append(b.columns, builtColumn{name: name + "=" + word, levels: cells, word: word})
	}
}

func (b *blockBuilder) finish() ([]string, dataset.Matrix) {
	names := make([]string, len(b.columns))
	for c, col := range b.columns {
		names[c] = col.name
	}
	if !b.words {
		return names, b.numbers
	}
	out := dataset.NewMatrix(b.numbers.Rows, len(b.columns))
	for i := range out.Rows {
		row, from := out.Row(i), b.numbers.Row(i)
		for c, col := range b.columns {
			row[c] = col.value(i, from)
		}
	}
	return names, out
}

func (c builtColumn) value(i int, from []float64) float64 {
	switch {
	case c.levels == nil:
		return from[c.k]
	case missingText(c.levels[i]):
		return math.NaN()
	case c.levels[i] == c.word:
		return 1
	}
	return 0
}

// duplicates returns an error that lists the ids that occur twice, with their
// lines.
func duplicates(file string, ids []string, lines []int) error {
	first := make(map[string]int, len(ids))
	again := map[string][]int{}
	for i, id := range ids {
		if f, ok := first[id]; !ok {
			first[id] = i
		} else {
			if again[id] == nil {
				again[id] = []int{f}
			}
			again[id] = append(again[id], i)
		}
	}
	if len(again) == 0 {
		return nil
	}
	twice := slices.SortedFunc(maps.Keys(again), func(a, b string) int { return cmp.Compare(again[a][0], again[b][0]) })
	var list []string
	for _, id := range twice[:min(len(twice), 5)] {
		list = append(list, fmt.Sprintf("%q (%s)", id, lineList(again[id], lines)))
	}
	if len(twice) > len(list) {
		list = append(list, "…")
	}
	return &dataset.UserError{What: fmt.Sprintf("%s: %s", file, plural(len(twice), "id occurs", "ids occur")+" more than once"),
		Why: strings.Join(list, ", "), Try: "Every record needs one row with an id of its own: remove or rename the others."}
}

func lineList(rows, lines []int) string {
	var b strings.Builder
	for k, i := range rows[:min(len(rows), 5)] {
		switch {
		case lines == nil:
			continue
		case k == 0:
			b.WriteString("lines ")
		default:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, lines[i])
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
