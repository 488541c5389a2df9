package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"io"
	"io/fs"
	"path"

	"golang.org/x/image/tiff"

	"lacuna/internal/say"
)

// mostPixels is where an image is refused unread: 67 million pixels, more than
// cameras make.
const mostPixels = 1 << 26

// bytesPerPixel is what a decoded image takes at most.
const bytesPerPixel = 8

// picture is a decoded image.
type picture struct {
	image.Image
	turn  int // EXIF orientation, 1 for upright
	lossy bool
	notes notes
}

// LoadImage decodes an image for display: in whole, upright, in its own depth. It
// fails with fs.ErrNotExist where there is no file.
func LoadImage(ctx context.Context, fsys fs.FS, name string) (image.Image, error) {
	data, f, err := load(ctx, fsys, name)
	if err != nil {
		return nil, err
	}
	if f == nil || f.picture == nil {
		return nil, say.Error("the file is no image that is understood")
	}
	p, err := openPicture(ctx, f, data)
	if err != nil {
		return nil, err
	}
	return upright(p), nil
}

// load reads a file in whole.
func load(ctx context.Context, fsys fs.FS, name string) ([]byte, *format, error) {
	name = path.Clean(name)
	size, err := regular(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	data, err := readFile(ctx, fsys, name, size)
	return data, formatOf(data), err
}

// openPicture decodes an image of acceptable size.
func openPicture(ctx context.Context, f *format, data []byte) (p picture, err error) {
	defer calm(&err)
	if _, err := imageHead(f, data); err != nil {
		return p, err
	}
	if p, err = f.picture(ctx, data); err != nil {
		return p, err
	}
	if b := p.Bounds(); b.Empty() {
		return p, say.Error("the image has no pixels")
	}
	if p.turn = orientation(data); p.turn != 1 {
		p.notes |= turned
	}
	return p, nil
}

// imageHead returns the size of an image, as it stands upright.
func imageHead(f *format, data []byte) (head, error) {
	c, err := f.config(bytes.NewReader(data))
	switch {
	case err != nil && f == webpFormat && isAnimatedWebP(data):
		return head{}, stranger{say.Mark("the file is an animated WebP, which is not understood")}
	case err != nil:
		return head{}, err
	case c.Width <= 0 || c.Height <= 0:
		return head{}, say.Error("the image has no pixels")
	case int64(c.Width)*int64(c.Height) > mostPixels:
		return head{}, say.Errorf("%d×%d pixels are too many: images of up to %d million are read", c.Width, c.Height, mostPixels/1_000_000)
	}
	if orientation(data) >= 5 {
		return head{width: c.Height, height: c.Width}, nil
	}
	return head{width: c.Width, height: c.Height}, nil
}

// isAnimatedWebP looks at the flags of an extended WebP file.
func isAnimatedWebP(data []byte) bool {
	return holds(data, 12, "VP8X") && len(data) > 20 && data[20]&2 != 0
}

// decodeWith makes a picture with a decoder of one image.
func decodeWith(decode func(r io.Reader) (image.Image, error), lossy bool) func(context.Context, []byte) (picture, error) {
	return func(ctx context.Context, data []byte) (picture, error) {
		img, err := decode(reader{ctx, bytes.NewReader(data)})
		return picture{Image: img, lossy: lossy}, err
	}
}

// decodePNG reads the image that stands for a film, where it is one.
func decodePNG(ctx context.Context, data []byte) (picture, error) {
	img, err := png.Decode(reader{ctx, bytes.NewReader(data)})
	p := picture{Image: img}
	if chunk(data[8:], "acTL", binary.BigEndian, 4, 0, 8) != nil {
		p.notes = firstFrame
	}
	return p, err
}

// decodeTIFF reads the first page. The decoder wants to jump within the file,
// so that it cannot be stopped midway.
func decodeTIFF(_ context.Context, data []byte) (picture, error) {
	img, err := tiff.Decode(bytes.NewReader(data))
	p := picture{Image: img}
	if err == nil && tiffPages(data) {
		p.notes = firstPage
	}
	return p, err
}

// upright turns a picture as its camera was held.
func upright(p picture) image.Image {
	if p.turn == 1 {
		return p.Image
	}
	b := p.Bounds()
	w, h := b.Dx(), b.Dy()
	if p.turn >= 5 {
		w, h = h, w
	}
	var out draw.Image = image.NewNRGBA(image.Rect(0, 0, w, h))
	if deepBits(p.Image) {
		out = image.NewNRGBA64(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x := range w {
			sx, sy := source(p.turn, x, y, w, h)
			out.Set(x, y, p.At(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out
}

// source returns where pixel x, y of an upright image of w×h pixels stands in
// one that was stored with an orientation.
func source(turn, x, y, w, h int) (sx, sy int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}
