package metric

import (
	"lacuna/experiment/result"
)

// index numbers the test records, the trials and the units of a study: what its
// design repeats. A record that is tested in several trials is one record. The
// folds of one seed are units only where there is no other seed; else all
// splits of a seed are one repetition, since each record lies in one of them.
type index struct {
	design  design
	records []int32 // number of a record by its row in the dataset; −1 of those without a prediction
	n       int     // test records
	trials  map[trial]int
	units   map[string]int
}

func newIndex(study result.Study) index {
	x := index{design: designOf(study), trials: map[trial]int{}, units: map[string]int{}}
	for _, run := range study.Runs {
		if _, ok := x.trials[trialOf(run)]; !ok {
			x.trials[trialOf(run)] = len(x.trials)
		}
		if _, ok := x.units[x.design.unit(run)]; !ok {
			x.units[x.design.unit(run)] = len(x.units)
		}
		for i := range run.Rows {
			x.number(run.Rows[i].Record)
		}
	}
	return x
}

// number gives a record the next number, if it has none yet.
func (x *index) number(record int) {
	for len(x.records) <= record {
		x.records = append(x.records, -1)
	}
	if x.records[record] < 0 {
		x.records[record] = int32(x.n)
		x.n++
	}
}

// point is what one record contributes to a mean: 1 for a correct prediction,
// or the difference of two methods.
type point struct {
	record int32
	value  int8
}

// sample is a set of points by unit, whose mean is of interest.
type sample [][]point

// mean is the mean over all points, or NaN.
func (s sample) mean() float64 {
	sum, n := 0, 0
	for _, points := range s {
		for _, p := range points {
			sum += int(p.value)
			n++
		}
	}
	return ratio(sum, n)
}
