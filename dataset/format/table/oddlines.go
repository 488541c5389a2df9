package table

import (
	"bytes"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// slashed fails where a backslash stands before delimiters that are part of a
// cell, as databases write them: the lines would be cut in the wrong places.
func (o *opening) slashed(skip int) error {
	n, example, width := 0, "", len(o.rows[skip])
	for _, row := range o.rows[skip+1:] {
		k := slices.IndexFunc(row, func(cell string) bool { return strings.HasSuffix(cell, `\`) })
		if len(row) <= width || k < 0 || k == len(row)-1 {
			continue
		}
		if n++; n == 1 {
			example = row[k] + o.dialect.delim + row[k+1]
		}
	}
	if 10*n <= len(o.rows)-skip-1 {
		return nil
	}
	return &dataset.UserError{What: say.Kept("%s cannot be read", o.t.File), Why: say.Kept("a backslash stands before delimiters that are part of a cell, such as %q, in %s of the first %d", shorten(example), say.KeptCount(n, "line", "lines"), len(o.rows)-skip-1),
		Try: say.Mark("Write the table with such cells in quotes, or with tabs between the cells."), Err: ErrLines}
}

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
