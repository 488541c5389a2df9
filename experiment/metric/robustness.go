package metric

import (
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// Robustness is how well a method keeps up as more and more is hidden from test
// records by one mechanism, after one training: the two measures of MultiBench
// (Liang et al. 2021), which there are scaled to the best and the worst method
// and so change when a method is added. Here they are not scaled.
type Robustness struct {
	Training, Mechanism, Method string
	Rates                       []float64
	// Tau is relative robustness: the area under the metric over the rates by the
	// trapezium rule, divided by the range of the rates. It is the mean of the metric
	// over that range.
	Tau Estimate
	// Rho is effective robustness: the sum over the rates of f − (LF + f₀ − LF₀), where
	// f is the metric of the method, LF that of late fusion, and 0 marks the first rate,
	// which is 0. Above 0 where the method loses less than late fusion, below 0 where less is
	// better. It has no number without late fusion or rate 0.
	Rho Estimate
}

// allRecords holds every test record of a study Under a condition.
var allRecords = observed(AllRecords, "all", "all records", func(dataset.Pattern) bool { return true })

// LateFusion is the method that effective robustness is measured against.
const LateFusion = "late-fusion"

// Robustness measures every method on every curve of a sweep of two rates or more.
func (s Sweep) Robustness() []Robustness {
	var list []Robustness
	s.eachCurve(func(t int, mechanism string, c curve) {
		for _, method := range s.tested(t) {
			r := Robustness{Training: s.Trainings[t].Name, Mechanism: mechanism, Method: method, Rates: c.rates, Rho: noEstimate()}
			r.Tau = c.estimate(c.area(), method, "", Interval{0, s.Measure.Most})
			if c.rates[0] == 0 && slices.Contains(s.tested(t), LateFusion) && method != LateFusion {
				r.Rho = c.estimate(c.excess(), method, LateFusion, Interval{math.Inf(-1), math.Inf(1)})
			}
			list = append(list, r)
		}
	})
	return list
}

// RobustnessDifference is the difference of two methods in relative robustness.
type RobustnessDifference struct {
	Training, Mechanism string
	Difference
}

// RobustnessDifferences compares every two methods that not every comparison
// carries on every curve, paired; PHolm is adjusted for all pairs of a curve. The
// smallest p of a curve comes first.
func (s Sweep) RobustnessDifferences() []RobustnessDifference {
	var list []RobustnessDifference
	s.eachCurve(func(t int, mechanism string, c curve) {
		methods := slices.DeleteFunc(s.tested(t), func(m string) bool { return slices.Contains(s.Study.Baselines, m) })
		var some []RobustnessDifference
		var ps []float64
		for _, pair := range couples(methods) {
			e := c.estimate(c.area(), pair[0], pair[1], Interval{-s.Measure.Most, s.Measure.Most})
			if e.N == 0 || math.IsNaN(e.Value) {
				continue
			}
			some = append(some, RobustnessDifference{s.Trainings[t].Name, mechanism, Difference{A: pair[0], B: pair[1], Estimate: e}})
			ps = append(ps, e.P)
		}
		for i, p := range Holm(ps) {
			some[i].PHolm, some[i].Family = p, familyWords(tested(ps), false, false)
		}
		slices.SortStableFunc(some, func(a, b RobustnessDifference) int { return compareFloat(a.P, b.P) })
		list = append(list, some...)
	})
	return list
}

// curve is one mechanism at several rates after one training.
type curve struct {
	m     Measure
	x     index // of the training's runs
	rates []float64
	under []result.Study // the training's runs at each rate
}

// eachCurve visits the curves that have two rates or more.
func (s Sweep) eachCurve(visit func(t int, mechanism string, c curve)) {
	for t, training := range s.Trainings {
		for _, mechanism := range s.Mechanisms() {
			points := s.Curve(mechanism)
			if len(points) < 2 {
				continue
			}
			c := curve{m: s.Measure, x: newIndex(training.Runs)}
			for _, i := range points {
				c.rates, c.under = append(c.rates, s.Conditions[i].Rate), append(c.under, Under(training.Runs, s.Conditions[i].Name))
			}
			visit(t, mechanism, c)
		}
	}
}

// area are the weights by which the points of the curve make the area under it,
// divided by the range.
func (c curve) area() []float64 {
	weights := make([]float64, len(c.rates))
	span := c.rates[len(c.rates)-1] - c.rates[0]
	for i := range c.rates[1:] {
		half := (c.rates[i+1] - c.rates[i]) / 2 / span
		weights[i] += half
		weights[i+1] += half
	}
	return weights
}

// excess are the weights by which the points make the sum of what each is above
// the first.
func (c curve) excess() []float64 {
	weights := make([]float64, len(c.rates))
	for i := range weights {
		weights[i] = 1
	}
	weights[0] -= float64(len(weights))
	return weights
}

// estimate weighs the metric of a method, or of a less b on the records that both
// were tested on, at the points of a curve. The same records are drawn at all
// points; the interval stays within what the value can be.
func (c curve) estimate(weights []float64, a, b string, within Interval) Estimate {
	var other *side
	if b != "" {
		other = &side{b, allRecords}
	}
	points := make([][]unit, len(c.under)) // by condition and unit
	var out Estimate
	for i, under := range c.under {
		points[i], out = c.x.unitParts(under, c.m, side{a, allRecords}, other)
		if len(points[i]) != len(points[0]) {
			return noEstimate()
		}
	}
	sums := make([]unit, len(points[0]))
	for u := range sums {
		sums[u] = unit{{inOrder: true, of: func() func([]float64) float64 { return weighted(points, u, weights) }}}
	}
	out = c.x.estimateOf(sums, out, b != "", within)
	if b == "" {
		return out.unlessPerfect(within)
	}
	return out
}

func noEstimate() Estimate {
	return Estimate{Value: math.NaN(), CI95: unknown(), P: math.NaN(), Above: math.NaN(), Variance: math.NaN(), DF: math.NaN()}
}

// weighted is the weighted sum of the values of one unit at all points, as a
// function of the weights of records.
func weighted(points [][]unit, u int, weights []float64) func([]float64) float64 {
	values := make([]func([]float64) float64, len(points))
	for i := range points {
		values[i] = evaluators(points[i][u : u+1])[0]
	}
	return func(records []float64) float64 {
		sum := 0.0
		for i, value := range values {
			sum += weights[i] * value(records)
		}
		return sum
	}
}
