package nn

import "math"

// Course is how something grows from 0 to 1 over a ramp.
type Course uint8

// The courses: in a straight line, along half a cosine (slowly, fast, slowly),
// or in one step at the end of the ramp.
const (
	GrowLinear Course = iota
	GrowCosine
	GrowStep
)

// share returns what is reached at a point of the ramp, from 0 up to below 1.
func (c Course) share(at float64) float64 {
	switch c {
	case GrowCosine:
		return 0.5 * (1 - math.Cos(math.Pi*at))
	case GrowStep:
		return 0
	default:
		return at
	}
}
