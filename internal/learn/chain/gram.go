// Package chain solves the regressions of methods that fill one column of a
// table after the other from all the rest (chained equations): linear, with a
// penalty that the evidence of the data chooses, from one Gram matrix that is
// kept up to date as columns change.
//
// The words: a System is one or more target columns that are there in the same
// training rows and regressed on the same predictors. A batch is systems whose
// equations are formed at once and solved in turn, each with what the ones
// before it changed, so that the result is that of one after the other and does
// not depend on the number of threads.
package chain

import (
	"cmp"
	"context"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/kernel"
	"lacuna/internal/learn"
	"lacuna/internal/say"
)

// mostGram is the number of columns up to which their Gram matrix is kept; of a
// wider table each system's is formed from its rows.
const mostGram = 4096

// Table is a completed table of numbers about 0 and of about unit scale, and
// what its regressions need.
type Table struct {
	X    dataset.Matrix
	gram []float64 // (1 + columns)², column 0 being constant 1; nil for a wide table
}

// NewTable forms the Gram matrix of x, which is kept and must from then on be
// changed by Set alone.
func NewTable(ctx context.Context, x dataset.Matrix, threads int) (*Table, error) {
	t := &Table{X: x}
	if x.Cols > mostGram {
		return t, nil
	}
	columns := allColumns(x.Cols)
	gram, err := t.product(ctx, learn.AllRows(x.Rows), columns, threads)
	if err != nil {
		return nil, err
	}
	side := len(columns)
	for i := range side {
		for j := range i {
			gram[j*side+i] = gram[i*side+j]
		}
	}
	t.gram = gram
	return t, nil
}

// allColumns is the constant, which has the number -1, and all columns.
func allColumns(n int) []int {
	columns := make([]int, n+1)
	for j := range columns {
		columns[j] = j - 1
	}
	return columns
}

// Set gives a column new values in some rows.
func (t *Table) Set(column int, rows []int, values []float64) {
	side := t.X.Cols + 1
	own := 1 + column
	for k, i := range rows {
		row := t.X.Row(i)
		old := row[column]
		row[column] = values[k]
		d := values[k] - old
		if t.gram == nil || d == 0 {
			continue
		}
		line := t.gram[own*side : (own+1)*side]
		square := line[own] + d*(values[k]+old)
		line[0] += d
		axpy(line[1:], row, d)
		line[own] = square
	}
	if t.gram == nil {
		return
	}
	for j := range side {
		t.gram[j*side+own] = t.gram[own*side+j]
	}
}

func axpy(y, x []float64, a float64) {
	y = y[:len(x)]
	for j, v := range x {
		y[j] += a * v
	}
}

// chunk is the number of rows that a Gram matrix takes in at once.
const chunk = 1024

// product returns the lower triangle of the Gram matrix of some columns over
// some rows.
func (t *Table) product(ctx context.Context, rows, columns []int, threads int) ([]float64, error) {
	side := len(columns)
	out := make([]float64, side*side)
	z := make([]float64, min(chunk, len(rows))*side)
	runs := runsOf(columns)
	for low := 0; low < len(rows); low += chunk {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		part := rows[low:min(low+chunk, len(rows))]
		t.gather(z, part, runs, side)
		strips := (side + gramStrip - 1) / gramStrip
		learn.Deal(threads, strips, func(k int) {
			// The last strip is the longest: it comes first.
			at := (strips - 1 - k) * gramStrip
			n := min(gramStrip, side-at)
			kernel.Gemm64(true, false, n, at+n, len(part), z[at:], side, z, side, true, out[at*side:], side)
		})
	}
	return out, nil
}

// gramStrip is the number of rows of a Gram matrix that one product makes.
const gramStrip = 48

// crossProduct returns the products of the last columns, n in number, with all
// of them over some rows: n × columns.
func (t *Table) crossProduct(ctx context.Context, rows, columns []int, n int) ([]float64, error) {
	side := len(columns)
	out := make([]float64, n*side)
	z := make([]float64, min(chunk, len(rows))*side)
	runs := runsOf(columns)
	for low := 0; low < len(rows); low += chunk {
		if err := ctx.Err(); err != nil {
			return nil, say.Errorf("stopped: %w", err)
		}
		part := rows[low:min(low+chunk, len(rows))]
		t.gather(z, part, runs, side)
		kernel.Gemm64(true, false, n, side, len(part), z[side-n:], side, z, side, true, out, side)
	}
	return out, nil
}

// run is columns that stand side by side in the table.
type run struct{ at, n int }

func runsOf(columns []int) []run {
	var runs []run
	for _, c := range columns {
		if last := len(runs) - 1; last >= 0 && runs[last].at >= 0 && runs[last].at+runs[last].n == c {
			runs[last].n++
		} else {
			runs = append(runs, run{c, 1})
		}
	}
	return runs
}

// gather copies the columns of some rows side by side.
func (t *Table) gather(z []float64, rows []int, runs []run, side int) {
	for k, i := range rows {
		out, row := z[k*side:(k+1)*side], t.X.Row(i)
		for _, r := range runs {
			if r.at < 0 {
				out[0] = 1
			} else {
				copy(out, row[r.at:r.at+r.n])
			}
			out = out[r.n:]
		}
	}
}

// Gather returns the columns of some rows, a constant 1 before them.
func (t *Table) Gather(rows, columns []int) dataset.Matrix {
	columns = slices.Concat([]int{-1}, columns)
	z := dataset.NewMatrix(len(rows), len(columns))
	t.gather(z.Data, rows, runsOf(columns), z.Cols)
	return z
}

// Nearest returns those n of some columns, rising, that are most correlated with
// the targets: by the sum of the squared correlations.
func (t *Table) Nearest(columns, targets []int, n int) []int {
	p := t.X.Cols
	squares, sums := make([]float64, p), make([]float64, p)
	for i := range t.X.Rows {
		for j, x := range t.X.Row(i) {
			squares[j] += x * x
		}
	}
	z, product := make([]float64, t.X.Rows*gramStrip), make([]float64, gramStrip*p)
	for part := range slices.Chunk(targets, gramStrip) {
		m := len(part)
		t.gather(z, learn.AllRows(t.X.Rows), runsOf(part), m)
		kernel.Gemm64(true, false, m, p, t.X.Rows, z, m, t.X.Data, p, false, product, p)
		for k := range m {
			for j, x := range product[k*p : (k+1)*p] {
				if squares[j] > 0 {
					sums[j] += x * x / squares[j]
				}
			}
		}
	}
	list := slices.Clone(columns)
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(sums[b], sums[a]) })
	list = list[:min(n, len(list))]
	slices.Sort(list)
	return list
}
