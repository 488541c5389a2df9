package metric

import "math"

// z95 is the 97.5 % point of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson returns the 95 % score interval of a proportion (Wilson 1927): unlike
// the interval of the normal approximation it stays inside 0…1 and keeps its
// coverage for few records and for proportions near the ends. Of no records
// nothing is known: NaN.
func Wilson(correct, n int) Interval { return wilson(ratio(correct, n), float64(n)) }

func wilson(p, n float64) Interval { return scoreInterval(p, n, z95) }

// scoreInterval is Wilson's interval with another quantile than the normal one.
func scoreInterval(p, n, z float64) Interval {
	if n == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	return Interval{min(p, max(0, (centre-half)/scale)), max(p, min(1, (centre+half)/scale))} // p against rounding at 0 and 1
}

// hull returns the smallest interval that holds both; NaN ends are ignored.
func (i Interval) hull(j Interval) Interval {
	switch {
	case math.IsNaN(i.Low):
		return j
	case math.IsNaN(j.Low):
		return i
	}
	return Interval{min(i.Low, j.Low), max(i.High, j.High)}
}
