package sample

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// pixels is the height and width of an image.
const pixels = 16

// blur is the share of images that show a trait wrongly: a bird that has just
// folded its wings.
const blur = 0.02

// image draws the silhouette of a bird against the sky: wings spread or
// folded, tail long or short.
func (b bird) image() ([]byte, error) {
	r := b.seed.Child("image").Rand()
	wings, tail := b.wings != (r.Float64() < blur), b.tail != (r.Float64() < blur)
	x, y := 7.5+0.8*r.NormFloat64(), 7.5+0.8*r.NormFloat64()
	size := 1 + 0.1*r.NormFloat64()
	sky, contrast := 160+40*b.light+10*r.NormFloat64(), 90+12*r.NormFloat64()
	img := image.NewGray(image.Rect(0, 0, pixels, pixels))
	for v := range pixels {
		for u := range pixels {
			cover := silhouette((float64(u)-x)/size, (float64(v)-y)/size, wings, tail)
			value := sky + 2*float64(v) - contrast*cover + 8*r.NormFloat64()
			grey := uint8(min(max(value, 0), 255)) &^ 3 // coarse greys make small files
			img.SetGray(u, v, color.Gray{Y: grey})
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&out, img)
	return out.Bytes(), err
}

// silhouette returns how much of the point (x, y), in pixels from the middle
// of the bird, is covered: 0 to 1.
func silhouette(x, y float64, wings, tail bool) float64 {
	cover := inside(ellipse(x, y, 2.2, 1.8))
	if wings { // spread: a V to both sides
		if a := math.Abs(x); a < 7 {
			cover = max(cover, inside(math.Abs(y+0.6*a-0.5)-1))
		}
	}
	if tail {
		if y > 0 && y < 7 {
			cover = max(cover, inside(math.Abs(x)-0.8))
		}
	} else if y > 0 && y < 3.5 {
		cover = max(cover, inside(math.Abs(x)-1.8))
	}
	return cover
}

// ellipse is negative inside, zero on the line, and grows outside.
func ellipse(x, y, a, b float64) float64 { return (math.Hypot(x/a, y/b) - 1) * min(a, b) }

// inside turns a signed distance into a cover with a soft edge.
func inside(distance float64) float64 { return min(max(0.5-distance, 0), 1) }
