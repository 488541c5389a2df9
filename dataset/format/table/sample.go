package table

// Sample returns the trimmed cells of up to n rows, spread evenly over the
// table, one slice per column: for recognition.
func (t *Table) Sample(n int) [][]string {
	columns := make([]int, len(t.Names))
	for j := range columns {
		columns[j] = j
	}
	return t.sampleOf(columns, n)
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

// spread returns n of all rows, evenly.
func spread(all, n int) []int {
	n = min(n, all)
	rows := make([]int, n)
	for i := range rows {
		rows[i] = int(int64(i) * int64(all) / int64(n))
	}
	return rows
}
