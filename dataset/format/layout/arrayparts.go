package layout

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"lacuna/dataset/format/array"
	"lacuna/internal/say"
)

// arrayFile is the arrays of one file, and which part of the data it is called
// after, or its folder: train.npz, test/X.npy.
type arrayFile struct {
	file, part string
	folder     string // the part that the folder is called after
	key        partKey
	list       []array.Array
}

func newArrayFile(e *entry, list []array.Array) arrayFile {
	a := arrayFile{file: e.path, list: list}
	part, key := partOfFile(path.Dir(e.path), stemOf(path.Base(e.path)))
	if len(list) > 1 { // of single arrays, such as X_train.npy, the names tell
		a.part, a.key = part, key
	}
	if inName, _ := partOf(stemOf(e.path)); inName == "" {
		a.folder = part
	}
	return a
}

// stackArrays puts the arrays of files that are parts of the same data under
// each other, and adds which part each row is of. Other files stay as they are.
func (f *finder) stackArrays(files []arrayFile) [][]array.Array {
	files = f.indexed(files)
	if parts, others := namedParts(files); parts != nil {
		return slices.DeleteFunc([][]array.Array{f.stacked(parts), others}, func(list []array.Array) bool { return len(list) == 0 })
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

// namedParts sorts arrays by the parts that their names or their folders say:
// X_train, y_train, X_test, y_test, in one file or in a file each. Arrays of no
// part come back beside them. It is nil where the parts do not hold the same; a
// part may lack values that others have one of for each row, such as labels.
func namedParts(files []arrayFile) (parts []arrayFile, others []array.Array) {
	for _, o := range files {
		for _, x := range o.list {
			part, rest := partInName(x.Name)
			if part == "" && len(o.list) == 1 {
				part, rest = o.folder, x.Name
			}
			if part == "" {
				others = append(others, x)
				continue
			}
			k := slices.IndexFunc(parts, func(p arrayFile) bool { return p.part == part })
			if k < 0 {
				k = len(parts)
				parts = append(parts, arrayFile{file: o.file, part: part})
			}
			x.Name = cmp.Or(rest, "x")
			parts[k].list = append(parts[k].list, x)
		}
	}
	if len(parts) < 2 {
		return nil, nil
	}
	for _, p := range parts {
		p.flatten()
	}
	fillParts(parts)
	for _, p := range parts {
		slices.SortFunc(p.list, func(a, b array.Array) int { return strings.Compare(a.Name, b.Name) })
	}
	if !samePlan(parts) {
		return nil, nil
	}
	return parts, others
}

// partInName takes the part off the name of an array, which may stand without a
// sign between: X_train, Xtrain, trainX.
func partInName(name string) (part, rest string) {
	if part, rest = partOf(name); part != "" {
		return part, rest
	}
	lower := strings.ToLower(name)
	for _, word := range []string{"train", "test", "validation", "valid", "val", "dev"} {
		switch n := len(name) - len(word); {
		case n > 0 && n <= 2 && strings.HasPrefix(lower, word):
			return word, name[len(word):]
		case n > 0 && n <= 2 && strings.HasSuffix(lower, word):
			return word, name[:n]
		}
	}
	return "", name
}

// fillParts adds what a part lacks of the values that others have one of for
// each row, without any value: the part to be told may lack the labels.
func fillParts(parts []arrayFile) {
	kinds := map[string]array.Array{}
	for _, p := range parts {
		for _, x := range p.list {
			kinds[x.Name] = x
		}
	}
	for k, p := range parts {
		rows := p.rows()
		for _, name := range sortedKeys(kinds) {
			like := kinds[name]
			if len(like.Shape) != 1 || slices.ContainsFunc(p.list, func(x array.Array) bool { return x.Name == name }) {
				continue
			}
			x := array.Array{Name: name, Shape: []int{rows}}
			if like.Words != nil {
				x.Words = make([]string, rows)
			} else {
				x.Numbers = slices.Repeat([]float64{math.NaN()}, rows)
			}
			parts[k].list = append(parts[k].list, x)
		}
	}
}

// flatten makes vectors of the arrays that MATLAB keeps as one row or one column
// of a value for each record.
func (a arrayFile) flatten() {
	rows := a.rows()
	for k, x := range a.list {
		if len(x.Shape) == 2 && (x.Shape[0] == 1 && x.Shape[1] == rows || x.Shape[1] == 1 && x.Shape[0] == rows) {
			a.list[k].Shape = []int{rows}
		}
	}
}

// rows is how many rows the longest array of a part has.
func (a arrayFile) rows() int {
	n := 0
	for _, x := range a.list {
		if len(x.Shape) > 0 {
			n = max(n, x.Shape[0])
		}
	}
	return n
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
		n := o.rows()
		words, files, rows = append(words, slices.Repeat([]string{o.part}, n)...), append(files, o.part), rows+n
	}
	f.why(say.Mark("%s hold the same arrays: they are parts of one data set"), someOf(files))
	if !slices.ContainsFunc(out, func(x array.Array) bool { return PlainName(x.Name) == "split" }) {
		out = append(out, array.Array{Name: "split", Shape: []int{rows}, Words: words})
	}
	f.problem(parts[0].file, say.Kept("its arrays are called after parts of the data (%s), which hold the same", someOf(files)), say.Mark("read under each other; the part of each row is its split"))
	return out
}
