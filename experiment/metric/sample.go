package metric

import (
	"context"

	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// index numbers the test records, the trials and the units of a study: what its
// design repeats. A record that is tested in several trials is one record. The
// folds of one seed are units only where there is no other seed; else all
// splits of a seed are one repetition, since each record lies in one of them.
type index struct {
	ctx     context.Context // once it has ended, what takes long returns early, and its numbers mean nothing
	design  design
	records []int32 // number of a record by its row in the dataset; −1 of those without a prediction
	n       int     // test records
	cluster []int32 // by number of a record, that of its kin; nil where every record stands by itself
	kin     int     // clusters
	alike   string  // what makes records kin, in words
	trials  map[trial]int
	units   map[string]int
}

func newIndex(study result.Study) index {
	x := index{ctx: context.Background(), design: designOf(study), trials: map[trial]int{}, units: map[string]int{}}
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
	if x.design != leftOut { // where groups are left out, they are what counts
		x.gather(study)
	}
	return x
}

// until is the index for work that is wanted until a context ends.
func (x index) until(ctx context.Context) index {
	x.ctx = ctx
	return x
}

// ended says whether nobody wants what is being computed.
func (x index) ended() bool { return x.ctx.Err() != nil }

// gather numbers the kin of the test records, in the order of these.
func (x *index) gather(study result.Study) {
	if study.Kin == nil {
		return
	}
	rows := make([]int, x.n)
	for row, number := range x.records {
		if number >= 0 {
			rows[number] = row
		}
	}
	of := map[int]int{}
	cluster := make([]int32, x.n)
	for number, row := range rows {
		root := study.Kin.Of(row)
		enumerate(of, root)
		cluster[number] = int32(of[root])
	}
	if len(of) < x.n {
		x.cluster, x.kin, x.alike = cluster, len(of), study.Alike
	}
}

// clusterWords says over how many clusters an interval is; "" where every record
// stands by itself.
func (x index) clusterWords() string {
	if x.cluster == nil {
		return ""
	}
	return say.Form("%s (records that %s count as one and are drawn together)", say.Count(x.kin, "group", "groups"), say.Again(x.alike))
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
