package metric

import (
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
	N     int     // distinct test records
	Units int     // runs, repetitions, folds or groups
}

// Draws is the number of bootstrap draws of records.
const Draws = 1000

// MeasureOf estimates a metric of a method in a stratum: the mean over the units
// of the design. Records are drawn with replacement, the same in all units, which
// shows what drawing them explains; of several units the rest is Student's t of
// their values, as for differences of accuracy. Of one run the interval is that
// of the middle 95 % of the draws. The same study gives the same numbers.
func MeasureOf(study result.Study, method string, s Stratum, m Measure) Estimate {
	return estimate(study, s, m, method, "")
}

// MeasureDifference estimates the metric of a less that of b on the records that
// both were tested on.
func MeasureDifference(study result.Study, a, b string, s Stratum, m Measure) Estimate {
	return estimate(study, s, m, a, b)
}

// Difference is the difference of two methods in a metric.
type Difference struct {
	A, B string
	Estimate
	PHolm float64 // P adjusted for all pairs (Holm 1979)
}

// MeasureDifferences compares every two methods, the smallest p first. Pairs
// without a common record are left out.
func MeasureDifferences(study result.Study, s Stratum, m Measure) []Difference {
	var list []Difference
	var ps []float64
	for _, c := range couples(study.Methods) {
		if e := MeasureDifference(study, c[0], c[1], s, m); e.N > 0 && !math.IsNaN(e.Value) {
			list, ps = append(list, Difference{c[0], c[1], e, math.NaN()}), append(ps, e.P)
		}
	}
	for i, p := range Holm(ps) {
		list[i].PHolm = p
	}
	slices.SortStableFunc(list, func(a, b Difference) int { return compareFloat(a.P, b.P) })
	return list
}

// unitRows are the predictions of one unit, of one method or of two.
type unitRows struct {
	records []int // place of the record of each row
	value   func(weights []float64) float64
	weights []float64
	inOrder bool // row i is of record i
}

func estimate(study result.Study, s Stratum, m Measure, a, b string) Estimate {
	x := newIndex(study)
	units, n := x.unitRows(study, s, m, a, b)
	out := Estimate{Value: math.NaN(), CI95: Interval{math.NaN(), math.NaN()}, P: math.NaN(), N: n, Units: len(units)}
	ones := make([]float64, len(x.records))
	for i := range ones {
		ones[i] = 1
	}
	values := make([]float64, len(units))
	for u := range units {
		values[u] = units[u].at(ones)
	}
	out.Value = meanDefined(values)
	if n < 2 || math.IsNaN(out.Value) {
		return out
	}
	drawn := make([][]float64, len(units))
	whole := make([]float64, Draws)
	r, weights := rng.New(0).Child("measure").Rand(), make([]float64, len(x.records))
	for d := range Draws {
		drawWeights(weights, r)
		for u := range units {
			drawn[u] = append(drawn[u], units[u].at(weights))
		}
		whole[d] = meanAt(drawn, d)
	}
	out.judge(x, values, drawn, whole)
	least := -m.most
	if b == "" {
		out.P, least = math.NaN(), 0
	}
	out.CI95 = Interval{max(least, out.CI95.Low), min(m.most, out.CI95.High)}
	return out
}

func meanAt(drawn [][]float64, d int) float64 {
	values := make([]float64, len(drawn))
	for u := range drawn {
		values[u] = drawn[u][d]
	}
	return meanDefined(values)
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

// at is the value of the unit with weights of records.
func (u *unitRows) at(weights []float64) float64 {
	if u.inOrder && len(weights) == len(u.records) {
		return u.value(weights)
	}
	for i, record := range u.records {
		u.weights[i] = weights[record]
	}
	return u.value(u.weights)
}

// judge fills in interval and p from the values of the units and the draws.
func (e *Estimate) judge(x index, values []float64, drawn [][]float64, whole []float64) {
	whole = definedValues(whole)
	if len(whole) == 0 {
		return
	}
	if e.Units == 1 {
		slices.Sort(whole)
		e.CI95 = Interval{stat.Quantile(0.025, stat.Empirical, whole, nil), stat.Quantile(0.975, stat.Empirical, whole, nil)}
		e.P = tails(whole)
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
		of.shared = max(0, stat.Variance(whole, nil)-sampling)
	}
	half := of.half(significance)
	e.CI95, e.P = Interval{e.Value - half, e.Value + half}, of.p(e.Value)
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

func definedValues(values []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(values), math.IsNaN)
}
