package canvas

import (
	"image"
	"math"

	"git.sr.ht/~sbinet/gg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// PixelsPerInch is the density at which a pixel is a pixel.
const PixelsPerInch = 96

// Render draws a figure for the screen into an image of w × h device pixels.
// scale is device pixels per pixel: 1, or 2 on a dense screen. The image has a
// full stride and starts at 0, 0, so it can be uploaded as it is; reuse is
// drawn over and returned when it has the right size, so that redrawing
// allocates no image. Regions are in pixels, whatever the scale.
func Render(f Figure, w, h int, scale float64, s Style, reuse *image.RGBA) (*image.RGBA, []Region) {
	img := canvasImage(w, h, reuse)
	if scale <= 0 || w < 1 || h < 1 {
		return img, nil
	}
	ctx := gg.NewContextForRGBA(img)
	ctx.SetLineCapButt()
	ctx.InvertY()
	c := vgimg.NewWith(vgimg.UseImageWithContext(img, ctx),
		vgimg.UseDPI(int(math.Round(PixelsPerInch*scale))))
	FillBackground(img, s.Background)
	return img, f.Draw(draw.New(c), s)
}

func canvasImage(w, h int, reuse *image.RGBA) *image.RGBA {
	want := image.Rect(0, 0, max(w, 1), max(h, 1))
	if reuse != nil && reuse.Rect == want && reuse.Stride == 4*want.Dx() {
		return reuse
	}
	return image.NewRGBA(want)
}
