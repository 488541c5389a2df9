package metric

import (
	"math"

	"lacuna/dataset"
)

// Memorised says whether what was made is taken from the records that were
// learned from. A record is told by its distance from the nearest of them over
// that from the second nearest, which is 0 of a copy and near 1 of what lies
// among many: a copy stays one where a blurred mean, which is near to everything,
// is none.
type Memorised struct {
	Records int // that were made
	Copies  int // of them, no different from a record that was learned from
	// Closer is the share of records that are told apart from the nearest one less
	// than the real one in their place is; half where the one is as the other. Its
	// interval is Wilson's.
	Closer float64
	Interval
}

// Says tells whether more was taken over than real records have in common.
func (m Memorised) Says() bool { return m.Low > 0.5 }

// copied is the squared distance of a copy over the mean of what real records
// have: what rounding leaves of none.
const copied = 1e-12

// NearestTest compares what was made, and the real records in its place, with
// the records that were learned from: rows without gaps.
func NearestTest(made, real, learned dataset.Matrix) Memorised {
	m := Memorised{Records: made.Rows, Closer: math.NaN(), Interval: unknown()}
	if learned.Rows < 2 || made.Rows == 0 {
		return m
	}
	closer := 0.0
	for i := range made.Rows {
		first, second := twoNearest(made.Row(i), learned)
		near, next := twoNearest(real.Row(i), learned)
		if first <= copied*max(near, next) {
			m.Copies++
		}
		of, as := proportion(first, second), proportion(near, next)
		switch {
		case of < as:
			closer++
		case of == as:
			closer += 0.5
		}
	}
	m.Closer = closer / float64(m.Records)
	m.Interval = wilson(m.Closer, float64(m.Records))
	return m
}

// proportion is that of two squared distances, 0 of two copies.
func proportion(first, second float64) float64 {
	if second == 0 {
		return 0
	}
	return first / second
}

// twoNearest returns the two lowest squared distances from rows of a matrix.
func twoNearest(x []float64, from dataset.Matrix) (first, second float64) {
	first, second = math.Inf(1), math.Inf(1)
	for k := range from.Rows {
		sum := 0.0
		for j, y := range from.Row(k) {
			d := x[j] - y
			if sum += d * d; sum >= second {
				break
			}
		}
		switch {
		case sum < first:
			first, second = sum, first
		case sum < second:
			second = sum
		}
	}
	return first, second
}
