package impute

import (
	"math"
	"testing"

	"lacuna/internal/encode"
)

// A slope comes back from half its size as it was, but for the outermost pixels,
// which have one neighbour only; an image that is small enough stays as it is.
func TestThumbnailOfASlope(t *testing.T) {
	slope := func(j int) float32 { return float32(3*(j/2/12)) + float32(j/2%12) + 100*float32(j%2) }
	for most, tolerance := range map[int]float64{12: 0, 6: 1e-5} {
		thumb := thumbnailOf(encode.CNN{Height: 10, Width: 12, Channels: 2}, most)
		small := make([]float32, thumb.cells())
		thumb.shrink(small, slope)
		wide := make([]float64, len(small))
		for j, x := range small {
			wide[j] = float64(x)
		}
		for j := range 10 * 12 * 2 {
			y, x := j/2/12, j/2%12
			if y == 0 || y == 9 || x == 0 || x == 11 {
				continue
			}
			if got, want := thumb.at(wide, j), float64(slope(j)); math.Abs(got-want) > tolerance {
				t.Fatalf("at most %d pixels: pixel %d is %g, want %g", most, j, got, want)
			}
		}
	}
	odd := thumbnailOf(encode.CNN{Height: 9, Width: 21, Channels: 1}, 8)
	if odd.factor != 3 || odd.to.Height != 3 || odd.to.Width != 7 {
		t.Errorf("9 × 21 pixels become %+v", odd)
	}
}

// The colours of a pixel come back as they were, and grey has no contrast.
func TestColoursComeBack(t *testing.T) {
	thumb := thumbnailOf(encode.CNN{Height: 8, Width: 8, Channels: 3}, 8)
	image := make([]float32, thumb.cells())
	for j := range image {
		image[j] = float32(j%7) - float32(j%3)
	}
	image[0], image[1], image[2] = 2, 2, 2
	small, wide := make([]float32, len(image)), make([]float64, len(image))
	thumb.shrink(small, func(j int) float32 { return image[j] })
	for j, x := range small {
		wide[j] = float64(x)
	}
	if small[1] != 0 || small[2] != 0 {
		t.Errorf("grey has the contrasts %v", small[1:3])
	}
	for j, want := range image {
		if got := thumb.at(wide, j); math.Abs(got-float64(want)) > 1e-5 {
			t.Fatalf("number %d is %g, want %g", j, got, want)
		}
	}
}
