package vm

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Grid is the table of a figure as it is read on a screen: what is asked for
// first leads, intervals are one column, numbers are short. Files keep the
// columns and digits of the figure's own table.
type Grid struct {
	Header  []string
	Rows    [][]string
	Context [][2]string // what holds for every number

	exact [][]string // the rows with all digits
	from  []int      // the place of each row before it was sorted
}

// NewGrid makes the grid of plain rows.
func NewGrid(header []string, rows [][]string) Grid {
	g := Grid{Header: header, Rows: rows, exact: rows}
	for i := range rows {
		g.from = append(g.from, i)
	}
	return g
}

// Place is where a row stood before the grid was sorted; -1 where there is none.
func (g Grid) Place(row int) int {
	if row < 0 || row >= len(g.from) {
		return -1
	}
	return g.from[row]
}

// leading are the columns that come first in a table of strata, by the names
// that files have for them.
var leading = []string{"title", "method", "a", "b", "value", "difference", intervalColumn, "n_test", "n_dev", "n"}

// intervalColumn joins the two ends of an interval, which are of no use apart.
const intervalColumn = "95 % interval"

// GridOf makes the grid of a figure's table.
func GridOf(t canvas.Table) Grid {
	g := Grid{Context: t.Context}
	low, high := slices.Index(t.Header, "ci95_low"), slices.Index(t.Header, "ci95_high")
	order := columnsOf(t.Header, low, high)
	for _, column := range order {
		g.Header = append(g.Header, headOf(t, column))
	}
	for i, row := range t.Rows {
		var exact, short []string
		for _, column := range order {
			if column < 0 {
				exact = append(exact, interval(row[low], row[high]))
				short = append(short, interval(readable(row[low]), readable(row[high])))
				continue
			}
			exact, short = append(exact, row[column]), append(short, readable(row[column]))
		}
		g.exact, g.Rows, g.from = append(g.exact, exact), append(g.Rows, short), append(g.from, i)
	}
	return g
}

// columnsOf orders the columns of a table; −1 is the interval.
func columnsOf(header []string, low, high int) []int {
	var order []int
	joined := low >= 0 && high >= 0
	add := func(column int) {
		if !slices.Contains(order, column) && (!joined || column != low && column != high) {
			order = append(order, column)
		}
	}
	for _, name := range leading {
		switch column := slices.Index(header, name); {
		case !slices.Contains(header, "title"): // no table of strata
		case column >= 0:
			add(column)
		case name == intervalColumn && joined:
			order = append(order, -1)
		}
	}
	for column := range header {
		if joined && column == low && !slices.Contains(order, -1) {
			order = append(order, -1)
		}
		add(column)
	}
	return order
}

// headOf names a column for people.
func headOf(t canvas.Table, column int) string {
	switch {
	case column < 0:
		return say.Text(intervalColumn)
	case slices.Contains(t.Names, column):
		return t.Header[column]
	case t.Header[column] == "title":
		return say.Text("stratum")
	case t.Header[column] == "stratum":
		return say.Text("name of the stratum")
	}
	return strings.ReplaceAll(say.Again(t.Header[column]), "_", " ")
}

func interval(low, high string) string {
	if low == "" || high == "" {
		return ""
	}
	return say.Form("%s to %s", low, high)
}

// readable shortens a number to what is read on a screen.
func readable(cell string) string {
	if x, err := strconv.ParseFloat(cell, 64); err == nil && len(cell) > 6 && strings.Contains(cell, ".") {
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	return cell
}

// Sorted returns the grid in the order of a column, rising or falling: numbers
// by their size, empty cells at the end. A negative column is the order of the
// figure.
func (g Grid) Sorted(column int, falling bool) Grid {
	order := make([]int, len(g.Rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if column < 0 {
			return cmp.Compare(g.from[i], g.from[j])
		}
		a, b := g.exact[i][column], g.exact[j][column]
		if a == "" || b == "" {
			return cmp.Compare(len(b), len(a)) * min(1, len(a)+len(b))
		}
		if falling {
			a, b = b, a
		}
		return compareCells(a, b)
	})
	out := Grid{Header: g.Header, Context: g.Context}
	for _, i := range order {
		out.Rows, out.exact, out.from = append(out.Rows, g.Rows[i]), append(out.exact, g.exact[i]), append(out.from, g.from[i])
	}
	return out
}

// compareCells compares what cells begin with as numbers, where both do.
func compareCells(a, b string) int {
	x, y := leadingNumber(a), leadingNumber(b)
	if math.IsNaN(x) || math.IsNaN(y) {
		return strings.Compare(a, b)
	}
	return cmp.Compare(x, y)
}

func leadingNumber(cell string) float64 {
	first, _, _ := strings.Cut(cell, " ")
	x, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// Cell is one number, with all digits, and what it is about, for the clipboard.
func (g Grid) Cell(row, column int) string {
	if row < 0 || row >= len(g.exact) || column < 0 || column >= len(g.Header) {
		return ""
	}
	var about []string
	for k, name := range g.Header {
		if k != column && g.exact[row][k] != "" {
			about = append(about, name+": "+g.exact[row][k])
		}
	}
	for _, c := range g.Context {
		if c[1] != "" {
			about = append(about, say.Text(c[0])+": "+c[1])
		}
	}
	return g.Header[column] + " = " + g.exact[row][column] + " (" + strings.Join(about, "; ") + ")"
}

// Row is one row under the header, with the context below it, for a spreadsheet.
func (g Grid) Row(row int) string {
	if row < 0 || row >= len(g.exact) {
		return ""
	}
	return g.text(g.exact[row : row+1])
}

// All is the whole table likewise, in the order in which it is shown.
func (g Grid) All() string { return g.text(g.exact) }

func (g Grid) text(rows [][]string) string {
	var b strings.Builder
	for _, row := range slices.Concat([][]string{g.Header}, rows) {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	for _, c := range g.Context {
		if c[1] != "" {
			b.WriteString(say.Text(c[0]) + "\t" + c[1] + "\n")
		}
	}
	return b.String()
}
