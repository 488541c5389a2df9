package canvas

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// fontTables are the tables of a TrueType font by tag.
type fontTables map[string][]byte

// subset returns a TrueType font that draws just the given characters as the
// whole one does: an SVG that carries its font is then small enough to mail.
// Glyph numbers stay, outlines that are not needed become empty. Format:
// OpenType specification 1.9.1, tables cmap, glyf, head, loca, post.
func subset(face *opentype.Font, characters map[rune]bool) ([]byte, error) {
	var whole bytes.Buffer
	if _, err := face.WriteSourceTo(nil, &whole); err != nil {
		return nil, err
	}
	tables, err := readTables(whole.Bytes())
	if err != nil {
		return nil, err
	}
	glyphs, used := map[rune]uint16{}, map[uint16]bool{0: true}
	var scratch sfnt.Buffer
	for r := range characters {
		g, err := face.GlyphIndex(&scratch, r)
		if err != nil {
			return nil, fmt.Errorf("looking up %q: %w", r, err)
		}
		if g != 0 && r <= 0xFFFE {
			glyphs[r], used[uint16(g)] = uint16(g), true
		}
	}
	if err := tables.keepGlyphs(used); err != nil {
		return nil, err
	}
	tables["cmap"] = characterMap(glyphs)
	tables["post"] = slices.Concat([]byte{0, 3, 0, 0}, tables["post"][4:32])
	return tables.write(), nil
}

var errFont = errors.New("the font is not a TrueType font that can be cut")

func readTables(ttf []byte) (fontTables, error) {
	if len(ttf) < 12 {
		return nil, errFont
	}
	tables := fontTables{}
	for k := range int(binary.BigEndian.Uint16(ttf[4:])) {
		if len(ttf) < 28+16*k {
			return nil, errFont
		}
		entry := ttf[12+16*k:]
		from, n := uint64(binary.BigEndian.Uint32(entry[8:])), uint64(binary.BigEndian.Uint32(entry[12:]))
		if from+n > uint64(len(ttf)) {
			return nil, errFont
		}
		switch tag := string(entry[:4]); tag {
		case "OS/2", "cvt ", "fpgm", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep":
			tables[tag] = slices.Clone(ttf[from : from+n])
		}
	}
	if len(tables["head"]) < 54 || len(tables["post"]) < 32 || tables["glyf"] == nil || tables["loca"] == nil {
		return nil, errFont
	}
	return tables, nil
}

// offsets reads where every glyph's outline begins, and the last one's end.
func (t fontTables) offsets() []uint32 {
	loca := t["loca"]
	var out []uint32
	if binary.BigEndian.Uint16(t["head"][50:]) == 0 {
		for ; len(loca) >= 2; loca = loca[2:] {
			out = append(out, 2*uint32(binary.BigEndian.Uint16(loca)))
		}
		return out
	}
	for ; len(loca) >= 4; loca = loca[4:] {
		out = append(out, binary.BigEndian.Uint32(loca))
	}
	return out
}

// keepGlyphs empties all outlines but those used and their components.
func (t fontTables) keepGlyphs(used map[uint16]bool) error {
	at := t.offsets()
	outline := func(g uint16) []byte {
		if int(g)+1 >= len(at) || at[g] > at[g+1] || int(at[g+1]) > len(t["glyf"]) {
			return nil
		}
		return t["glyf"][at[g]:at[g+1]]
	}
	queue := slices.Sorted(maps.Keys(used))
	for len(queue) > 0 {
		parts, err := components(outline(queue[0]))
		if err != nil {
			return err
		}
		queue = queue[1:]
		for _, g := range parts {
			if !used[g] {
				used[g] = true
				queue = append(queue, g)
			}
		}
	}
	var glyf, loca []byte
	for g := range len(at) {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if g <= 0xFFFF && used[uint16(g)] {
			glyf = padded(append(glyf, outline(uint16(g))...))
		}
	}
	t["glyf"], t["loca"] = glyf, loca
	binary.BigEndian.PutUint16(t["head"][50:], 1) // long offsets
	return nil
}

// components lists the glyphs that a compound outline is put together from.
func components(outline []byte) ([]uint16, error) {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil, nil
	}
	var parts []uint16
	for rest := outline[10:]; ; {
		if len(rest) < 4 {
			return nil, errFont
		}
		flags := binary.BigEndian.Uint16(rest)
		parts = append(parts, binary.BigEndian.Uint16(rest[2:]))
		if flags&0x20 == 0 { // no more components
			return parts, nil
		}
		size := 6 // flags, glyph, two bytes of offset
		if flags&0x01 != 0 {
			size += 2 // offsets are words
		}
		switch {
		case flags&0x08 != 0:
			size += 2 // one scale
		case flags&0x40 != 0:
			size += 4 // two scales
		case flags&0x80 != 0:
			size += 8 // a matrix
		}
		if len(rest) < size {
			return nil, errFont
		}
		rest = rest[size:]
	}
}

// characterMap writes a cmap of format 4 with one segment per character.
func characterMap(glyphs map[rune]uint16) []byte {
	characters := slices.Sorted(maps.Keys(glyphs))
	n := len(characters) + 1 // and the closing segment
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	var ends, starts, deltas []uint16
	for _, r := range characters {
		ends, starts, deltas = append(ends, uint16(r)), append(starts, uint16(r)), append(deltas, glyphs[r]-uint16(r))
	}
	ends, starts, deltas = append(ends, 0xFFFF), append(starts, 0xFFFF), append(deltas, 1)
	words := []uint16{4, uint16(16 + 8*n), 0, uint16(2 * n), uint16(2 * power), uint16(log), uint16(2 * (n - power))}
	words = slices.Concat(words, ends, []uint16{0}, starts, deltas, make([]uint16, n))
	out := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12} // one table: Windows, Unicode
	for _, w := range words {
		out = binary.BigEndian.AppendUint16(out, w)
	}
	return out
}

func padded(b []byte) []byte { return append(b, make([]byte, (4-len(b)%4)%4)...) }

// write puts the tables together with their checksums.
func (t fontTables) write() []byte {
	tags := slices.Sorted(maps.Keys(t))
	power, log := 1, 0
	for power*2 <= len(tags) {
		power, log = power*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, w := range []int{len(tags), 16 * power, log, 16 * (len(tags) - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(w))
	}
	binary.BigEndian.PutUint32(t["head"][8:], 0)
	offset, head := 12+16*len(tags), 0
	var body []byte
	for _, tag := range tags {
		if tag == "head" {
			head = offset + len(body)
		}
		out = append(out, tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(padded(slices.Clone(t[tag]))))
		out = binary.BigEndian.AppendUint32(out, uint32(offset+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t[tag])))
		body = padded(append(body, t[tag]...))
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) uint32 {
	sum := uint32(0)
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
