package cli

import (
	"math"
	"testing"

	"lacuna/experiment/metric"
)

// What is not known is no number in a table.
func TestSignedCell(t *testing.T) {
	nan := math.NaN()
	for want, e := range map[string]metric.Estimate{
		"+0.120 [+0.100 +0.140]": {Value: 0.12, CI95: metric.Interval{Low: 0.1, High: 0.14}},
		"-0.120":                 {Value: -0.12, CI95: metric.Interval{Low: nan, High: nan}},
		"–":                      {Value: nan, CI95: metric.Interval{Low: nan, High: nan}},
	} {
		if got := signedCell(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
