package learn

import (
	"math"
	"slices"
)

// SubtractLogSum turns scores into logarithms of probabilities.
func SubtractLogSum(row []float64) {
	top := slices.Max(row)
	var sum float64
	for _, z := range row {
		sum += math.Exp(z - top)
	}
	shift := top + math.Log(sum)
	for c := range row {
		row[c] -= shift
	}
}

// Exponentials writes the exponentials of src into dst.
func Exponentials(dst, src []float64) {
	for c, z := range src {
		dst[c] = math.Exp(z)
	}
}

// Highest returns the index of the largest number, the first of equals.
func Highest(x []float64) int {
	best := 0
	for j, v := range x {
		if v > x[best] {
			best = j
		}
	}
	return best
}
