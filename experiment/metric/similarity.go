package metric

import (
	"math"
	"slices"
)

// Picture is how the numbers of a record lie in an image: row by row, the
// channels of a pixel side by side. Span is the distance from the darkest to the
// brightest that a pixel can be.
type Picture struct {
	Height, Width, Channels int
	Span                    float64
}

// Constants of Wang et al.: the window's side and deviation in pixels, and what
// keeps the quotients finite, in spans.
const (
	similarityWindow    = 11
	similarityDeviation = 1.5
	similarityMean      = 0.01
	similarityVariance  = 0.03
)

// SSIM is the structural similarity of two images, from −1 to 1 where they are
// equal: the mean over all places of an 11 × 11 Gaussian window that lie within
// them, and over their channels (Wang, Bovik, Sheikh and Simoncelli, Image quality
// assessment, IEEE Trans. Image Processing 2004). In an image that is smaller
// than the window, the window is as large as an odd number of pixels allows.
func SSIM(a, b []float64, p Picture) float64 {
	w := gaussian(min(similarityWindow, odd(p.Height), odd(p.Width)))
	sum, places := 0.0, 0
	for k := range p.Channels {
		for i := 0; i+len(w) <= p.Height; i++ {
			for j := 0; j+len(w) <= p.Width; j++ {
				sum += p.window(a, b, w, i, j, k)
				places++
			}
		}
	}
	return sum / float64(places)
}

func odd(n int) int { return n - 1 + n%2 }

// gaussian returns the weights of a window's rows, which sum to 1.
func gaussian(side int) []float64 {
	w, sum := make([]float64, side), 0.0
	for k := range w {
		d := float64(k-side/2) / similarityDeviation
		w[k] = math.Exp(-d * d / 2)
		sum += w[k]
	}
	for k := range w {
		w[k] /= sum
	}
	return w
}

// window compares what a window from row i and column j shows of channel k.
func (p Picture) window(a, b, w []float64, i, j, k int) float64 {
	var ma, mb, aa, bb, ab float64
	for r, v := range w {
		for s, h := range w {
			at := ((i+r)*p.Width+j+s)*p.Channels + k
			x, y, weight := a[at], b[at], v*h
			ma, mb = ma+weight*x, mb+weight*y
			aa, bb, ab = aa+weight*x*x, bb+weight*y*y, ab+weight*x*y
		}
	}
	c1, c2 := similarityMean*p.Span, similarityVariance*p.Span
	c1, c2 = c1*c1, c2*c2
	return (2*ma*mb + c1) * (2*(ab-ma*mb) + c2) / ((ma*ma + mb*mb + c1) * (aa - ma*ma + bb - mb*mb + c2))
}

// PSNR is the peak signal-to-noise ratio in decibel of a mean squared error:
// infinite where there is none.
func PSNR(squared, span float64) float64 { return 10 * math.Log10(span*span/squared) }

// SpanOf returns the span of the pixels of real images: 1 or 255, where they
// keep to it; otherwise their range.
func SpanOf(pixels []float64) float64 {
	low, high := slices.Min(pixels), slices.Max(pixels)
	switch {
	case low >= 0 && high > 0 && high <= 1:
		return 1
	case low >= 0 && high > 1 && high <= 255 && high > 127:
		return 255
	}
	return high - low
}
