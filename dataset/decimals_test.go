package dataset_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// asDecimals keeps a matrix as decimals, with so many digits in every column.
func asDecimals(m dataset.Matrix, digits int) *dataset.Decimals {
	decimals := make([]int, m.Cols)
	for j := range decimals {
		decimals[j] = digits
	}
	d := dataset.NewDecimals(m.Rows, decimals)
	for i := range m.Rows {
		for j, x := range m.Row(i) {
			d.Put(i, j, x)
		}
	}
	return d
}

// written draws a matrix of numbers as people write them, a tenth of them
// missing, and a few that no decimals hold.
func written(t *testing.T, rows, cols int) dataset.Matrix {
	t.Helper()
	m, r := dataset.NewMatrix(rows, cols), rand.New(rand.NewPCG(1, 2))
	for k := range m.Data {
		x, err := strconv.ParseFloat(strconv.FormatFloat(100*r.NormFloat64(), 'f', r.IntN(6), 64), 64)
		if err != nil {
			t.Fatal(err)
		}
		if m.Data[k] = x; r.IntN(10) == 0 {
			m.Data[k] = math.NaN()
		}
	}
	for k, x := range []float64{math.Copysign(0, -1), math.Pi, 1e300, -1e-300, math.MaxInt32, math.MinInt32, 1.0 / 3, math.Inf(1), 21474.83646, -21474.83647} {
		m.Data[k*(len(m.Data)/10)] = x
	}
	return m
}

// bits are numbers in which every difference counts, but for that of two NaN.
func bits(list []float64) []uint64 {
	out := make([]uint64, len(list))
	for k, x := range list {
		if out[k] = math.Float64bits(x); math.IsNaN(x) {
			out[k] = 1
		}
	}
	return out
}

func TestDecimalsAreTheSameNumbers(t *testing.T) {
	m := written(t, 500, 7)
	d := asDecimals(m, 5)
	if rows, cols := d.Size(); rows != 500 || cols != 7 || d.Lossy() {
		t.Fatalf("%d × %d, lossy %v", rows, cols, d.Lossy())
	}
	for i := range m.Rows {
		if diff := cmp.Diff(bits(m.Row(i)), bits(d.Row(i))); diff != "" {
			t.Fatalf("row %d: %s", i, diff)
		}
		if x, y := m.At(i, i%7), d.At(i, i%7); bits([]float64{x})[0] != bits([]float64{y})[0] {
			t.Fatalf("cell %d: %v, want %v", i, y, x)
		}
	}
	for i, row := range d.All() {
		if diff := cmp.Diff(bits(m.Row(i)), bits(row)); diff != "" {
			t.Fatalf("row %d of all: %s", i, diff)
		}
	}
	few := d.Only([]int{0, 3, 6})
	for i := range m.Rows {
		if diff := cmp.Diff(bits([]float64{m.At(i, 0), m.At(i, 3), m.At(i, 6)}), bits(few.Row(i))); diff != "" {
			t.Fatalf("three columns of row %d: %s", i, diff)
		}
	}
}

// A cell that is written twice holds what was written last.
func TestDecimalsAreWrittenAgain(t *testing.T) {
	d := dataset.NewDecimals(100, []int{1})
	for _, x := range []float64{0.25, 0.5, math.NaN(), 0.25, 3} {
		d.Put(0, 0, x)
		if y := d.At(0, 0); bits([]float64{x})[0] != bits([]float64{y})[0] {
			t.Errorf("%v, want %v", y, x)
		}
	}
}

// Too many numbers that are none of few digits are not taken, and that is said.
func TestDecimalsSayThatTheyAreLossy(t *testing.T) {
	d := dataset.NewDecimals(2*dataset.OddOf, []int{2})
	for i := range 3 {
		if d.Lossy() {
			t.Errorf("lossy by %d", i)
		}
		d.Put(i, 0, math.Pi)
	}
	if !d.Lossy() {
		t.Error("not lossy by three of what is worth two")
	}
}

func TestFitDecimals(t *testing.T) {
	for _, c := range []struct {
		numbers       []float64
		decimals, odd int
	}{
		{nil, 0, 0},
		{[]float64{1, 2, math.NaN()}, 0, 0},
		{[]float64{1, 0.25, 0.5}, 2, 0},
		{[]float64{1e-9, 2}, 9, 0},
		{[]float64{3, 4.5, 1e-9}, 1, 1},
		{[]float64{math.Pi, 1.5}, 1, 1},
	} {
		if n, odd := dataset.FitDecimals(c.numbers); n != c.decimals || odd != c.odd {
			t.Errorf("%v: %d digits and %d odd, want %d and %d", c.numbers, n, odd, c.decimals, c.odd)
		}
	}
}

// A dataset of decimals is the dataset of the same numbers, in whatever rows.
func TestDatasetOfDecimals(t *testing.T) {
	for name, rows := range map[string][]int{"row by row": nil, "in rows of its own": {1, -1, 0, 1}} {
		t.Run(name, func(t *testing.T) {
			about := dataset.Modality{Name: "m", Kind: dataset.Table, Columns: []string{"a", "b", "c"}}
			block := dataset.Block{Modality: about, Numbers: written(t, 400, 3), Causes: make([]dataset.Cause, 400)}
			if rows != nil {
				block.Causes, block.Rows = []dataset.Cause{dataset.Present, dataset.NoFile, dataset.Present, dataset.Present}, rows
			}
			ids := make([]string, len(block.Causes))
			for i := range ids {
				ids[i] = strconv.Itoa(i)
			}
			plain := build(t, dataset.Dataset{IDs: ids, Blocks: []dataset.Block{block}})
			block.Keep(asDecimals(block.Numbers, 5))
			packed := build(t, dataset.Dataset{IDs: ids, Blocks: []dataset.Block{block}})
			if plain.Hash() != packed.Hash() {
				t.Error("the storage changes the hash")
			}
			if diff := cmp.Diff(plain.All().Dense(0), packed.All().Dense(0), cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
			x, y := plain.Blocks[0].At(2, 1), packed.Blocks[0].At(2, 1)
			if bits([]float64{x})[0] != bits([]float64{y})[0] {
				t.Errorf("%v, want %v", y, x)
			}
			want, _, err := plain.WithoutCells(0.4, rng.New(1))
			if err != nil {
				t.Fatal(err)
			}
			if have, _, err := packed.WithoutCells(0.4, rng.New(1)); err != nil || want.Hash() != have.Hash() {
				t.Errorf("other holes in decimals: %v", err)
			}
		})
	}
}
