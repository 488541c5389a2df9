package canvas

import (
	"image"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
	"gonum.org/v1/plot/vg/vgimg"
)

// Measuring is a canvas of a size in pixels on which nothing is seen.
func Measuring(width, height float64) vgdraw.Canvas {
	return vgdraw.NewCanvas(new(recorder.Canvas), vg.Length(width)*Pixel, vg.Length(height)*Pixel)
}

// Pixels returns the image behind a canvas, where it is one.
func Pixels(c vgdraw.Canvas) (*image.RGBA, float64, bool) {
	canvas, ok := c.Canvas.(*vgimg.Canvas)
	if !ok {
		return nil, 0, false
	}
	img, ok := canvas.Image().(*image.RGBA)
	return img, canvas.DPI(), ok
}
