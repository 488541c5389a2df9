package vm

import (
	"math"
	"testing"

	"lacuna/dataset"
)

// White is what the data say: 1, 255 or the brightest pixel that there is.
func TestTones(t *testing.T) {
	for _, c := range []struct {
		pixels []float64
		want   Tones
	}{
		{[]float64{0.2, 0.9, math.NaN()}, Tones{0, 1}},
		{[]float64{0, 254, 12}, Tones{0, 255}},
		{[]float64{0, 16, 3}, Tones{0, 16}},
		{[]float64{-1, 1, 0.5}, Tones{-1, 1}},
		{[]float64{math.NaN(), math.NaN(), math.NaN()}, Tones{0, 1}},
	} {
		b := dataset.Block{Modality: dataset.Modality{Kind: dataset.Image, Shape: []int{1, 3}}, Numbers: dataset.NewMatrix(1, 3)}
		for k, x := range c.pixels {
			b.Numbers.Set(0, k, x)
		}
		if got := tonesOf(b, 1); got != c.want {
			t.Errorf("%v: from %g to %g", c.pixels, got.Black, got.White)
		}
	}
	if got := (Tones{0, 255}).Brightness(51); got != 0.2 {
		t.Errorf("51 of 255 is %g bright", got)
	}
}
