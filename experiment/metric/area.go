package metric

import (
	"slices"

	"lacuna/experiment/result"
)

// curves are the classes whose area under the ROC curve counts: the second of
// two, else each against the rest.
func curves(classes int) []int {
	if classes == 2 {
		return []int{1}
	}
	list := make([]int, classes)
	for c := range list {
		list[c] = c
	}
	return list
}

// ascent is predictions by rising probability of a class, sorted once for all
// the parts and draws of them whose area is asked for.
type ascent struct {
	order    []int32
	last     []bool // of those with one probability, by place in order
	positive []bool // of the class, by place in order
}

// sort orders predictions, in memory that it has from before.
func (a *ascent) sort(rows []result.Row, class int) {
	type graded struct {
		score float64
		row   int32
	}
	list := make([]graded, len(rows))
	for i := range rows {
		list[i] = graded{rows[i].Probabilities[class], int32(i)}
	}
	slices.SortFunc(list, func(a, b graded) int {
		switch { // probabilities are never NaN; most differ, so that rows are seldom compared
		case a.score < b.score:
			return -1
		case a.score > b.score:
			return 1
		}
		return int(a.row) - int(b.row)
	})
	a.order, a.last, a.positive = a.order[:0], a.last[:0], a.positive[:0]
	for k, g := range list {
		a.order = append(a.order, g.row)
		a.last = append(a.last, k == len(list)-1 || list[k+1].score != g.score)
		a.positive = append(a.positive, rows[g.row].Label == class)
	}
}

// area is the share of pairs of a prediction of the class and another in which
// the first has the higher probability, ties half (the rank statistic of Mann
// and Whitney 1947); NaN where there is no such pair.
func (a *ascent) area(weight func(row int32) float64) float64 {
	below, won, positives, up, down := 0.0, 0.0, 0.0, 0.0, 0.0
	for k, i := range a.order {
		if a.positive[k] {
			up += weight(i)
		} else {
			down += weight(i)
		}
		if a.last[k] {
			won += up * (below + down/2)
			below, positives = below+down, positives+up
			up, down = 0, 0
		}
	}
	return quotient(won, positives*below)
}

// areas is AUROC of weighted predictions.
func areas(rows []result.Row, classes int) func() func([]float64) float64 {
	list := make([]ascent, 0, classes)
	for _, c := range curves(classes) {
		var a ascent
		a.sort(rows, c)
		list = append(list, a)
	}
	return func() func([]float64) float64 {
		values := make([]float64, len(list))
		return func(weights []float64) float64 {
			for c := range list {
				values[c] = list[c].area(func(i int32) float64 { return weights[i] })
			}
			return meanDefined(values)
		}
	}
}
