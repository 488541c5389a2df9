package table

import (
	"slices"
	"strconv"
	"strings"
)

// IsFormula says whether a spreadsheet would compute a cell rather than show
// it. Such cells are written with an apostrophe before them; so that taking it
// away is exact, a cell with apostrophes before such a beginning counts, too. A
// number is no formula, with a unit or without.
func IsFormula(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	if rest == "" || !strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return false
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return false
	}
	signed := cell[0] == '-' || cell[0] == '+'
	return !signed || strings.Trim(cell[1:], "0123456789., %$€£¥\u00a0") != "" || strings.Trim(cell[1:], "., %") == ""
}

// WithoutApostrophes returns a table of a folder that this program wrote
// without the apostrophes before cells that spreadsheets take for formulas.
func (t *Table) WithoutApostrophes() *Table {
	twin := *t
	twin.Names = withoutApostrophes(t.Names)
	twin.cells = &unguarded{t.cells}
	return &twin
}

// unguarded are cells without such apostrophes.
type unguarded struct{ cells }

func (u *unguarded) texts(columns []int) [][]string {
	out := slices.Clone(u.cells.texts(columns))
	for k, list := range out {
		if slices.ContainsFunc(list, isGuarded) {
			out[k] = withoutApostrophes(list)
		}
	}
	return out
}

func isGuarded(cell string) bool {
	rest, ok := strings.CutPrefix(cell, "'")
	return ok && IsFormula(rest)
}

// withoutApostrophes returns a copy of a list of cells.
func withoutApostrophes(list []string) []string {
	out := slices.Clone(list)
	for k, cell := range out {
		if isGuarded(cell) {
			out[k] = cell[1:]
		}
	}
	return out
}
