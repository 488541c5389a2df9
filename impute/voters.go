package impute

import (
	"math"

	"lacuna/internal/learn/neighbours"
)

// voters are the nearest donors of a gap, with weights that sum to 1. They serve
// one goroutine.
type voters struct {
	search  *neighbours.Search // turned to the receiver at hand
	list    []neighbours.Neighbour
	weights []float64
}

// choose finds the k nearest donors that have what is missing, and weighs them
// by their distance or all alike.
func (v *voters) choose(k int, byDistance bool, has func(donor int) bool) {
	for v.take(k, has); len(v.list) < k && !v.search.Complete(); v.take(k, has) {
		v.search.More()
	}
	if byDistance {
		v.weighByDistance()
	} else {
		v.weighEvenly()
	}
}

// take lists the donors in the order of their distance, as far as that is certain.
func (v *voters) take(k int, has func(donor int) bool) {
	v.list = v.list[:0]
	for _, n := range v.search.Nearest() {
		if len(v.list) == k {
			return
		}
		if has(int(n.Donor)) {
			v.list = append(v.list, n)
		}
	}
}

func (v *voters) weighEvenly() {
	v.weights = v.weights[:0]
	for range v.list {
		v.weights = append(v.weights, 1/float64(len(v.list)))
	}
}

// weighByDistance gives each voter a weight in proportion to 1/distance. Donors
// at distance 0 share all of it.
func (v *voters) weighByDistance() {
	if len(v.list) == 0 || math.IsInf(v.list[0].Distance, 1) {
		v.weighEvenly()
		return
	}
	v.weights = v.weights[:0]
	nearest, sum := v.list[0].Distance, 0.0
	for _, n := range v.list {
		w := 1.0
		if n.Distance > nearest {
			w = math.Sqrt(nearest / n.Distance)
		}
		v.weights = append(v.weights, w)
		sum += w
	}
	for i := range v.weights {
		v.weights[i] /= sum
	}
}

// average returns the weighted mean of what the voters have, otherwise where
// nobody votes.
func (v *voters) average(value func(donor int) float64, otherwise float64) float64 {
	if len(v.list) == 0 {
		return otherwise
	}
	var x float64
	for i, n := range v.list {
		x += v.weights[i] * value(int(n.Donor))
	}
	return x
}

// drawn returns the donor at a point from 0 to 1 of the weights laid end to end,
// −1 where nobody votes.
func (v *voters) drawn(point float64) int {
	for i, n := range v.list {
		if point -= v.weights[i]; point < 0 || i == len(v.list)-1 {
			return int(n.Donor)
		}
	}
	return -1
}
