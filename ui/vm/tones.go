package vm

import (
	"math"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// Tones are the numbers that are black and white in the pictures of a modality.
type Tones struct{ Black, White float64 }

// Brightness is how bright a number is, from 0 to 1; what is missing is black.
func (t Tones) Brightness(x float64) float64 {
	if !(t.White > t.Black) || math.IsNaN(x) {
		return 0
	}
	return min(max((x-t.Black)/(t.White-t.Black), 0), 1)
}

// tonesOf finds them as the charts of what was generated do: 0 to 1 or 0 to 255,
// where all pictures keep to it, else from the least to the greatest number.
func tonesOf(b dataset.Block, records int) Tones {
	low, high := math.Inf(1), math.Inf(-1)
	for i := range records {
		for _, x := range b.Row(i) {
			if x < low {
				low = x
			}
			if x > high {
				high = x
			}
		}
	}
	if low > high {
		return Tones{White: 1}
	}
	if span := metric.SpanOf([]float64{low, high}); span == 1 && low >= 0 && high <= 1 || span == 255 && low >= 0 && high <= 255 {
		return Tones{White: span}
	}
	return Tones{low, high}
}
