package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// The number of bootstrap draws, and the number of predictions that may be
// looked at in all: very large studies get fewer draws, but not too few for
// the 2.5 % points.
const (
	mostDraws   = 1000
	fewestDraws = 200
	drawBudget  = 400_000_000
)

// index numbers the test records, the trials and the repetitions of a study. A
// record that is tested in several trials is one record: drawing it anew for
// each trial would make intervals too narrow by pretending that there are more
// records. The splits of one seed, such as the folds of a cross-validation, are
// one repetition: each record lies in one of them, so drawing folds beside
// records would count the variance between records twice.
type index struct {
	records     map[int]int32
	trials      map[trial]int
	repetitions map[int]int // by seed
}

func newIndex(study result.Study) index {
	x := index{records: map[int]int32{}, trials: map[trial]int{}, repetitions: map[int]int{}}
	for _, run := range study.Runs {
		if _, ok := x.trials[trialOf(run)]; !ok {
			x.trials[trialOf(run)] = len(x.trials)
		}
		if _, ok := x.repetitions[run.Seed]; !ok {
			x.repetitions[run.Seed] = len(x.repetitions)
		}
		for _, row := range run.Rows {
			if _, ok := x.records[row.Record]; !ok {
				x.records[row.Record] = int32(len(x.records))
			}
		}
	}
	return x
}

// point is what one record contributes to a mean: 1 for a correct prediction,
// or the difference of two methods.
type point struct {
	record int32
	value  int8
}

// sample is a set of points by repetition, whose mean is of interest.
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

// correctness makes the sample of correct predictions in a stratum.
func (x index) correctness(runs []result.Run, s Stratum) sample {
	out := make(sample, len(x.repetitions))
	for _, run := range runs {
		t := x.repetitions[run.Seed]
		for _, row := range run.Rows {
			if !s.Match(row) {
				continue
			}
			p := point{record: x.records[row.Record]}
			if row.Correct() {
				p.value = 1
			}
			out[t] = append(out[t], p)
		}
	}
	return out
}

// draws returns the number of bootstrap draws for some samples.
func draws(samples []sample) int {
	points := 0
	for _, s := range samples {
		for _, t := range s {
			points += len(t)
		}
	}
	return drawsFor(points)
}

// drawsFor returns the number of draws that so many points allow.
func drawsFor(points int) int {
	return max(fewestDraws, min(mostDraws, drawBudget/max(1, points)))
}

// bootstrap draws repetitions and records n times with replacement and returns the mean
// of every sample in every draw; a draw that leaves a sample empty is NaN. They
// are crossed factors that are drawn independently (Owen 2007,
// "The pigeonhole bootstrap"), and all samples share the draws, so that
// differences are paired. The draws are the same every time.
func (x index) bootstrap(samples []sample, n int) [][]float64 {
	means := make([][]float64, len(samples))
	for s := range means {
		means[s] = make([]float64, n)
	}
	repetitions, records := make([]int, len(x.repetitions)), make([]int, len(x.records))
	root := rng.New(0).Child("bootstrap")
	for b := range n {
		r := root.Block(b).Rand()
		redraw(repetitions, r)
		redraw(records, r)
		for s, sample := range samples {
			means[s][b] = sample.weighted(repetitions, records)
		}
	}
	return means
}

// redraw counts how often each of the items is drawn.
func redraw(counts []int, r *rand.Rand) {
	clear(counts)
	if len(counts) == 1 {
		counts[0] = 1
		return
	}
	for range counts {
		counts[r.IntN(len(counts))]++
	}
}

// weighted is the mean over the points with their weights, or NaN.
func (s sample) weighted(repetitions, records []int) float64 {
	sum, n := 0, 0
	for t, points := range s {
		if repetitions[t] == 0 {
			continue
		}
		partSum, part := 0, 0
		for _, p := range points {
			w := records[p.record]
			partSum += w * int(p.value)
			part += w
		}
		sum += repetitions[t] * partSum
		n += repetitions[t] * part
	}
	return ratio(sum, n)
}

// middle returns the interval that holds 95 % of the draws, or NaN.
func middle(values []float64) Interval {
	sorted := defined(values)
	if len(sorted) == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	slices.Sort(sorted)
	return Interval{
		stat.Quantile(0.025, stat.Empirical, sorted, nil),
		stat.Quantile(0.975, stat.Empirical, sorted, nil),
	}
}

func defined(values []float64) []float64 {
	out := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}

// intervals fills in CI95 of every score, whose samples come in the same
// order, and says how it was made.
func intervals(scores [][]Score, samples []sample, x index) string {
	each := func(visit func(k int, s *Score)) {
		k := 0
		for i := range scores {
			for j := range scores[i] {
				visit(k, &scores[i][j])
				k++
			}
		}
	}
	if len(x.repetitions) < 2 {
		each(func(_ int, s *Score) { s.CI95 = wilson(s.Accuracy, float64(s.N)) })
		return x.pooled()
	}
	n := draws(samples)
	means := x.bootstrap(samples, n)
	each(func(k int, s *Score) { s.CI95 = middle(means[k]).hull(wilson(s.Accuracy, float64(s.N))) })
	return fmt.Sprintf("95 %% intervals by a two-level bootstrap over %d repetitions (seeds) and %d test records (%d draws), nowhere narrower than Wilson's for n test records",
		len(x.repetitions), len(x.records), n)
}

// pooled says how the intervals of a single repetition were made.
func (x index) pooled() string {
	const only = "so they show the uncertainty from the number of test records only"
	if len(x.trials) < 2 {
		return "95 % intervals by Wilson's method: one run, " + only
	}
	return fmt.Sprintf("95 %% intervals by Wilson's method for the pooled n: the %d splits of one seed are one repetition, %s", len(x.trials), only)
}
