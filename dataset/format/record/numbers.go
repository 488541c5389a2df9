package record

import (
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/format/table"
)

// without removes columns.
func (p *part) without(columns []int) {
	keep := slices.DeleteFunc(table.UpTo(len(p.modality.Columns)), func(k int) bool { return slices.Contains(columns, k) })
	p.numbers = onlyColumns(p.numbers, keep)
	p.bounds = withoutBounds(p.bounds, columns)
	p.modality.Columns = picked(p.modality.Columns, keep)
	if p.modality.Fields != nil {
		p.modality.Fields = picked(p.modality.Fields, keep)
	}
	if p.take != nil {
		p.take = picked(p.take, keep)
	}
}

// onlyColumns keeps some columns of cells, which must not be used any more.
func onlyColumns(cells dataset.Cells, keep []int) dataset.Cells {
	if d, ok := cells.(*dataset.Decimals); ok {
		return d.Only(keep)
	}
	rows, _ := cells.Size()
	m := dataset.NewMatrix(rows, len(keep))
	for r, row := range cells.All() {
		to := m.Row(r)
		for n, k := range keep {
			to[n] = row[k]
		}
	}
	return m
}

// width is the number of columns of numbers.
func (p *part) width() int {
	_, cols := p.numbers.Size()
	return cols
}

func (p *part) row(r int) []float64 {
	if p.rows != nil {
		r = p.rows[r]
	}
	if r < 0 || p.width() == 0 {
		return nil
	}
	return p.numbers.Row(r)
}

// rowCauses finds the rows in which no cell has a value.
func rowCauses(m dataset.Cells) []dataset.Cause {
	rows, cols := m.Size()
	causes := make([]dataset.Cause, rows)
	for r := range causes {
		j := 0
		for j < cols && math.IsNaN(m.At(r, j)) {
			j++
		}
		if j == cols {
			causes[r] = dataset.AllNaN
		}
	}
	return causes
}

// withoutBounds returns what is known of the cells of the columns that stay.
func withoutBounds(bounds map[int][]dataset.Bound, gone []int) map[int][]dataset.Bound {
	return dataset.MoveBounds(bounds, func(k int) int {
		before := 0
		for _, g := range gone {
			if g == k {
				return -1
			}
			if g < k {
				before++
			}
		}
		return k - before
	})
}
