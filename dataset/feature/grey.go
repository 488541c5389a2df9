package feature

import (
	"image"

	"golang.org/x/image/draw"
)

// Grey returns the brightness of an image as height·width numbers from 0
// (black) to 1, row by row, resized by bicubic interpolation (Catmull–Rom)
// where it has another size. Transparent parts are black.
func Grey(img image.Image, height, width int) []float64 {
	grey := toGrey(img)
	if b := grey.Bounds(); b.Dx() != width || b.Dy() != height {
		small := image.NewGray(image.Rect(0, 0, width, height))
		draw.CatmullRom.Scale(small, small.Bounds(), grey, b, draw.Src, nil)
		grey = small
	}
	out := make([]float64, 0, height*width)
	for y := range height {
		for _, v := range grey.Pix[y*grey.Stride : y*grey.Stride+width] {
			out = append(out, float64(v)/255)
		}
	}
	return out
}

// toGrey returns the image in grey, with its corner at the origin.
func toGrey(img image.Image) *image.Gray {
	b := img.Bounds()
	if g, ok := img.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(grey, grey.Bounds(), img, b.Min, draw.Src)
	return grey
}
