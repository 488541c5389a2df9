package media

import (
	"bytes"
	"encoding/binary"
)

// orientation returns how an image was held when it was taken, from 1 (upright)
// to 8, as its EXIF data say.
func orientation(data []byte) int {
	block := exif(data)
	if o, ok := tiffTag(block, 0x0112); ok && o >= 1 && o <= 8 {
		return int(o)
	}
	return 1
}

// exif returns the block of EXIF data in an image, which is built as a TIFF
// file, or nil.
func exif(data []byte) []byte {
	switch formatOf(data) {
	case jpegFormat:
		return jpegEXIF(data)
	case pngFormat:
		return chunk(data[8:], "eXIf", binary.BigEndian, 4, 0, 8)
	case webpFormat:
		block := chunk(data[12:], "EXIF", binary.LittleEndian, 0, 4, 0)
		return bytes.TrimPrefix(block, []byte("Exif\x00\x00"))
	case tiffFormat:
		return data
	}
	return nil
}

// jpegEXIF walks the segments before the image itself.
func jpegEXIF(data []byte) []byte {
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		marker, size := rest[1], 2+int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xff { // filling
			rest = rest[1:]
			continue
		}
		if marker == 0xda || size < 4 || size > len(rest) {
			return nil
		}
		if block, ok := bytes.CutPrefix(rest[4:size], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return block
		}
		rest = rest[size:]
	}
	return nil
}

// chunk finds a chunk by name in a file made of chunks: name and length of four
// bytes each, at the given places of their head, and a tail that length does
// not count, less the head. PNG puts the length first and a checksum behind.
func chunk(rest []byte, name string, order binary.ByteOrder, nameAt, sizeAt, extra int) []byte {
	for len(rest) >= 8 {
		size := int64(order.Uint32(rest[sizeAt:]))
		if size > int64(len(rest)-8) {
			return nil
		}
		if string(rest[nameAt:nameAt+4]) == name {
			return rest[8 : 8+size]
		}
		next := 8 + size + size%2
		if extra > 0 {
			next = 4 + size + int64(extra)
		}
		rest = rest[min(next, int64(len(rest))):]
	}
	return nil
}

// tiffTag returns a tag of the first directory of a TIFF file that holds one
// short number.
func tiffTag(data []byte, tag uint16) (value uint16, ok bool) {
	order, entries, _ := tiffDirectory(data)
	for ; len(entries) >= 12; entries = entries[12:] {
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == 3 {
			return order.Uint16(entries[8:]), true
		}
	}
	return 0, false
}

// tiffPages says whether a TIFF file has a second directory.
func tiffPages(data []byte) bool {
	_, _, next := tiffDirectory(data)
	return next != 0
}

// tiffDirectory returns the entries of the first directory, and where the
// second is.
func tiffDirectory(data []byte) (order binary.ByteOrder, entries []byte, next uint32) {
	switch {
	case holds(data, 0, "II*\x00"):
		order = binary.LittleEndian
	case holds(data, 0, "MM\x00*"):
		order = binary.BigEndian
	default:
		return nil, nil, 0
	}
	if len(data) < 8 {
		return order, nil, 0
	}
	at := int64(order.Uint32(data[4:]))
	if at < 8 || at+2 > int64(len(data)) {
		return order, nil, 0
	}
	end := at + 2 + 12*int64(order.Uint16(data[at:]))
	if end > int64(len(data)) {
		return order, data[at+2:], 0
	}
	if end+4 <= int64(len(data)) {
		next = order.Uint32(data[end:])
	}
	return order, data[at+2 : end], next
}
