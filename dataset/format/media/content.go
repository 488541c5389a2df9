package media

import (
	"context"
	"encoding/binary"
	"math"

	"lacuna/internal/say"
)

// content is what was read of an image or a sound, before the decisions that
// need all files of the modality: it depends on the file and what was settled,
// and so can be kept.
type content struct {
	notes    notes
	channels int     // of an image: 1 where it is grey, else 3
	deep     bool    // an image of 16 bits, or a sound of floating-point samples
	top      float64 // the largest value of an image, the peak of a sound
	pixels   []float32
	powers   []float64
}

func (c *content) blank() bool { return c.notes&allOne != 0 }

// free lets go of what has been written to the rows.
func (c *content) free() { c.pixels, c.powers = nil, nil }

// Widths in which numbers are kept, in bytes. Images of 8 or 16 bits that were
// not resized need no more than they came with.
const (
	byteWide, wordWide, floatWide, doubleWide = 1, 2, 4, 8
)

// contentHead is the length of what stands before the numbers.
const contentHead = 4 + 1 + 1 + 8 + 1 + 4

// encode writes a content for the cache.
func (c *content) encode() []byte {
	width, n := c.width()
	b := make([]byte, 0, contentHead+width*n)
	b = binary.LittleEndian.AppendUint32(b, uint32(c.notes))
	b = append(b, byte(c.channels), 0)
	if c.deep {
		b[5] = 1
	}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(c.top))
	b = append(b, byte(width))
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	for _, x := range c.pixels {
		switch width {
		case byteWide:
			b = append(b, byte(x))
		case wordWide:
			b = binary.LittleEndian.AppendUint16(b, uint16(x))
		default:
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
	}
	for _, x := range c.powers {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}

// width returns in how many bytes each number is kept, and how many there are.
func (c *content) width() (width, n int) {
	if c.powers != nil {
		return doubleWide, len(c.powers)
	}
	width = byteWide
	for _, x := range c.pixels {
		switch {
		case x != float32(uint16(max(0, min(x, math.MaxUint16)))):
			return floatWide, len(c.pixels)
		case x > math.MaxUint8:
			width = wordWide
		}
	}
	return width, len(c.pixels)
}

var errContent = say.Error("not a content")

// decodeContent reads what encode wrote.
func decodeContent(b []byte) (*content, error) {
	if len(b) < contentHead {
		return nil, errContent
	}
	c := &content{notes: notes(binary.LittleEndian.Uint32(b)), channels: int(b[4]), deep: b[5] == 1,
		top: math.Float64frombits(binary.LittleEndian.Uint64(b[6:]))}
	width, n := int(b[14]), int(binary.LittleEndian.Uint32(b[15:]))
	b = b[contentHead:]
	if width == 0 || len(b) != width*n {
		return nil, errContent
	}
	if width == doubleWide {
		c.powers = make([]float64, n)
		for i := range c.powers {
			c.powers[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return c, nil
	}
	c.pixels = make([]float32, n)
	for i := range c.pixels {
		switch width {
		case byteWide:
			c.pixels[i] = float32(b[i])
		case wordWide:
			c.pixels[i] = float32(binary.LittleEndian.Uint16(b[2*i:]))
		case floatWide:
			c.pixels[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		default:
			return nil, errContent
		}
	}
	return c, nil
}

// decodeAll reads the content of the files, from the cache where it has them.
func (s *set) decodeAll(ctx context.Context, d decoder, files []*file) error {
	kept := openPack(s.Cache, d.key(), files)
	err := s.each(ctx, files, func(ctx context.Context, f *file) error {
		if f.content = kept.get(f.hash); f.content != nil {
			f.data = nil
			return nil
		}
		return s.holding(ctx, f.size+bytesPerPixel*int64(f.head.width)*int64(f.head.height), func() error {
			return s.decode(ctx, d, f)
		})
	})
	if err != nil {
		return err
	}
	kept.save(files)
	return nil
}

// decode reads the content of one file.
func (s *set) decode(ctx context.Context, d decoder, f *file) error {
	data, err := s.read(ctx, f)
	if err != nil || data == nil {
		return err
	}
	c, err := quietly(func() (*content, error) { return d.read(ctx, f, data) })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.data = nil
	if err != nil {
		f.refuse(err)
		return nil
	}
	f.content = c
	return nil
}

// quietly returns a decoder's panic as an error.
func quietly(decode func() (*content, error)) (c *content, err error) {
	defer calm(&err)
	return decode()
}
