package metric

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/dataset"
)

// wasserstein returns the 1-Wasserstein distance of two samples of one size: the
// mean distance of their values in order.
func wasserstein(a, b []float64) float64 {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	var sum float64
	for k := range a {
		sum += math.Abs(a[k] - b[k])
	}
	return sum / float64(len(a))
}

// Limits of the comparison of correlations: more columns have too many pairs, and
// more rows tell no more.
const (
	mostCorrelated     = 200
	mostCorrelatedRows = 5000
)

// correlationError adds up how far the correlations of some columns lie apart in
// two tables, over all pairs that have one in both: over the rows that have both
// columns in truth.
func correlationError(truth, filled dataset.Matrix, columns []int) (sum float64, pairs int) {
	if len(columns) > mostCorrelated {
		return 0, 0
	}
	for k, j := range columns {
		for _, other := range columns[:k] {
			was, is := correlations(truth, filled, j, other)
			if d := math.Abs(was - is); !math.IsNaN(d) {
				sum, pairs = sum+d, pairs+1
			}
		}
	}
	return sum, pairs
}

// correlations returns the correlation of two columns in either table over the
// rows in which truth has both and filled, too.
func correlations(truth, filled dataset.Matrix, a, b int) (was, is float64) {
	var x, y, u, v []float64
	for i := 0; i < truth.Rows; i += 1 + truth.Rows/mostCorrelatedRows {
		p, q, r, s := truth.At(i, a), truth.At(i, b), filled.At(i, a), filled.At(i, b)
		if !math.IsNaN(p + q + r + s) {
			x, y, u, v = append(x, p), append(y, q), append(u, r), append(v, s)
		}
	}
	if len(x) < 3 {
		return math.NaN(), math.NaN()
	}
	return stat.Correlation(x, y, nil), stat.Correlation(u, v, nil)
}
