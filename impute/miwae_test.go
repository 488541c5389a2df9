package impute

import (
	"math"
	"testing"
)

// quickMIWAE trains within a second.
func quickMIWAE(more map[string]string) map[string]string {
	set := map[string]string{"hidden": "16", "latent": "2", "steps": "400", "rate": "0.01", "samples": "5", "resampled": "100"}
	for name, value := range more {
		set[name] = value
	}
	return set
}

func TestMIWAEKnowsTheBest(t *testing.T) { checkOneFactor(t, "miwae", quickMIWAE(nil)) }

// As published: Student's t distributions, and nothing hidden.
func TestMIWAEAsPublished(t *testing.T) {
	checkOneFactor(t, "miwae", quickMIWAE(map[string]string{"preset": "paper"}))
}

func TestMIWAEGoesOn(t *testing.T) {
	checkGoesOn(t, "miwae", quickMIWAE(map[string]string{"steps": "20"}), 1, 5)
}

func TestMIWAEStopsInTime(t *testing.T) { checkStops(t, "miwae") }

// Weights 1, 3 and 4, given as logarithms beyond what an exponential can hold.
func TestAtPointOfWeights(t *testing.T) {
	logs := []float32{900, 900 + float32(math.Log(3)), 900 + float32(math.Log(4))}
	for point, want := range map[float64]int{0: 0, 0.12: 0, 0.13: 1, 0.49: 1, 0.51: 2, 0.9999999: 2} {
		if got := atPoint(logs, point); got != want {
			t.Errorf("at %g: %d, want %d", point, got, want)
		}
	}
	if got, want := logSum(logs), 900+math.Log(8); math.Abs(got-want) > 1e-3 {
		t.Errorf("sum %g, want %g", got, want)
	}
}
