package metric

import (
	"cmp"
	"math"
	"slices"
)

// mcNemarP returns the exact two-sided p value of McNemar's test (1947): of the
// records that just one of two methods gets right, would so uneven a division
// come from a fair coin? 1 where there are none.
func mcNemarP(onlyA, onlyB int) float64 {
	n := onlyA + onlyB
	if n == 0 {
		return 1
	}
	tail := 0.0
	for k := range min(onlyA, onlyB) + 1 {
		tail += math.Exp(logChoose(n, k) - float64(n)*math.Ln2)
	}
	return min(1, 2*tail)
}

func logChoose(n, k int) float64 {
	all, _ := math.Lgamma(float64(n + 1))
	part, _ := math.Lgamma(float64(k + 1))
	rest, _ := math.Lgamma(float64(n - k + 1))
	return all - part - rest
}

// IntervalsUnadjusted says what adjusted p values do not: an interval may leave
// out zero where the adjusted p is above 0.05.
const IntervalsUnadjusted = "Intervals are of each difference alone, not adjusted."

// Holm returns p values adjusted for being one of many (Holm 1979): the
// smallest times their number, the next times one less, and so on, never
// falling. NaN values stay and do not count.
func Holm(ps []float64) []float64 {
	out := slices.Clone(ps)
	var order []int
	for i, p := range ps {
		if !math.IsNaN(p) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ps[a], ps[b]) })
	highest := 0.0
	for rank, i := range order {
		highest = max(highest, min(1, ps[i]*float64(len(order)-rank)))
		out[i] = highest
	}
	return out
}

// recordsNeeded returns about how many test records a paired comparison needs
// to find a difference with 80 % power at the 5 % level, given the share of
// records on which the two methods disagree (Connor 1987, in its simple form).
// It is 0 where there is no difference to find.
func recordsNeeded(difference, discordant float64) int {
	const z80 = 0.8416212335729143 // 80 % point of the normal distribution
	d := math.Abs(difference)
	if d == 0 || math.IsNaN(d) || discordant < d {
		return 0
	}
	root := z95*math.Sqrt(discordant) + z80*math.Sqrt(discordant-d*d)
	return int(math.Ceil(root * root / (d * d)))
}
