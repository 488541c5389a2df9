package table

import (
	"context"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
)

// taken are the numbers that were read while the cells were looked at, so that
// Block need not cut them out of the text again.
type taken struct {
	into    into
	cols    int    // that were looked at
	read    []bool // per column: it looked like numbers, and its cells are there
	lock    sync.Mutex
	gone    bool // numbers belong to somebody else by now, or to nobody
	refused int  // columns that were read without them
}

// into is where numbers are put: one of the two.
type into struct {
	matrix   dataset.Matrix
	decimals *dataset.Decimals
}

func (t *into) put(row, k int, x float64) {
	if t.decimals != nil {
		t.decimals.Put(row, k, x)
	} else {
		t.matrix.Data[row*t.matrix.Cols+k] = x
	}
}

func (t *into) cells() dataset.Cells {
	if t.decimals != nil {
		return t.decimals
	}
	return t.matrix
}

// newTaken makes room where most columns look like numbers, by a sample of each;
// elsewhere it returns nil. Where there are many cells, half the memory counts
// for more than the time to make numbers of decimals.
func newTaken(rows int, numeric []bool, sample [][]string, marks []byte, many int) *taken {
	n := 0
	for _, is := range numeric {
		if is {
			n++
		}
	}
	if 2*n <= len(numeric) {
		return nil
	}
	t := &taken{cols: len(numeric), read: numeric}
	if rows*t.cols >= many {
		t.into.decimals = decimalsLike(rows, sample, marks)
	}
	if t.into.decimals == nil {
		t.into.matrix = dataset.NewMatrix(rows, t.cols)
	}
	return t
}

// decimalsLike makes room for numbers of as few digits as those of a sample;
// nil where too many have more.
func decimalsLike(rows int, sample [][]string, marks []byte) *dataset.Decimals {
	decimals := make([]int, len(sample))
	odd, all := 0, 0
	for k, cells := range sample {
		var numbers []float64
		for _, cell := range cells {
			if r := parse([]byte(cell), marks[k]); r.class == aNumber {
				numbers = append(numbers, r.x)
			}
		}
		n, more := dataset.FitDecimals(numbers)
		decimals[k], odd, all = n, odd+more, all+len(cells)
	}
	if 2*dataset.OddOf*odd > all {
		return nil
	}
	return dataset.NewDecimals(rows, decimals)
}

// placed is where a column's numbers lie that were read on the way.
type placed struct {
	*taken
	column int
	codes  []float64 // numbers that were taken for missing
}

// holds says whether what was read on the way is what a reader would read.
func (p placed) holds(r *cellReader) bool {
	return p.taken != nil && p.read[p.column] && r.kind == dataset.NumberColumn && r.field.Kind != dataset.Category && r.field.Kind != dataset.Date &&
		slices.Equal(p.codes, r.codes.numbers)
}

// claim returns the numbers that were read on the way, for one who wants most
// of their columns in their order, and only once. Once too few columns are left
// for anybody to want most, the numbers are let go.
func claim(as []Column) *taken {
	if len(as) == 0 || as[0].place.taken == nil {
		return nil
	}
	t := as[0].place.taken
	ordered := true
	for k := range as {
		ordered = ordered && as[k].place.taken == t && (k == 0 || as[k].place.column > as[k-1].place.column)
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.gone {
		return nil
	}
	if !ordered || 2*len(as) <= t.cols {
		t.refused += len(as)
		if t.gone = 2*(t.cols-t.refused) <= t.cols; t.gone {
			t.into = into{}
		}
		return nil
	}
	t.gone = true
	if d := t.into.decimals; d != nil && d.Lossy() {
		t.into = into{}
		return nil
	}
	return t
}

// pack moves the wanted columns of every row together.
func (t *taken) pack(ctx context.Context, as []Column, workers int) (into, error) {
	if len(as) == t.cols {
		return t.into, nil
	}
	if t.into.decimals != nil {
		columns := make([]int, len(as))
		for k := range as {
			columns[k] = as[k].place.column
		}
		return into{decimals: t.into.decimals.Only(columns)}, ctx.Err()
	}
	m, err := packed(ctx, t.into.matrix, as, workers)
	return into{matrix: m}, err
}

// packed moves columns of a matrix together, in place: parts of the rows each to
// the part's start at once, then the parts to each other.
func packed(ctx context.Context, m dataset.Matrix, as []Column, workers int) (dataset.Matrix, error) {
	width := len(as)
	part := max(rowsPerScan, (m.Rows+workers-1)/workers)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for from := 0; from < m.Rows; from += part {
		g.Go(func() error {
			to := m.Data[from*m.Cols:]
			for i := from; i < min(from+part, m.Rows); i++ {
				row := m.Row(i)
				for k := range as {
					to[(i-from)*width+k] = row[as[k].place.column]
				}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return m, err
	}
	for from := part; from < m.Rows; from += part {
		n := min(part, m.Rows-from) * width
		copy(m.Data[from*width:][:n], m.Data[from*m.Cols:][:n])
	}
	return dataset.Matrix{Rows: m.Rows, Cols: width, Data: m.Data[: m.Rows*width : m.Rows*width]}, nil
}

// put keeps a number that was read on the way.
func (t *taken) put(row, k int, x float64) {
	if t != nil {
		t.into.put(row, k, x)
	}
}

// valueOf is the number that a cell without any sign around it stands for, or
// NaN.
func valueOf(r reading, c *codes, cell []byte) float64 {
	if r.class == aWord || r.class == anInfinity || r.notes&lossy != 0 || c.missing[string(cell)] || c.isCode(r.x) {
		return math.NaN()
	}
	return r.x
}
