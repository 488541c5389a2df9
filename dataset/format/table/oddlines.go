package table

import (
	"bytes"
	"slices"
)

// isForeign says whether the cells of a line that is one cell here are separated
// by another sign than those of the other lines: there are as many, and some
// behind the first are numbers.
func (x *indexer) isForeign(text []byte, r record) bool {
	if x.exact || r.fields != 1 || r.quoted || x.width < 2 {
		return false
	}
	for _, delim := range usual {
		if delim[0] == x.delim || bytes.Count(text, []byte(delim))+1 != x.width {
			continue
		}
		cells := bytes.Split(text, []byte(delim))
		isNumber := func(cell []byte) bool { return numberish(string(trimBytes(cell))) }
		return slices.ContainsFunc(cells[1:], isNumber) && (x.width > 2 || !isNumber(cells[0]))
	}
	return false
}

// isParted says whether a line is several rows that returns without a line feed
// part, as when a file of an old Macintosh was put behind another.
func (x *indexer) isParted(text []byte) bool {
	if x.exact || x.width < 2 || bytes.IndexByte(text, '\r') < 0 {
		return false
	}
	return !slices.ContainsFunc(bytes.Split(text, []byte{'\r'}), func(row []byte) bool { return bytes.Count(row, []byte{x.delim})+1 != x.width })
}
