package table

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// grid are the cells of a sheet, row by row, without rows that are empty.
type grid struct {
	sheet string
	rows  [][]string
	lines []int
	seen  []bool // columns with a cell
}

func (g *grid) add(cells []string, line int) {
	some := false
	for i, c := range cells {
		if cells[i] = trim(c); cells[i] == "" {
			continue
		}
		some = true
		for len(g.seen) <= i {
			g.seen = append(g.seen, false)
		}
		g.seen[i] = true
	}
	if some {
		g.rows, g.lines = append(g.rows, cells), append(g.lines, line)
	}
}

func filledIn(cells []string) (n int) {
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// table makes a table of the cells: titles above the header go, and columns
// without any cell.
func (g *grid) table(ctx context.Context, file string, r Request) *Table {
	titles := g.titles()
	rows, lines := g.rows[titles:], g.lines[titles:]
	var problems []dataset.Problem
	if titles > 0 {
		problems = append(problems, dataset.Problem{File: file, Row: g.lines[0],
			What: say.Kept("%s above the header: %s", say.KeptCount(titles, "line stands", "lines stand"), some(words(g.rows[:titles]))), Done: say.Mark("left out")})
	}
	header, decided := rows[0], "first"
	if headed, why := hasHeader(rows, r.File.Header); headed {
		rows, lines = rows[1:], lines[1:]
	} else {
		header, decided = nil, "none"
		problems = append(problems, dataset.Problem{File: file, Row: lines[0], What: say.Kept("the sheet has no header%s", why), Done: say.Mark("columns are called after their places")})
	}
	if n := g.footer(rows); n > 0 && header != nil && len(g.seen) >= leastRows {
		at := len(rows) - n
		problems = append(problems, dataset.Problem{File: file, Row: lines[at], What: say.KeptCount(n, "line at the end is no row", "lines at the end are no rows") + ": " + some(words(rows[at:])), Done: say.Mark("left out")})
		rows, lines = rows[:at], lines[:at]
	}
	var names []string
	var columns [][]string
	for k, used := range g.seen {
		if !used {
			continue
		}
		cells := make([]string, len(rows))
		for i, row := range rows {
			if k < len(row) {
				cells[i] = row[k]
			}
		}
		name := fmt.Sprintf("c%d", len(names)+1)
		if header != nil {
			name = ""
			if k < len(header) {
				name = header[k]
			}
		}
		if header != nil && name == "" && filledIn(cells) == 0 {
			continue
		}
		shortenTimes(cells)
		if p, ok := commasToPoints(cells); ok {
			p.File, p.Column = file, name
			problems = append(problems, p)
		}
		names, columns = append(names, name), append(columns, cells)
	}
	t := New(ctx, file, names, columns, r.pointed()).at(lines)
	t.Import.Header = decided
	t.Problems = append(problems, t.Problems...)
	return t
}

// titles counts the rows of one cell above the first of several.
func (g *grid) titles() int {
	for i, row := range g.rows {
		if filledIn(row) > 1 {
			return i
		}
	}
	return 0
}

func words(rows [][]string) []string {
	var out []string
	for _, row := range rows {
		for _, c := range row {
			if c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// commaNumber is a number that was typed as text, with a decimal comma.
var commaNumber = regexp.MustCompile(`^[-+]?\d+,\d+$`)

// commasToPoints changes numbers that stand as text in a sheet, with a decimal
// comma, to what numbers look like there. Where all have three digits behind
// the comma, it may separate thousands and stays.
func commasToPoints(cells []string) (dataset.Problem, bool) {
	n, first, decimal := 0, "", false
	for _, c := range cells {
		if commaNumber.MatchString(c) {
			if n++; n == 1 {
				first = c
			}
			decimal = decimal || len(c)-strings.IndexByte(c, ',') != 4
		}
	}
	if !decimal || !mostlyNumbers(cells) {
		return dataset.Problem{}, false
	}
	for i, c := range cells {
		if commaNumber.MatchString(c) {
			cells[i] = strings.Replace(c, ",", ".", 1)
		}
	}
	return dataset.Problem{What: say.Kept("%s as text with a comma, such as %s", say.KeptCount(n, "cell holds a number", "cells hold numbers"), first), Done: say.Mark("the comma is read as decimal")}, true
}

// mostlyNumbers says whether most cells with a value are numbers.
func mostlyNumbers(cells []string) bool {
	n := 0
	for _, c := range cells {
		if numberish(c) || commaNumber.MatchString(c) {
			n++
		}
	}
	return 2*n > filledIn(cells)
}

// headerSample is how many rows tell whether the first holds names.
const headerSample = 200

// hasHeader says whether the first row holds names.
func hasHeader(rows [][]string, decided string) (headed bool, why string) {
	switch decided {
	case "first":
		return true, ""
	case "none":
		return false, say.Mark(", as is decided")
	}
	headed, _, why = looksHeader(rows[0], rows[1:min(len(rows), headerSample)])
	return headed, ": " + why
}
