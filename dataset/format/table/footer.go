package table

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Notes below a table have several words, and fewer cells than it has columns or
// none but the first.
const (
	mostNotes = 10  // lines at the end
	leastRows = 3   // that a table has beside them, and columns
	noteRows  = 100 // rows above that they are held against
)

// dropFooter drops the notes at the end, which are no rows.
func (o *opening) dropFooter() {
	if !o.header || o.d.width < leastRows || o.d.rows() < leastRows {
		return
	}
	all, n, shorts := o.d.rows(), 0, 0
	rows := UpTo(all)[max(0, all-noteRows-mostNotes):]
	by, w := o.d.pick([]int{0}, rows)[0], o.d.window()
	defer w.close()
	for n < mostNotes && n < len(rows)-leastRows {
		at := len(rows) - 1 - n
		row := w.row(rows[at])
		short := o.d.count(row, o.d.spans[rows[at]].quoted) < o.d.width && isSentence(string(row)) && unlike(by[at], by[:at])
		if !short && !(o.d.alone(row, by[at]) && isNote(by[at], by[:rowsAbove(len(rows))])) {
			break
		}
		n++
		if short {
			shorts++
		}
	}
	if n == 0 {
		return
	}
	line := o.t.Line(all - n)
	o.t.Problems = slices.DeleteFunc(o.t.Problems, func(p dataset.Problem) bool {
		return shorts > 0 && strings.HasPrefix(p.What, say.KeptCount(shorts, "line has fewer cells", "lines have fewer cells"))
	})
	o.problem(line, "", fmt.Sprintf("%s: %q", say.KeptCount(n, "line at the end is no row", "lines at the end are no rows"), shorten(strings.Trim(string(trimBytes(w.row(all-n))), string(o.d.delim)))), say.Mark("left out"))
	o.d.spans = o.d.spans[:all-n]
	for k := len(o.d.jumps) - 1; k > 0 && o.d.jumps[k].row >= all-n; k-- {
		o.d.jumps = o.d.jumps[:k]
	}
}

// alone says whether a line has no cell but the first: nothing follows it but
// signs between cells.
func (d *delimited) alone(line []byte, first string) bool {
	rest := bytes.TrimRight(trimBytes(line), string(d.delim)+" \"")
	return first != "" && !bytes.ContainsRune(bytes.TrimPrefix(bytes.TrimLeft(rest, " \""), []byte(first)), rune(d.delim))
}

// footer counts the notes at the end of the rows of a sheet.
func (g *grid) footer(rows [][]string) int {
	rows = rows[max(0, len(rows)-noteRows-mostNotes):]
	var above []string
	for _, row := range rows[:rowsAbove(len(rows))] {
		above = append(above, firstOf(row))
	}
	n := 0
	for n < mostNotes && n < len(rows)-leastRows {
		row := rows[len(rows)-1-n]
		if filledIn(row) != 1 || !isNote(firstOf(row), above) {
			break
		}
		n++
	}
	return n
}

// rowsAbove counts the rows that are surely above all notes.
func rowsAbove(rows int) int { return min(rows, max(leastRows, rows-mostNotes)) }

// firstOf is the first cell of a row that holds something.
func firstOf(row []string) string {
	if k := slices.IndexFunc(row, func(c string) bool { return c != "" }); k >= 0 {
		return row[k]
	}
	return ""
}

// isNote says whether the first cell of a line that has no other is several
// words, where the lines above have none such.
func isNote(cell string, above []string) bool {
	return isSentence(cell) && unlike(cell, above) && !slices.ContainsFunc(above, isSentence)
}

// unlike says whether a cell looks like none of those above it.
func unlike(cell string, above []string) bool {
	return !slices.ContainsFunc(above, func(other string) bool { return shape(other) == shape(cell) })
}

// isSentence says whether a line is several words, as notes below tables are.
func isSentence(line string) bool {
	return len(strings.Fields(line)) > 2 && strings.ContainsFunc(line, unicode.IsLetter)
}
