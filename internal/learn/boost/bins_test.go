package boost

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestBinsHoldEveryValue draws columns with ties and gaps.
func TestBinsHoldEveryValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.SampledFrom([]float64{0, 1, 2, math.NaN()})), 1, 600).Draw(t, "values")
		limit := rapid.IntRange(2, 255).Draw(t, "limit")
		c := binOne(values, limit)
		if c.bins() > limit || !slices.IsSorted(c.thresholds) {
			t.Fatalf("%d bins of at most %d: %v", c.bins(), limit, c.thresholds)
		}
		for i, x := range values {
			b := int(c.codes[i])
			switch {
			case math.IsNaN(x):
				if b != c.bins() || !c.gaps {
					t.Fatalf("missing value in bin %d of %d", b, c.bins())
				}
			case b > 0 && x <= c.thresholds[b-1], b < len(c.thresholds) && x > c.thresholds[b]:
				t.Fatalf("%g in bin %d of %v", x, b, c.thresholds)
			}
		}
	})
}
