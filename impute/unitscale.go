package impute

import "lacuna/internal/learn"

// unitScale maps each column linearly so that the training rows' observed cells
// run from 0 to 1, and back. A constant or unobserved column maps to 0.
type unitScale struct {
	low, span []float64
}

func newUnitScale(t *learn.Table) unitScale {
	low, high := t.Ranges()
	s := unitScale{low: low, span: make([]float64, len(low))}
	for j := range high {
		s.span[j] = high[j] - low[j]
	}
	return s
}

// down maps a number of column j to the unit interval.
func (s unitScale) down(j int, x float64) float64 {
	if s.span[j] == 0 {
		return 0
	}
	return (x - s.low[j]) / s.span[j]
}

// up maps it back.
func (s unitScale) up(j int, u float64) float64 { return s.low[j] + u*s.span[j] }
