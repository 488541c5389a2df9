package table

import (
	"context"
	"slices"
)

// Sample returns the trimmed cells of up to n rows, spread over the table, one
// slice per column: for recognition. A column that is empty there shows the
// first cells that it has, if it has any and ctx does not end meanwhile.
func (t *Table) Sample(ctx context.Context, n int) [][]string {
	sample := t.sampleOf(UpTo(len(t.Names)), n)
	if t.Rows() > n {
		t.showFirst(ctx, sample)
	}
	return sample
}

func isFilled(cell string) bool { return cell != "" }

// showFirst puts the first filled cells of columns into samples that are empty.
func (t *Table) showFirst(ctx context.Context, sample [][]string) {
	var empty []int
	for j, cells := range sample {
		if !slices.ContainsFunc(cells, isFilled) {
			empty = append(empty, j)
		}
	}
	count := make([]int, len(sample))
	for from := 0; from < t.Rows() && len(empty) > 0 && ctx.Err() == nil; from += rowsPerScan {
		rows := UpTo(min(rowsPerScan, t.Rows()-from))
		for k := range rows {
			rows[k] += from
		}
		for k, cells := range t.pick(empty, rows) {
			j := empty[k]
			count[j] += copy(sample[j][count[j]:min(enoughCells, len(sample[j]))], slices.DeleteFunc(cells, func(c string) bool { return c == "" }))
		}
		empty = slices.DeleteFunc(empty, func(j int) bool { return count[j] >= min(enoughCells, len(sample[j])) })
	}
}

// enoughCells tell what a column is.
const enoughCells = 50

// sampleOf is Sample of some columns.
func (t *Table) sampleOf(columns []int, n int) [][]string {
	return t.pick(columns, spread(t.Rows(), n))
}

// pick returns the cells of some rows, in slices of their own.
func (t *Table) pick(columns, rows []int) [][]string {
	if d, ok := t.cells.(*delimited); ok {
		return d.pick(columns, rows)
	}
	out := make([][]string, len(columns))
	for k, cells := range t.cells.texts(columns) {
		out[k] = make([]string, len(rows))
		for i, r := range rows {
			out[k][i] = cells[r]
		}
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
