package table

import "slices"

// Sample returns the trimmed cells of up to n rows, spread over the table, one
// slice per column: for recognition. A column that is empty there shows the
// first cells that it has, if it has any.
func (t *Table) Sample(n int) [][]string {
	columns := make([]int, len(t.Names))
	for j := range columns {
		columns[j] = j
	}
	sample := t.sampleOf(columns, n)
	if t.Rows() <= n {
		return sample
	}
	for j, cells := range sample {
		if !slices.ContainsFunc(cells, isFilled) {
			t.showFirst(j, cells)
		}
	}
	return sample
}

func isFilled(cell string) bool { return cell != "" }

// showFirst puts the first filled cells of a column among the empty ones.
func (t *Table) showFirst(column int, cells []string) {
	const enough = 50
	k := 0
	for _, cell := range t.cells.texts([]int{column})[0] {
		if cell == "" {
			continue
		}
		cells[k] = cell
		if k++; k == min(enough, len(cells)) {
			return
		}
	}
}

// sampleOf is Sample of some columns.
func (t *Table) sampleOf(columns []int, n int) [][]string {
	rows := spread(t.Rows(), n)
	if d, ok := t.cells.(interface {
		pick(columns, rows []int) [][]string
	}); ok {
		return d.pick(columns, rows)
	}
	out := t.cells.texts(columns)
	for k, cells := range out {
		picked := make([]string, len(rows))
		for i, r := range rows {
			picked[i] = cells[r]
		}
		out[k] = picked
	}
	return out
}

// spread returns n of all rows in their order, one of each n-th part: not
// always the same of a part, as what repeats every few rows would be seen
// always or never.
func spread(all, n int) []int {
	n = min(n, all)
	rows := make([]int, n)
	for i := range rows {
		from, to := uint64(i)*uint64(all)/uint64(n), uint64(i+1)*uint64(all)/uint64(n)
		rows[i] = int(from + (uint64(i)*0x9e3779b97f4a7c15>>32)%(to-from))
	}
	return rows
}
