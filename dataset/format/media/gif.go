package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/draw"
	"image/gif"
)

// mostFrames bounds how many frames of a film are looked at.
const mostFrames = 256

// decodeGIF reads the first image of a file that shows something, laid on the
// canvas of the file with all that came before it.
func decodeGIF(ctx context.Context, data []byte) (picture, error) {
	ends := frameEnds(data)
	g, err := decodeFrames(ctx, data, ends, 1)
	if err != nil {
		return picture{}, err
	}
	canvas := newCanvas(g)
	p := picture{Image: canvas.show(g, 0)}
	if len(ends) < 2 {
		return p, nil
	}
	p.notes = firstFrame
	if showsAnything(p.Image) {
		return p, nil
	}
	if g, err = decodeFrames(ctx, data, ends, len(ends)); err != nil {
		return p, nil
	}
	for k := 1; k < len(g.Image) && ctx.Err() == nil; k++ {
		if img := canvas.show(g, k); showsAnything(img) {
			return picture{Image: img, notes: laterFrame}, nil
		}
	}
	return p, ctx.Err()
}

// decodeFrames decodes the first n frames. Where the ends of the frames are not
// known, the decoder says what is wrong.
func decodeFrames(ctx context.Context, data []byte, ends []int, n int) (*gif.GIF, error) {
	if n <= len(ends) {
		data = append(bytes.Clone(data[:ends[n-1]]), ';')
	}
	return gif.DecodeAll(reader{ctx, bytes.NewReader(data)})
}

// frameEnds returns where each frame of a GIF file ends, as far as the file is
// whole and the frames together are not too large.
func frameEnds(data []byte) []int {
	if len(data) < 13 {
		return nil
	}
	at := 13 + colours(data[10])
	var ends []int
	for pixels := 0; at < len(data) && len(ends) < mostFrames; {
		switch data[at] {
		case '!':
			at = skipBlocks(data, at+2)
		case ',':
			if at+10 > len(data) {
				return ends
			}
			pixels += int(binary.LittleEndian.Uint16(data[at+5:])) * int(binary.LittleEndian.Uint16(data[at+7:]))
			if at = skipBlocks(data, at+11+colours(data[at+9])); at < 0 || pixels > mostPixels {
				return ends
			}
			ends = append(ends, at)
		default:
			return ends
		}
		if at < 0 {
			return ends
		}
	}
	return ends
}

// colours returns the length of the colour table that flags announce.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// skipBlocks returns what follows a chain of blocks, or −1.
func skipBlocks(data []byte, at int) int {
	for at < len(data) {
		n := int(data[at])
		at += 1 + n
		if n == 0 {
			return at
		}
	}
	return -1
}

// canvas is what the frames of a film are drawn on.
type canvas struct {
	*image.NRGBA
	whole image.Rectangle
}

func newCanvas(g *gif.GIF) *canvas {
	whole := image.Rect(0, 0, g.Config.Width, g.Config.Height)
	if len(g.Image) > 0 {
		whole = whole.Union(g.Image[0].Rect)
	}
	return &canvas{NRGBA: image.NewNRGBA(whole), whole: whole}
}

// show draws frame k and returns the canvas; what the frame asks for
// afterwards is done before the next.
func (c *canvas) show(g *gif.GIF, k int) image.Image {
	if k > 0 && k-1 < len(g.Disposal) && g.Disposal[k-1] == gif.DisposalBackground {
		draw.Draw(c, g.Image[k-1].Rect, image.Transparent, image.Point{}, draw.Src)
	}
	draw.Draw(c, g.Image[k].Rect, g.Image[k], g.Image[k].Rect.Min, draw.Over)
	return c.NRGBA
}
