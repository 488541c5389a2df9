package metric

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"lacuna/experiment/result"
	"lacuna/internal/rng"
)

// Estimate is a metric, or the difference of a metric, with its interval.
type Estimate struct {
	Value float64
	CI95  Interval
	P     float64 // of a difference: two-sided, of none; NaN of a single value
	// Above is the probability that a difference is above zero: of one run the
	// share of draws in which it is, with half of those without any difference; of
	// kin and over several units by the distribution of the interval.
	Above float64
	N     int // distinct test records
	Runs  int // trials that were looked at
	Units int // repetitions, folds or groups
	// Variance is that of Value, known from DF degrees of freedom; NaN where there
	// is no interval.
	Variance, DF float64
}

// Draws is the number of bootstrap draws of records.
const Draws = 1000

// drawBlock is how many draws come from one stream of random numbers.
const drawBlock = 50

// MeasureOf estimates a metric of a method in a stratum: the mean over the units
// of the design. Records are drawn with replacement, the same in all units, which
// shows what drawing them explains; of several units the rest is Student's t of
// their values, as for differences of accuracy. Of one run the interval is that
// of the middle 95 % of the draws. The same study gives the same numbers.
func MeasureOf(study result.Study, method string, s Stratum, m Measure) Estimate {
	return newIndex(study).estimate(study, m, side{method, s}, nil)
}

// MeasureDifference estimates the metric of a less that of b on the records that
// both were tested on.
func MeasureDifference(study result.Study, a, b string, s Stratum, m Measure) Estimate {
	return newIndex(study).estimate(study, m, side{a, s}, &side{b, s})
}

// Difference is the difference of two methods in a metric.
type Difference struct {
	A, B string
	Estimate
	PHolm  float64 // P adjusted for all pairs of its family (Holm 1979)
	Family string  // what PHolm is adjusted for, in words
}

// MeasureDifferences compares every two methods, the smallest p first. Pairs
// without a common record are left out. As for accuracy, p is adjusted for all
// pairs of methods that are compared, and that of a pair with a baseline for all
// pairs with one.
func MeasureDifferences(study result.Study, s Stratum, m Measure) []Difference {
	return measureDifferences(context.Background(), study, s, m)
}

// measureDifferences is the same, wanted until a context ends.
func measureDifferences(ctx context.Context, study result.Study, s Stratum, m Measure) []Difference {
	x := newIndex(study).until(ctx)
	list := append(x.differences(study, s, m, false), x.differences(study, s, m, true)...)
	slices.SortStableFunc(list, func(a, b Difference) int { return compareFloat(a.P, b.P) })
	return list
}

// differences are those of one family: of the pairs with a baseline, or without.
func (x index) differences(study result.Study, s Stratum, m Measure, floor bool) []Difference {
	var list []Difference
	var ps []float64
	for _, c := range couples(study.Methods) {
		if withBaseline(study, Pair{A: c[0], B: c[1]}) != floor {
			continue
		}
		if e := x.estimate(study, m, side{c[0], s}, &side{c[1], s}); e.N > 0 && !math.IsNaN(e.Value) {
			list, ps = append(list, Difference{A: c[0], B: c[1], Estimate: e}), append(ps, e.P)
		}
	}
	for i, p := range Holm(ps) {
		list[i].PHolm, list[i].Family = p, familyWords(tested(ps), floor, false)
	}
	return list
}

// estimate is that of one side, or of the first less the second.
func (x index) estimate(study result.Study, m Measure, a side, b *side) Estimate {
	units, out := x.unitParts(study, m, a, b)
	if x.ended() {
		return noEstimate()
	}
	within := Interval{0, m.Most}
	if b != nil {
		within.Low = -m.Most
	}
	out = x.estimateOf(units, out, b != nil, within)
	if b == nil && !m.perRun {
		return out.unlessPerfect(within)
	}
	return out
}

// noWidth is the width of an interval that comes from rounding alone.
const noWidth = 1e-12

// unlessPerfect takes the interval away from a value that is the best or the worst
// that there is in every draw: records that are all answered rightly show nothing
// of others.
func (e Estimate) unlessPerfect(within Interval) Estimate {
	if e.CI95.High-e.CI95.Low < noWidth && (e.Value <= within.Low+noWidth || e.Value >= within.High-noWidth) {
		e.CI95 = unknown()
	}
	return e
}

