package nn

import (
	"math"
	"testing"
)

func TestModalityDropoutGrows(t *testing.T) {
	for _, c := range []struct {
		course Course
		want   [6]float64 // of epochs 1 to 6
	}{
		{GrowLinear, [6]float64{0.1, 0.2, 0.3, 0.4, 0.4, 0.4}},
		{GrowCosine, [6]float64{0.2 - 0.2*math.Sqrt2/2, 0.2, 0.2 + 0.2*math.Sqrt2/2, 0.4, 0.4, 0.4}},
		{GrowStep, [6]float64{0, 0, 0, 0.4, 0.4, 0.4}},
	} {
		d := ModalityDropout{P: 0.4, Only: 0.2, Ramp: 4, Course: c.course}
		for k, want := range c.want {
			got := d.at(k + 1)
			if math.Abs(got.P-want) > 1e-12 || math.Abs(got.Only-want/2) > 1e-12 {
				t.Errorf("course %d, epoch %d: %v and %v, want %v and its half", c.course, k+1, got.P, got.Only, want)
			}
		}
	}
	if got := (ModalityDropout{P: 0.4}).at(1).P; got != 0.4 {
		t.Errorf("without a ramp %v in the first epoch", got)
	}
}
