package speaker

import (
	"context"
	"errors"
	"math"
	"testing"
)

// A tone keeps its height and loudness at the rate of the device, from a lower
// rate and from a higher one; what no lower rate can hold is gone.
func TestResampled(t *testing.T) {
	tone := func(hertz float64, perSecond int) []float64 {
		out := make([]float64, perSecond/10)
		for k := range out {
			out[k] = math.Sin(2 * math.Pi * hertz * float64(k) / float64(perSecond))
		}
		return out
	}
	for _, from := range []int{8000, 44100, 48000, 96000} {
		got, want, far := resampled(tone(1000, from), from), tone(1000, rate), 0.0
		if d := len(got) - len(want); d < -1 || d > 1 {
			t.Fatalf("%d Hz: %d samples, not %d", from, len(got), len(want))
		}
		for k := 200; k < len(want)-200; k++ { // the ends lack neighbours
			far = max(far, math.Abs(got[k]-want[k]))
		}
		if far > 0.02 {
			t.Errorf("%d Hz: up to %.3f apart", from, far)
		}
	}
	for k, x := range resampled(tone(30000, 96000), 96000)[200:4000] {
		if math.Abs(x) > 0.05 {
			t.Fatalf("a tone above the rate is heard at sample %d: %g", k, x)
		}
	}
}

// Without a device, and where it was stopped, Play returns and says which; it
// never hangs.
func TestPlayReturns(t *testing.T) {
	if err := Play(t.Context(), nil, 8000); err == nil {
		t.Error("no sound was played")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Play(ctx, make([]float64, 800), 8000)
	var none *NoDeviceError
	if !errors.Is(err, context.Canceled) && !errors.As(err, &none) {
		t.Errorf("stopped: %v", err)
	}
}
