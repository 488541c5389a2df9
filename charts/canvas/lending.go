package canvas

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/math/fixed"
)

// Units of the lent font: so many to a pixel of the embedded one, and to the
// square of 12 in which its letters stand. No edge is longer than a byte holds.
const (
	unitsPerPixel = 16
	unitsPerEm    = 12 * unitsPerPixel
)

// Lendable says whether a character is of a script that the window's own font
// does not have. That font has Latin, Greek, Cyrillic, Devanagari and the common
// signs; punctuation and wide forms of East Asia are common to its scripts.
func Lendable(r rune) bool {
	if r < 0x370 || r > 0xFFFD {
		return false
	}
	return r >= 0x2E80 || !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Devanagari, unicode.Common, unicode.Inherited)
}

// Lent returns a TrueType font for the window, which draws its words with fonts
// only, with those of the letters that nothing but the embedded bitmap font has:
// every dark run of pixels is a rectangle. It is nil where an installed font has
// all. The window asks it before its own font, beside, so it has no more than
// these, and lines as high and spaces as wide as that one: lines are measured by
// the first font, and a space is set in that of the letter before it. Format:
// OpenType specification 1.9.1.
func Lent(letters []rune, beside []byte) ([]byte, error) {
	own, err := font.ParseTTF(bytes.NewReader(beside))
	if err != nil {
		return nil, err
	}
	t := newLending(own)
	for _, r := range slices.Compact(slices.Sorted(slices.Values(letters))) {
		if Lendable(r) && outlined.source(r) == embedded {
			t.add(r)
		}
	}
	if len(t.letters) == 1 {
		return nil, nil
	}
	return t.font(), nil
}

// lending is a TrueType font that is being made. Glyph 0 stands for what it does
// not have, and is empty.
type lending struct {
	letters         []rune // of the glyphs from 1 on, in order
	glyf            []byte
	loca            []byte
	hmtx            []byte
	contours        int // most of a glyph
	ascent, descent int // of lines
}

// newLending has a space and the lines of another font.
func newLending(beside *font.Face) *lending {
	scale := unitsPerEm / float64(beside.Upem())
	units := func(v float32) int { return int(math.Round(float64(v) * scale)) }
	t := &lending{letters: []rune{' '}, loca: make([]byte, 4)}
	if lines, ok := beside.FontHExtents(); ok {
		t.ascent, t.descent = units(lines.Ascender), units(lines.Descender)
	}
	t.close(unitsPerEm/2, 0)
	space, _ := beside.NominalGlyph(' ')
	t.close(units(beside.HorizontalAdvance(space)), 0)
	return t
}

// close ends a glyph, which starts at left.
func (t *lending) close(advance, left int) {
	t.glyf = padded(t.glyf)
	t.loca = binary.BigEndian.AppendUint32(t.loca, uint32(len(t.glyf)))
	t.hmtx = words(t.hmtx, advance, left)
}

// add appends the glyph of a character.
func (t *lending) add(r rune) {
	box, mask, from, advance, _ := bitmapfont.Face.Glyph(fixed.Point26_6{}, r)
	var runs []image.Rectangle
	for y := range box.Dy() {
		for x := 0; x < box.Dx(); x++ {
			first := x
			for x < box.Dx() && dark(mask.At(from.X+x, from.Y+y)) {
				x++
			}
			if x > first { // upwards positive
				runs = append(runs, image.Rect(box.Min.X+first, -(box.Min.Y+y+1), box.Min.X+x, -(box.Min.Y+y)))
			}
		}
	}
	t.letters, t.contours = append(t.letters, r), max(t.contours, len(runs))
	var all image.Rectangle
	for _, r := range runs {
		all = all.Union(r)
	}
	t.glyf = rectangles(t.glyf, all, runs)
	t.close(int(advance)*unitsPerPixel/64, all.Min.X*unitsPerPixel)
}

// rectangles appends a simple glyph: its bounds, the last point of every
// contour, and the points as steps from one to the next.
func rectangles(glyf []byte, all image.Rectangle, runs []image.Rectangle) []byte {
	glyf = words(glyf, len(runs), all.Min.X*unitsPerPixel, all.Min.Y*unitsPerPixel, all.Max.X*unitsPerPixel, all.Max.Y*unitsPerPixel)
	for k := range runs {
		glyf = words(glyf, 4*k+3)
	}
	glyf = words(glyf, 0) // no instructions
	var flags, xs, ys []byte
	var at image.Point
	for _, r := range runs {
		for _, p := range []image.Point{r.Min, {X: r.Min.X, Y: r.Max.Y}, r.Max, {X: r.Max.X, Y: r.Min.Y}} {
			flag := byte(1) // on the curve
			xs, flag = step(xs, flag, p.X-at.X, 1)
			ys, flag = step(ys, flag, p.Y-at.Y, 2)
			flags, at = append(flags, flag), p
		}
	}
	return slices.Concat(glyf, flags, xs, ys)
}

// step appends a step in pixels as TrueType does: nothing where there is none,
// else a byte whose sign stands in the flag.
func step(steps []byte, flag byte, pixels int, bit int) ([]byte, byte) {
	short, same := byte(1)<<bit, byte(8)<<bit
	switch {
	case pixels == 0:
		return steps, flag | same
	case pixels > 0:
		return append(steps, byte(pixels*unitsPerPixel)), flag | short | same
	}
	return append(steps, byte(-pixels*unitsPerPixel)), flag | short
}

// font puts the tables together.
func (t *lending) font() []byte {
	ascent, descent, n := t.ascent, t.descent, len(t.letters)+1
	name := words(nil, 0, 0, 6)
	head := words(nil, 1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 3, unitsPerEm)
	head = append(head, make([]byte, 16)...) // no dates: the same font every time
	head = words(head, 0, descent, unitsPerEm, ascent, 0, 8, 2, 1, 0)
	hhea := words(nil, 1, 0, ascent, descent, 0, unitsPerEm, 0, 0, unitsPerEm, 1, 0, 0, 0, 0, 0, 0, 0, n)
	maxp := words(nil, 1, 0, n, 4*t.contours, t.contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
	os2 := words(nil, 0, unitsPerEm, 400, 5, 0)
	os2 = append(os2, make([]byte, 20+2+10+16+4)...)
	os2 = words(os2, 0x40, 0x370, 0xFFFD, ascent, descent, 0, ascent, -descent)
	tables := fontTables{
		"head": head, "hhea": hhea, "maxp": maxp, "OS/2": os2, "name": name, "hmtx": t.hmtx, "glyf": t.glyf, "loca": t.loca,
		"cmap": t.characters(), "post": words(nil, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
	}
	return tables.write()
}

// characters writes a cmap of format 12, where characters in a row are one group.
func (t *lending) characters() []byte {
	var groups []byte
	for from := 0; from < len(t.letters); {
		to := from + 1
		for to < len(t.letters) && t.letters[to] == t.letters[to-1]+1 {
			to++
		}
		for _, v := range []uint32{uint32(t.letters[from]), uint32(t.letters[to-1]), uint32(from + 1)} {
			groups = binary.BigEndian.AppendUint32(groups, v)
		}
		from = to
	}
	out := words(nil, 0, 1, 3, 10, 0, 12, 12, 0) // one table: Windows, all of Unicode
	for _, v := range []uint32{uint32(16 + len(groups)), 0, uint32(len(groups) / 12)} {
		out = binary.BigEndian.AppendUint32(out, v)
	}
	return append(out, groups...)
}

// words appends numbers of two bytes.
func words(b []byte, values ...int) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}
