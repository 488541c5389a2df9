package format

import (
	"context"
	"image"

	"golang.org/x/image/draw"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// mostShown is the longest side of a picture for display, in pixels: larger than
// most screens.
const mostShown = 2048

// Picture decodes an image of a dataset for display: upright, in its own colours,
// at most 2,048 pixels on its longer side. file is one of Block.Files; a file that
// is not there gives fs.ErrNotExist.
func Picture(ctx context.Context, d *dataset.Dataset, file string) (image.Image, error) {
	if d.Media == nil {
		return nil, say.Errorf("the dataset %s has no media files, so %s cannot be shown", d.Name, file)
	}
	img, err := media.LoadImage(ctx, d.Media, file)
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	longest := max(b.Dx(), b.Dy())
	if longest <= mostShown {
		return img, nil
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()*mostShown/longest), max(1, b.Dy()*mostShown/longest)))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out, ctx.Err()
}
