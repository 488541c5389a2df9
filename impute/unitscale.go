package impute

import (
	"lacuna/internal/learn"
	"math"
)

// unitScale maps each column linearly so that the training rows' observed cells
// run from 0 to 1, and back. A constant or unobserved column maps to 0.
type unitScale struct {
	low, span []float64
}

func newUnitScale(t *learn.Table) unitScale {
	s := unitScale{low: make([]float64, t.Width()), span: make([]float64, t.Width())}
	high := make([]float64, t.Width())
	for j := range high {
		s.low[j], high[j] = math.Inf(1), math.Inf(-1)
	}
	for i := range t.Rows {
		row := t.Row(i)
		learn.EachBit(t.SeenRow(i), func(j int) {
			s.low[j], high[j] = min(s.low[j], row[j]), max(high[j], row[j])
		})
	}
	for j := range high {
		if high[j] < s.low[j] {
			s.low[j], high[j] = 0, 0
		}
		s.span[j] = high[j] - s.low[j]
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
