package format

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
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
	absent   dataset.Cause   // of records without a row; zero means NoRow
	problems []dataset.Problem
}

// maxLevels is the most values that a column of words may have to be turned
// into columns of zeros and ones.
const maxLevels = 50

// scanned are some columns of a sheet, read.
type scanned struct {
	sheet   *sheet
	columns []int
	numbers dataset.Matrix // rows × columns
	scans   []columnScan
	words   [][]string // per column: the cells, where they are words
}

// scan reads columns of a sheet: as numbers and, where they are none, as words.
func (s *sheet) scan(ctx context.Context, columns []int, workers int) (*scanned, error) {
	numbers, scans, err := s.numbers(ctx, columns, workers)
	if err != nil {
		return nil, err
	}
	x := &scanned{sheet: s, columns: columns, numbers: numbers, scans: scans, words: make([][]string, len(columns))}
	var of, from []int
	for k, j := range columns {
		if scans[k].isText() {
			of, from = append(of, k), append(from, j)
		}
	}
	if len(of) > 0 {
		for n, cells := range s.texts(from) {
			x.words[of[n]] = cells
		}
	}
	return x, nil
}

// part makes a modality of some of the scanned columns, whose names lose
// their first cut bytes; kind is what it is said to be, or "". Columns of words
// become one 0/1 column per word, "column=word"; one lone column of sentences
// becomes a text modality.
func (x *scanned) part(name string, take []int, cut int, kind dataset.Kind) *part {
	s := x.sheet
	p := &part{modality: dataset.Modality{Name: name, Kind: dataset.Table, Source: s.file}, ids: s.ids, lines: s.lines()}
	if len(take) == 1 && (kind == dataset.Text || kind == "" && x.words[take[0]] != nil && isProse(x.words[take[0]])) {
		p.setText(s.text(x.columns[take[0]]))
		return p
	}
	before := len(s.problems)
	b := blockBuilder{sheet: s, numbers: x.numbers, copied: len(take) < len(x.columns)}
	for _, k := range take {
		b.add(k, s.names[x.columns[k]][cut:], x.scans[k], x.words[k])
	}
	p.modality.Columns, p.numbers = b.finish()
	p.causes = rowCauses(p.numbers)
	p.problems = append(slices.Clone(s.problems[before:]), suspects(s.file, p.modality.Columns, p.numbers)...)
	s.problems = s.problems[:before]
	return p
}

// empty says whether no column was left to read.
func (p *part) empty() bool { return len(p.modality.Columns) == 0 && p.texts == nil }

func (p *part) setText(cells []string) {
	p.modality.Kind = dataset.Text
	p.texts, p.numbers = cells, dataset.NewMatrix(len(cells), 0)
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
	copied  bool // the numbers cannot be taken as they are
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
	b.copied = true
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
	b.sayNumbers(name, counts)
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		b.columns = append(b.columns, builtColumn{name: name + "=" + word, levels: cells, word: word})
	}
}

// sayNumbers tells that most of what is taken for words reads as numbers: some
// word among them is probably a way to say that the number is missing.
func (b *blockBuilder) sayNumbers(name string, counts map[string]int) {
	numbers, all, word := 0, 0, ""
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		all += counts[w]
		if _, err := strconv.ParseFloat(w, 64); err == nil {
			numbers += counts[w]
		} else if word == "" || counts[w] > counts[word] {
			word = w
		}
	}
	if 2*numbers > all && numbers < all {
		b.sheet.problem(0, name, fmt.Sprintf("%d of %d cells are numbers, the others words such as %q", numbers, all, word),
			fmt.Sprintf("every value became a column of zeros and ones, %d in all; to have numbers, leave those cells empty", len(counts)))
	}
}

func (b *blockBuilder) finish() ([]string, dataset.Matrix) {
	names := make([]string, len(b.columns))
	for c, col := range b.columns {
		names[c] = col.name
	}
	if !b.copied {
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
		list = append(list, fmt.Sprintf("%q%s", id, lineList(again[id], lines)))
	}
	if len(twice) > len(list) {
		list = append(list, "…")
	}
	return &dataset.UserError{What: fmt.Sprintf("%s: %s", file, plural(len(twice), "id occurs", "ids occur")+" more than once"),
		Why: strings.Join(list, ", "), Try: "Every record needs one row with an id of its own: remove or rename the others."}
}

// lineList writes the lines of some rows: " (lines 3, 9)".
func lineList(rows, lines []int) string {
	if lines == nil {
		return ""
	}
	const most = 5
	var list []string
	for _, i := range rows[:min(len(rows), most)] {
		list = append(list, strconv.Itoa(lines[i]))
	}
	return " (lines " + strings.Join(list, ", ") + ")"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
