package table

import (
	"slices"
	"sort"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// stack are the cells of several tables under each other.
type stack struct {
	parts   []*Table
	columns [][]int // per part: its column for each of the stack's, −1 for none
	starts  []int   // first row of each part, and the number of all rows
}

// Stack puts tables with the same columns under each other, in their order.
// What a part lacks is empty in its rows.
func Stack(file string, parts []*Table, r Request) *Table {
	s := &stack{parts: parts, starts: []int{0}}
	t := &Table{File: file, cells: s, request: r}
	taken := map[string]bool{}
	for _, p := range parts {
		for _, name := range p.Names {
			if !taken[name] {
				taken[name] = true
				t.Names = append(t.Names, name)
			}
		}
		t.Problems = append(t.Problems, p.Problems...)
		s.starts = append(s.starts, s.rows()+p.Rows())
	}
	for _, p := range parts {
		own := make(map[string]int, len(p.Names))
		for j, name := range p.Names {
			own[name] = j + 1
		}
		columns := make([]int, len(t.Names))
		for j, name := range t.Names {
			columns[j] = own[name] - 1
		}
		s.columns = append(s.columns, columns)
	}
	t.Import = dataset.FileImport{Why: []string{say.Mark("the tables have the same columns")}}
	return t
}

func (s *stack) rows() int { return s.starts[len(s.starts)-1] }

func (s *stack) err() error {
	for _, p := range s.parts {
		if err := p.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (s *stack) line(row int) int {
	k := sort.SearchInts(s.starts[1:], row+1)
	return s.parts[k].Line(row - s.starts[k])
}

func (s *stack) texts(columns []int) [][]string {
	out := make([][]string, len(columns))
	for k := range out {
		out[k] = make([]string, s.rows())
	}
	for p, part := range s.parts {
		var there, theirs []int
		for k, j := range columns {
			if own := s.columns[p][j]; own >= 0 {
				there, theirs = append(there, k), append(theirs, own)
			}
		}
		for k, cells := range part.Texts(theirs...) {
			copy(out[there[k]][s.starts[p]:], cells)
		}
	}
	return out
}

// changed are the cells of a table of which one column has been replaced.
type changed struct {
	cells
	column int
	by     []string
}

// With returns the table with other cells in one column.
func (t *Table) With(column int, by []string) *Table {
	twin := *t
	twin.cells = &changed{cells: t.cells, column: column, by: by}
	return &twin
}

func (c *changed) texts(columns []int) [][]string {
	out := slices.Clone(c.cells.texts(columns))
	for k, j := range columns {
		if j == c.column {
			out[k] = c.by
		}
	}
	return out
}