// estimateOf fills in an estimate of the mean over units; a difference gets a p,
// and the interval stays within what the value can be.
func (x index) estimateOf(units []unit, out Estimate, difference bool, within Interval) Estimate {
	out.Value, out.CI95, out.P, out.Above, out.Variance, out.DF = math.NaN(), unknown(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	values := make([]float64, len(units))
	at, ones := evaluators(units), make([]float64, x.n)
	for i := range ones {
		ones[i] = 1
	}
	for u := range units {
		values[u] = at[u](ones)
	}
	out.Value = meanDefined(values)
	if out.N < leastRecords || x.cluster != nil && x.kin < leastRecords || math.IsNaN(out.Value) {
		return out
	}
	drawn, whole := x.draw(units, Draws)
	if x.ended() { // some draws were not made
		return noEstimate()
	}
	out.judge(x, values, drawn, whole)
	if !difference {
		out.P, out.Above = math.NaN(), math.NaN()
	}
	out.CI95 = Interval{max(within.Low, out.CI95.Low), min(within.High, out.CI95.High)}
	return out
}

// draw draws the test records of a study so many times, and returns the values
// of each unit and of their mean. Draws have streams of their own in blocks, so
// that the number of workers changes nothing.
func (x index) draw(units []unit, draws int) (drawn [][]float64, whole []float64) {
	drawn, whole = make([][]float64, len(units)), make([]float64, draws)
	for u := range units {
		drawn[u] = make([]float64, draws)
	}
	root := rng.New(0).Child("measure")
	each((draws+drawBlock-1)/drawBlock, func(block int) {
		r, weights, at := root.Block(block).Rand(), make([]float64, x.n), evaluators(units)
		values := make([]float64, len(units))
		for d := block * drawBlock; d < min(draws, (block+1)*drawBlock) && !x.ended(); d++ {
			x.drawRecords(weights, r)
			for u := range units {
				values[u] = at[u](weights)
				drawn[u][d] = values[u]
			}
			whole[d] = meanDefined(values)
		}
	})
	return drawn, whole
}

// drawRecords counts how often each record is drawn, kin together.
func (x index) drawRecords(weights []float64, r *rand.Rand) {
	if x.cluster == nil {
		drawWeights(weights, r)
		return
	}
	clusters := make([]float64, x.kin)
	drawWeights(clusters, r)
	for i, c := range x.cluster {
		weights[i] = clusters[c]
	}
}

// drawWeights counts how often each record is drawn.
func drawWeights(weights []float64, r *rand.Rand) {
	clear(weights)
	n := uint64(len(weights))
	for k := 0; k < len(weights); k += 2 { // two numbers of 32 bits from one of 64
		x := r.Uint64()
		weights[(x&math.MaxUint32)*n>>32]++
		if k+1 < len(weights) {
			weights[(x>>32)*n>>32]++
		}
	}
}

// judge fills in interval and p from the values of the units and the draws.
func (e *Estimate) judge(x index, values []float64, drawn [][]float64, whole []float64) {
	whole = definedValues(whole)
	if len(whole) == 0 {
		return
	}
	if e.Units == 1 {
		e.Variance, e.DF = stat.Variance(whole, nil), x.freedom(e.N)
	}
	if e.Units == 1 && x.cluster != nil { // few clusters: their draws vary too little for quantiles
		of := spread{shared: stat.Variance(whole, nil), clusters: float64(x.kin), few: 1}
		half := of.half(significance)
		e.CI95, e.P = Interval{e.Value - half, e.Value + half}, of.p(e.Value)
		e.Above = betterBy(e.P, e.Value)
		return
	}
	if e.Units == 1 {
		slices.Sort(whole)
		e.CI95 = Interval{stat.Quantile(0.025, stat.Empirical, whole, nil), stat.Quantile(0.975, stat.Empirical, whole, nil)}
		e.P, e.Above = tails(whole), above(whole)
		return
	}
	known := definedValues(values)
	k := float64(len(known))
	if k < 2 {
		return
	}
	sampling := 0.0
	for _, d := range drawn {
		if list := definedValues(d); len(list) > 1 {
			sampling += stat.Variance(list, nil) / (k * k)
		}
	}
	of := byMeans(stat.Variance(known, nil)/k, sampling, k-1)
	switch x.design {
	case folds:
		of.between += k / (k - 1) * max(0, of.training)
	case repetitions:
		of.shared, of.clusters = max(0, stat.Variance(whole, nil)-sampling), float64(x.kin)
	}
	e.Variance, e.DF = of.shared+of.between, k-1
	if e.Variance > 0 && of.shared > 0 { // Satterthwaite's, of two parts
		rest := x.freedom(e.N)
		e.DF = e.Variance * e.Variance / (of.between*of.between/(k-1) + of.shared*of.shared/rest)
	}
	half := of.half(significance)
	e.CI95, e.P = Interval{e.Value - half, e.Value + half}, of.p(e.Value)
	e.Above = betterBy(e.P, e.Value)
}

// freedom is how many degrees of freedom drawing so many records has: kin are
// drawn together, and count as one.
func (x index) freedom(records int) float64 {
	if x.cluster != nil {
		records = min(records, x.kin)
	}
	return float64(max(records, 2) - 1)
}

// tails is the two-sided p value of no difference by the share of draws on the
// other side, never 0.
func tails(draws []float64) float64 {
	below, above := 1, 1
	for _, d := range draws {
		if d <= 0 {
			below++
		}
		if d >= 0 {
			above++
		}
	}
	return min(1, 2*float64(min(below, above))/float64(len(draws)+1))
}

// above is the share of draws above zero, with half of those at zero.
func above(draws []float64) float64 {
	halves := 0
	for _, d := range draws {
		halves += bit(d > 0) + bit(d >= 0)
	}
	return float64(halves) / float64(2*len(draws))
}

func definedValues(values []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(values), math.IsNaN)
}
