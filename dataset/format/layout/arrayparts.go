package layout

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"lacuna/dataset/format/array"
)

// arrayFile is the arrays of one file, and which part of the data it is called
// after: train.npz, test.npz.
type arrayFile struct {
	file, part string
	key        partKey
	list       []array.Array
}

func newArrayFile(e *entry, list []array.Array) arrayFile {
	a := arrayFile{file: e.path, list: list}
	if len(list) > 1 { // of single arrays, such as X_train.npy, the names tell
		a.part, a.key = partOfFile(path.Dir(e.path), stemOf(path.Base(e.path)))
	}
	return a
}

// stackArrays puts the arrays of files that are parts of the same data under
// each other, and adds which part each row is of. Other files stay as they are.
func (f *finder) stackArrays(files []arrayFile) [][]array.Array {
	if parts := namedParts(files); parts != nil {
		return [][]array.Array{f.stacked(parts)}
	}
	var out [][]array.Array
	for i, one := range files {
		parts := slices.DeleteFunc(slices.Clone(files), func(o arrayFile) bool { return o.part == "" || o.key != one.key })
		switch {
		case one.part == "" || len(parts) < 2 || !samePlan(parts):
			out = append(out, one.list)
		case parts[0].file == files[i].file:
			out = append(out, f.stacked(parts))
		}
	}
	return out
}

// namedParts sorts arrays by the parts that their names say: X_train, y_train,
// X_test, y_test, in one file or in a file each. It is nil where any array is of
// no part, or where the parts do not hold the same.
func namedParts(files []arrayFile) []arrayFile {
	var parts []arrayFile
	for _, o := range files {
		for _, x := range o.list {
			part, rest := partOf(x.Name)
			if part == "" || rest == "" {
				return nil
			}
			k := slices.IndexFunc(parts, func(p arrayFile) bool { return p.part == part })
			if k < 0 {
				k = len(parts)
				parts = append(parts, arrayFile{file: o.file, part: part})
			}
			x.Name = rest
			parts[k].list = append(parts[k].list, x)
		}
	}
	for _, p := range parts {
		slices.SortFunc(p.list, func(a, b array.Array) int { return strings.Compare(a.Name, b.Name) })
	}
	if len(parts) < 2 || !samePlan(parts) {
		return nil
	}
	return parts
}

// samePlan says whether files are different parts, and hold arrays of the same
// names and of rows of the same shape.
func samePlan(files []arrayFile) bool {
	seen := map[string]bool{}
	for _, o := range files {
		if seen[o.part] || len(o.list) != len(files[0].list) {
			return false
		}
		seen[o.part] = true
		for k, x := range o.list {
			first := files[0].list[k]
			if x.Name != first.Name || len(x.Shape) == 0 || !slices.Equal(x.Shape[1:], first.Shape[1:]) || (x.Words == nil) != (first.Words == nil) {
				return false
			}
		}
	}
	return true
}

// stacked joins the arrays of some parts.
func (f *finder) stacked(parts []arrayFile) []array.Array {
	slices.SortStableFunc(parts, func(a, b arrayFile) int { return partRank(a.part) - partRank(b.part) })
	var out []array.Array
	var words, files []string
	for k, first := range parts[0].list {
		whole := array.Array{Name: first.Name, Shape: slices.Clone(first.Shape)}
		whole.Shape[0] = 0
		for _, o := range parts {
			x := o.list[k]
			whole.Shape[0] += x.Shape[0]
			whole.Numbers, whole.Words = append(whole.Numbers, x.Numbers...), append(whole.Words, x.Words...)
		}
		out = append(out, whole)
	}
	rows := 0
	for _, o := range parts {
		n := 0
		for _, x := range o.list {
			n = max(n, x.Shape[0])
		}
		words, files, rows = append(words, slices.Repeat([]string{o.part}, n)...), append(files, o.part), rows+n
	}
	f.why("%s hold the same arrays: they are parts of one data set", someOf(files))
	if !slices.ContainsFunc(out, func(x array.Array) bool { return PlainName(x.Name) == "split" }) {
		out = append(out, array.Array{Name: "split", Shape: []int{rows}, Words: words})
	}
	f.problem(parts[0].file, fmt.Sprintf("its arrays are called after parts of the data (%s), which hold the same", someOf(files)), "read under each other; the part of each row is its split")
	return out
}
