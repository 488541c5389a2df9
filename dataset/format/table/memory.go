package table

import (
	"context"

	"lacuna/dataset"
)

// memory are cells that came as strings: from JSON, Parquet, a workbook.
type memory struct {
	columns [][]string
	count   int
	lines   []int // per row, or nil
}

func (m *memory) rows() int { return m.count }

func (m *memory) err() error { return nil }

func (m *memory) line(row int) int {
	if m.lines == nil {
		return 0
	}
	return m.lines[row]
}

func (m *memory) texts(columns []int) [][]string {
	out := make([][]string, len(columns))
	for k, j := range columns {
		out[k] = m.columns[j]
	}
	return out
}

// New makes a table of cells in memory, one slice per column, all of one
// length. It keeps the slices and trims their cells. Where the context ends, the
// decimal mark is not decided.
func New(ctx context.Context, file string, names []string, columns [][]string, r Request) *Table {
	m := &memory{columns: columns}
	for _, cells := range columns {
		m.count = len(cells)
		for i, c := range cells {
			cells[i] = trim(c)
		}
	}
	t := &Table{File: file, Import: dataset.FileImport{}, cells: m, request: r}
	t.Names, t.Problems = cleanNames(file, names)
	t.decideDecimal(ctx, "")
	return t
}

// at gives each row the line of the file that it stands in.
func (t *Table) at(lines []int) *Table {
	t.cells.(*memory).lines = lines
	return t
}
