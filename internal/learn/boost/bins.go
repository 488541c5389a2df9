package boost

import (
	"math"
	"slices"
	"sort"

	"lacuna/internal/learn"
)

// binColumn is a column cut into bins. Bin b holds the values up to
// thresholds[b] that are in no lower one; the last bin has no threshold.
// Missing cells have the code after the last bin.
type binColumn struct {
	thresholds []float64
	codes      []uint8 // per row
	gaps       bool    // some cell is missing
	start      int     // of the column's bins among those of all columns
}

// bins returns the number of bins of values.
func (c *binColumn) bins() int { return len(c.thresholds) + 1 }

// width returns the number of bins, that of missing cells included.
func (c *binColumn) width() int {
	if c.gaps {
		return c.bins() + 1
	}
	return c.bins()
}

// binned is a table whose columns are cut into bins.
type binned struct {
	rows    int
	columns []binColumn
	total   int // bins of all columns
}

// binCells cuts every column into at most limit bins, plus one for what is
// missing.
func binCells(x learn.Cells, limit, threads int) *binned {
	b := &binned{rows: x.Rows, columns: make([]binColumn, x.Cols)}
	learn.Spread(threads, x.Cols, 8, func(low, high int) {
		values := make([]float64, x.Rows)
		for j := low; j < high; j++ {
			for i := range values {
				values[i] = x.X[i*x.Cols+j]
			}
			b.columns[j] = binOne(values, limit)
		}
	})
	for j := range b.columns {
		b.columns[j].start = b.total
		b.total += b.columns[j].width()
	}
	return b
}

func binOne(values []float64, limit int) binColumn {
	seen := make([]float64, 0, len(values))
	for _, x := range values {
		if !math.IsNaN(x) {
			seen = append(seen, x)
		}
	}
	slices.Sort(seen)
	c := binColumn{thresholds: thresholds(seen, limit), codes: make([]uint8, len(values)), gaps: len(seen) < len(values)}
	for i, x := range values {
		if math.IsNaN(x) {
			c.codes[i] = uint8(c.bins())
		} else {
			c.codes[i] = uint8(sort.SearchFloat64s(c.thresholds, x))
		}
	}
	return c
}

// thresholds returns the bounds between bins of sorted values, as scikit-learn
// draws them: midway between neighbours where few values are distinct, else at
// evenly spaced quantiles, where those fall between two values midway.
func thresholds(sorted []float64, limit int) []float64 {
	distinct := slices.Compact(slices.Clone(sorted))
	var out []float64
	if len(distinct) <= limit {
		for i := 1; i < len(distinct); i++ {
			out = append(out, distinct[i-1]/2+distinct[i]/2)
		}
		return out
	}
	step := 100 / float64(limit)
	for k := 1; k < limit; k++ {
		at := float64(len(sorted)-1) * (float64(k) * step / 100)
		low, high := sorted[int(math.Floor(at))], sorted[int(math.Ceil(at))]
		out = append(out, high-(high-low)/2)
	}
	return slices.Compact(out)
}
