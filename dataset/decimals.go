package dataset

import (
	"iter"
	"math"
	"sync"
	"sync/atomic"
)

// Cells are numbers in rows and columns, however they are kept: a Matrix or
// Decimals. A NaN is a missing cell.
type Cells interface {
	Size() (rows, cols int)
	// Row returns row i, which must not be changed.
	Row(i int) []float64
	// All lists the rows in order; each must not be changed, and holds until the
	// next one.
	All() iter.Seq2[int, []float64]
	At(i, j int) float64
}

// Dense copies cells into a matrix.
func Dense(c Cells) Matrix {
	m := NewMatrix(c.Size())
	for i, row := range c.All() {
		copy(m.Row(i), row)
	}
	return m
}

// Decimals are the numbers of a large table in half the memory of a Matrix, and
// exactly the same numbers: people write few digits, and a whole number below
// 2⁵³ divided by an exact power of ten is the float64 nearest to the decimal
// (Clinger 1990). So each cell is kept as a whole number of 32 bits, in units of
// its column; the few that are no such number are kept as they are.
type Decimals struct {
	cols  int
	units []int32   // rows × columns
	scale []float64 // per column: the power of ten that a unit is divided by
	most  int       // numbers in odd
	lock  sync.Mutex
	odd   map[int]float64 // by place in units
	full  atomic.Bool
}

// What stands for a cell that is no number of units.
const (
	missingUnit = math.MinInt32
	oddUnit     = math.MinInt32 + 1
)

// MostDecimals is the most digits behind the point that Decimals can have.
const MostDecimals = 9

// OddOf is how many cells there must be for each number that is odd, which takes
// the memory of several cells.
const OddOf = 64

// NewDecimals makes room for rows of cells with so many digits behind the point,
// per column, at most MostDecimals. All cells are zero.
func NewDecimals(rows int, decimals []int) *Decimals {
	cols := len(decimals)
	d := &Decimals{cols: cols, units: make([]int32, rows*cols), scale: make([]float64, cols), odd: map[int]float64{}, most: rows * cols / OddOf}
	for j, n := range decimals {
		d.scale[j] = math.Pow10(n)
	}
	return d
}

// FitDecimals returns the number of digits behind the point with which most of
// some numbers can be kept in Decimals, and how many cannot.
func FitDecimals(numbers []float64) (decimals, odd int) {
	odd = len(numbers) + 1
	for n := range MostDecimals + 1 {
		none := 0
		for _, x := range numbers {
			if unitsOf(x, math.Pow10(n)) == oddUnit {
				none++
			}
		}
		if none < odd {
			decimals, odd = n, none
		}
	}
	return decimals, odd
}

// unitsOf returns the units that are exactly x, or what stands for none.
func unitsOf(x, scale float64) int32 {
	scaled := x * scale
	if !(math.Abs(scaled) < math.MaxInt32) { // also of NaN
		if math.IsNaN(x) {
			return missingUnit
		}
		return oddUnit
	}
	n := int32(scaled + math.Copysign(0.5, scaled))
	if y := float64(n) / scale; math.Float64bits(y) != math.Float64bits(x) { // also of −0
		return oddUnit
	}
	return n
}

// Put writes a cell. Different cells may be written at once.
func (d *Decimals) Put(i, j int, x float64) {
	at := i*d.cols + j
	n := unitsOf(x, d.scale[j])
	d.units[at] = n
	if n == oddUnit {
		d.putOdd(at, x)
	}
}

func (d *Decimals) putOdd(at int, x float64) {
	if d.full.Load() {
		return
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.odd[at] = x; len(d.odd) > d.most {
		d.full.Store(true)
		d.odd = nil
	}
}

// Lossy says whether more numbers were odd than is worth it: some are lost, and
// all must be put in a Matrix.
func (d *Decimals) Lossy() bool { return d.full.Load() }

// Size returns the number of rows and of columns.
func (d *Decimals) Size() (rows, cols int) {
	if d.cols == 0 {
		return 0, 0
	}
	return len(d.units) / d.cols, d.cols
}

// At returns one cell.
func (d *Decimals) At(i, j int) float64 { return d.number(i*d.cols+j, j) }

// Row returns row i in memory of its own.
func (d *Decimals) Row(i int) []float64 {
	row := make([]float64, d.cols)
	d.read(i, row)
	return row
}

// All lists the rows in order, all in the same memory.
func (d *Decimals) All() iter.Seq2[int, []float64] {
	return func(yield func(int, []float64) bool) {
		row := make([]float64, d.cols)
		for i, rows := 0, len(d.units)/max(d.cols, 1); i < rows; i++ {
			if d.read(i, row); !yield(i, row) {
				return
			}
		}
	}
}

func (d *Decimals) read(i int, row []float64) {
	for j, n := range d.units[i*d.cols:][:d.cols] {
		if row[j] = float64(n) / d.scale[j]; n <= oddUnit {
			row[j] = d.number(i*d.cols+j, j)
		}
	}
}

func (d *Decimals) number(at, j int) float64 {
	switch n := d.units[at]; n {
	case missingUnit:
		return math.NaN()
	case oddUnit:
		return d.odd[at]
	default:
		return float64(n) / d.scale[j]
	}
}

// Only returns some columns, which stand in the order of the table, in the same
// memory: d must not be used any more.
func (d *Decimals) Only(columns []int) *Decimals {
	rows, width := len(d.units)/d.cols, len(columns)
	out := &Decimals{cols: width, units: d.units[: rows*width : rows*width], scale: make([]float64, width), odd: map[int]float64{}, most: d.most}
	place := make([]int, d.cols)
	for k, j := range columns {
		out.scale[k], place[j] = d.scale[j], k+1
	}
	for i := range rows {
		from, to := d.units[i*d.cols:][:d.cols], d.units[i*width:][:width]
		for k, j := range columns {
			to[k] = from[j]
		}
	}
	for at, x := range d.odd {
		if k := place[at%d.cols]; k > 0 {
			out.odd[at/d.cols*width+k-1] = x
		}
	}
	out.full.Store(d.full.Load())
	return out
}
