package table

// visitor takes cells: those that are plain numbers with the decimal mark of
// their column, and all others, trimmed; k is the place of the column in the
// list.
type visitor interface {
	number(row, k int, x float64, n, decimals int)
	cell(row, k int, cell []byte)
}

// source hands out the cells of some columns.
type source struct {
	d      *delimited // or nil
	target []int32
	texts  [][]string // where there is no text to cut
}

func (t *Table) source(columns []int) source {
	if d, ok := t.cells.(*delimited); ok {
		return source{d: d, target: d.targets(columns)}
	}
	return source{texts: t.cells.texts(columns)}
}

// each hands over every cell of some rows; what a short row lacks is empty.
// Where the mark of a column is 0, no cell of it is taken for a number. A
// number with zeros in front is no plain one.
func (s *source) each(from, to int, marks []byte, v visitor) error {
	if s.d != nil {
		w := s.d.window()
		defer w.close()
		for i := from; i < to && w.goesOn(i); i++ {
			s.row(w, i, marks, v)
		}
		return s.d.err()
	}
	var cell []byte
	for k, texts := range s.texts {
		for i := from; i < to; i++ {
			cell = append(cell[:0], texts[i]...)
			if x, n, decimals := plainNumber(cell, marks[k]); n > 0 && n == len(cell) && marks[k] != 0 && !zeroFirst(cell, n, decimals) {
				v.number(i, k, x, n, decimals)
			} else {
				v.cell(i, k, cell)
			}
		}
	}
	return nil
}

// row cuts one row. Numbers are read on the way, without looking for their end
// first.
func (s *source) row(w *window, i int, marks []byte, v visitor) {
	d, rest, quoted := s.d, w.row(i), s.d.spans[i].quoted
	for j, k := range s.target {
		n := 0
		if k >= 0 && marks[k] != 0 && !(d.rest && j == d.width-1) {
			x, digits, decimals := plainNumber(rest, marks[k])
			if digits > 0 && (digits == len(rest) || rest[digits] == d.delim) && !zeroFirst(rest, digits, decimals) {
				v.number(i, int(k), x, digits, decimals)
				n = digits
			}
		}
		if n == 0 {
			var cell []byte
			cell, n = d.cell(rest, &quoted, j == d.width-1)
			if k >= 0 {
				v.cell(i, int(k), cell)
			}
		}
		if n >= len(rest) {
			for _, k := range s.target[j+1:] {
				if k >= 0 {
					v.cell(i, int(k), nil)
				}
			}
			return
		}
		rest = rest[n+1:]
	}
}

// zeroFirst says whether the whole number of n bytes at the start of text has
// zeros in front.
func zeroFirst(text []byte, n, decimals int) bool {
	return text[0] == '0' && n > 1 && decimals == 0
}
