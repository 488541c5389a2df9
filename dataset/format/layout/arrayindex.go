package layout

import (
	"math"
	"slices"

	"lacuna/dataset/format/array"
	"lacuna/internal/say"
)

// indexNames are what arrays of the rows of a part are called, behind the part:
// train_idx, test_mask.
var indexNames = newWords("idx idxs index indexes indices ind inds ids rows mask")

// indexed makes the split of arrays that tell the rows of each part: by their
// numbers, or by a one for each row of the part. Other arrays stay as they are.
func (f *finder) indexed(files []arrayFile) []arrayFile {
	rows := 0
	var told []array.Array
	left := make([]arrayFile, 0, len(files))
	for _, o := range files {
		list := slices.Clone(o.list)
		o.list = slices.DeleteFunc(list, func(x array.Array) bool {
			if part, rest := partInName(x.Name); part != "" && indexNames.has(rest) && len(x.Shape) > 0 && x.Shape[0] == len(x.Numbers) {
				told = append(told, x)
				return true
			}
			if len(x.Shape) > 0 {
				rows = max(rows, x.Shape[0])
			}
			return false
		})
		if len(o.list) > 0 {
			left = append(left, o)
		}
	}
	if len(told) < 2 || rows == 0 {
		return files
	}
	words, ok := f.partsOfRows(told, rows)
	if !ok {
		return files
	}
	left[0].list = append(left[0].list, array.Array{Name: "split", Shape: []int{rows}, Words: words})
	return left
}

// partsOfRows gives each row the part whose array names it. Numbers may count
// from 0 or, where the last one is that of the rows, from 1.
func (f *finder) partsOfRows(told []array.Array, rows int) (words []string, ok bool) {
	words = make([]string, rows)
	from, low, high := 0, math.Inf(1), math.Inf(-1)
	for _, x := range told {
		for _, v := range x.Numbers {
			if v != math.Trunc(v) {
				return nil, false
			}
			low, high = min(low, v), max(high, v)
		}
	}
	if high == float64(rows) && low >= 1 {
		from = 1
	}
	twice := 0
	for _, x := range told {
		part, rest := partInName(x.Name)
		for i, v := range x.Numbers {
			row := int(v) - from
			if PlainName(rest) == "mask" {
				if row = i; v == 0 || len(x.Numbers) != rows {
					continue
				}
			}
			if row < 0 || row >= rows {
				return nil, false
			}
			if words[row] != "" && words[row] != part {
				twice++
			}
			words[row] = part
		}
	}
	f.why(say.Mark("%s tells the rows of each part, counted from %d"), told[0].Name, from)
	if twice > 0 {
		f.problem("", say.Kept("%s in several parts by the arrays of their rows, such as %s", say.KeptCount(twice, "row is", "rows are"), told[0].Name), say.Mark("the last part counts"))
	}
	return words, true
}
