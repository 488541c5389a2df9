package record

import (
	"math"
	"slices"
	"testing"

	"lacuna/dataset"
)

// Row numbers are found by what they are, whatever the column is called.
func TestRowNumbers(t *testing.T) {
	const n = 24
	column := func(at func(i int) float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = at(i)
		}
		return out
	}
	from := func(first float64) []float64 { return column(func(i int) float64 { return first + float64(i) }) }
	but := func(cells []float64, i int, x float64) []float64 {
		cells = slices.Clone(cells)
		cells[i] = x
		return cells
	}
	shuffled := func(step, first int) []float64 {
		return column(func(i int) float64 { return float64(i*step%n + first) }) // step has no factor in common with 24
	}
	odd := column(func(i int) float64 { return float64(i * i % 7) })
	for name, c := range map[string]struct {
		columns [][]float64
		starts  []int
		want    []int
	}{
		"from 0":                {[][]float64{odd, from(0)}, nil, []int{1}},
		"from 1":                {[][]float64{from(1), odd}, nil, []int{0}},
		"from 1001":             {[][]float64{from(1001)}, nil, nil},
		"with a gap":            {[][]float64{but(from(0), 3, math.NaN())}, nil, []int{0}},
		"with a slip":           {[][]float64{but(from(0), 3, 7)}, nil, nil},
		"anew in the next part": {[][]float64{column(func(i int) float64 { return float64(i % 16) })}, []int{16}, []int{0}},
		"anew without a part":   {[][]float64{column(func(i int) float64 { return float64(i % 16) })}, nil, nil},
		"shuffled":              {[][]float64{odd, shuffled(5, 0)}, nil, []int{1}},
		"shuffled from 1":       {[][]float64{shuffled(7, 1)}, nil, []int{0}},
		"backwards":             {[][]float64{column(func(i int) float64 { return float64(n - i) })}, nil, []int{0}},
		"ranks":                 {[][]float64{shuffled(5, 1), shuffled(7, 1)}, nil, nil},
		"ranks beside numbers":  {[][]float64{shuffled(5, 1), from(1), shuffled(7, 1)}, nil, []int{1}},
		"every other number":    {[][]float64{column(func(i int) float64 { return float64(2 * i) })}, nil, nil},
		"half steps":            {[][]float64{from(0.5)}, nil, nil},
		"shuffled from 5":       {[][]float64{shuffled(5, 5)}, nil, nil},
		"levels":                {[][]float64{odd, but(odd, 0, 1)}, nil, nil},
	} {
		m := dataset.NewMatrix(n, len(c.columns))
		for j, cells := range c.columns {
			for i, x := range cells {
				m.Set(i, j, x)
			}
		}
		if got, _ := rowNumbers(nil, m, c.starts); !slices.Equal(got, c.want) {
			t.Errorf("%s: columns %v, want %v", name, got, c.want)
		}
	}
}

// Few rows may be in order by chance, and levels of a category are no numbers.
func TestNoRowNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		rows   int
		fields []dataset.Field
	}{"few": {manyRows - 1, nil}, "levels": {2 * manyRows, []dataset.Field{{Kind: dataset.Category}}}} {
		m := dataset.NewMatrix(c.rows, 1)
		for i := range c.rows {
			m.Set(i, 0, float64(i))
		}
		if got, _ := rowNumbers(c.fields, m, nil); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}
