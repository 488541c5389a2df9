package media

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// rows reads an image row by row: one number a pixel where it is grey, else
// red, green and blue, 0 … 255 or, where the image is deep, 0 … 65535.
type rows struct {
	img      image.Image
	bounds   image.Rectangle
	channels int
	deep     bool
	opaque   bool
	ground   float32     // what transparent parts are laid on, as a share of white
	strip    *image.RGBA // one row
}

func newRows(img image.Image) *rows {
	r := &rows{img: img, bounds: img.Bounds(), channels: 3, deep: deepBits(img), opaque: isOpaque(img), ground: 1}
	switch img.(type) {
	case *image.Gray, *image.Gray16:
		r.channels = 1
	}
	r.strip = image.NewRGBA(image.Rect(0, 0, r.bounds.Dx(), 1))
	return r
}

// deepBits says whether an image has more than 8 bits a channel.
func deepBits(img image.Image) bool {
	switch img.(type) {
	case *image.Gray16, *image.RGBA64, *image.NRGBA64:
		return true
	}
	return false
}

func isOpaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return !ok || o.Opaque()
}

// row writes row y, counted from the top.
func (r *rows) row(y int, out []float32) {
	switch img := r.img.(type) {
	case *image.Gray:
		at := img.PixOffset(r.bounds.Min.X, r.bounds.Min.Y+y)
		for x, v := range img.Pix[at : at+r.bounds.Dx()] {
			out[x] = float32(v)
		}
	case *image.Gray16:
		at := img.PixOffset(r.bounds.Min.X, r.bounds.Min.Y+y)
		for x := range r.bounds.Dx() {
			out[x] = float32(uint16(img.Pix[at+2*x])<<8 | uint16(img.Pix[at+2*x+1]))
		}
	case *image.NRGBA:
		at := img.PixOffset(r.bounds.Min.X, r.bounds.Min.Y+y)
		r.laid(img.Pix[at:at+4*r.bounds.Dx()], out)
	default:
		if r.opaque && !r.deep {
			r.fast(y, out)
			return
		}
		r.exact(y, out)
	}
}

// laid lays a row of red, green, blue and opacity on the ground.
func (r *rows) laid(pix []uint8, out []float32) {
	for x := range len(pix) / 4 {
		p := pix[4*x : 4*x+4]
		for c, v := range p[:3] {
			out[3*x+c] = float32(v)
			if a := float32(p[3]); a < math.MaxUint8 {
				out[3*x+c] = round(float32(v)*a/math.MaxUint8 + r.ground*(math.MaxUint8-a))
			}
		}
	}
}

// fast reads a row of an opaque image of 8 bits.
func (r *rows) fast(y int, out []float32) {
	draw.Draw(r.strip, r.strip.Rect, r.img, image.Pt(r.bounds.Min.X, r.bounds.Min.Y+y), draw.Src)
	for x := range r.bounds.Dx() {
		p := r.strip.Pix[4*x : 4*x+3]
		out[3*x], out[3*x+1], out[3*x+2] = float32(p[0]), float32(p[1]), float32(p[2])
	}
}

// exact reads a row pixel by pixel and lays it on the ground.
func (r *rows) exact(y int, out []float32) {
	scale := float32(1)
	if !r.deep {
		scale = 1. / 257
	}
	for x := range r.bounds.Dx() {
		c := r.pixel(r.bounds.Min.X+x, r.bounds.Min.Y+y)
		below := r.ground * float32(math.MaxUint16-c.A)
		out[3*x] = round((float32(c.R) + below) * scale)
		out[3*x+1] = round((float32(c.G) + below) * scale)
		out[3*x+2] = round((float32(c.B) + below) * scale)
	}
}

func (r *rows) pixel(x, y int) color.RGBA64 {
	if img, ok := r.img.(image.RGBA64Image); ok {
		return img.RGBA64At(x, y)
	}
	red, green, blue, alpha := r.img.At(x, y).RGBA()
	return color.RGBA64{R: uint16(red), G: uint16(green), B: uint16(blue), A: uint16(alpha)}
}

func round(x float32) float32 { return float32(math.Round(float64(x))) }

// opaqueColours shows the colours beneath an image's transparency.
type opaqueColours struct{ image.Image }

// At returns the colour of a pixel as if it were opaque.
func (o opaqueColours) At(x, y int) color.Color {
	switch c := o.Image.At(x, y).(type) {
	case color.NRGBA:
		c.A = math.MaxUint8
		return c
	case color.NRGBA64:
		c.A = math.MaxUint16
		return c
	case color.RGBA:
		c.A = math.MaxUint8
		return c
	case color.NYCbCrA:
		return c.YCbCr
	default:
		return c
	}
}

// showsAnything says whether an image on white has two different pixels.
func showsAnything(img image.Image) bool { return newRows(img).varies() }

// varies says whether not all pixels are the same.
func (r *rows) varies() bool {
	out := make([]float32, r.channels*r.bounds.Dx())
	var first [3]float32
	for y := range r.bounds.Dy() {
		r.row(y, out)
		if y == 0 {
			copy(first[:], out[:r.channels])
		}
		for i, x := range out {
			if x != first[i%r.channels] {
				return true
			}
		}
	}
	return false
}

// groundOf decides what the transparent parts of an image are laid on: white, or
// black where nothing is left of it on white, or nothing where all of it is
// transparent.
func groundOf(img image.Image) (*rows, notes) {
	r := newRows(img)
	if r.opaque || r.varies() {
		if r.opaque {
			return r, 0
		}
		return r, onWhite
	}
	if r.ground = 0; r.varies() {
		return r, onBlack
	}
	if bare := newRows(opaqueColours{img}); bare.varies() {
		bare.opaque, bare.deep = false, r.deep // read exactly
		return bare, hiddenColours
	}
	r.ground = 1
	return r, onWhite
}

// survey is what the pixels of an image are like.
type survey struct {
	low, high float32
	spread    float32 // the largest difference between the channels of a pixel
	varies    bool
	first     [3]float32
}

func (s *survey) see(row []float32, channels int, top bool) {
	if top {
		s.low, s.high = row[0], row[0]
		copy(s.first[:], row[:channels])
	}
	for i := 0; i < len(row); i += channels {
		low, high := row[i], row[i]
		for c, x := range row[i : i+channels] {
			low, high = min(low, x), max(high, x)
			s.varies = s.varies || x != s.first[c]
		}
		s.low, s.high, s.spread = min(s.low, low), max(s.high, high), max(s.spread, high-low)
	}
}
