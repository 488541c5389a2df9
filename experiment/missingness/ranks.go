package missingness

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// mannWhitney returns the probability that a value of the marked is above one
// of the others, ties counting half, and the two-sided p of 0.5 by the normal
// approximation with its correction for ties (Mann and Whitney 1947). Missing
// values (NaN) are left out; n counts the others. NaN where one side is empty or
// nothing varies.
func mannWhitney(values []float64, marked func(i int) bool) (above, p float64, n int) {
	order := make([]int, 0, len(values))
	for i, x := range values {
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	n = len(order)
	ranks, ties, a := 0.0, 0.0, 0.0
	for start := 0; start < n; {
		end := start
		for end < n && values[order[end]] == values[order[start]] {
			end++
		}
		for _, i := range order[start:end] {
			if marked(i) {
				ranks += float64(start+end+1) / 2 // mean of the ranks start+1 … end
				a++
			}
		}
		t := float64(end - start)
		ties += t*t*t - t
		start = end
	}
	all := float64(n)
	b := all - a
	variance := a * b / 12 * (all + 1 - ties/(all*(all-1)))
	if !(a > 0 && b > 0 && variance > 0) {
		return math.NaN(), math.NaN(), n
	}
	u := ranks - a*(a+1)/2
	return u / (a * b), twoSided((u - a*b/2) / math.Sqrt(variance)), n
}

func twoSided(z float64) float64 { return 2 * distuv.UnitNormal.Survival(math.Abs(z)) }
