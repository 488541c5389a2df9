package record

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// Names of arrays that are no views, as plain writes them.
var (
	arrayIDs    = set("ids id sampleids samplenames sampleid names subjects subjectid recordids keys")
	arrayLabels = set("y label labels gt gnd truth groundtruth target targets class classes truelabel truelabels yy gtlabel t")
	arrayMasks  = set("mask masks missing presence present observed index indices availability folds sn")
	arraySplits = set("split splits partition subset")
)

// makeArrays makes modalities of arrays: those with a row, or a column, for
// every record are views; names say which hold ids, labels and a mask, unless
// the import does.
func (a *assembly) makeArrays(context.Context) error {
	if len(a.found.Arrays) == 0 {
		return nil
	}
	var views []array.Array
	roles := map[use]array.Array{}
	for _, x := range a.found.Arrays {
		switch role := a.roleOf(x); {
		case role == asFeature:
			views = append(views, x)
		case role == asNothing:
		case roles[role].Name == "":
			roles[role] = x
		default:
			a.problem(a.found.Name, x.Name, say.Kept("%s is the %s already", roles[role].Name, role), say.Kept("left out%s", keepHint(x.Name)))
		}
	}
	n, err := a.records(views, roles)
	if err != nil {
		return err
	}
	ids := a.idsOfArrays(roles[asID], n)
	before := len(a.parts)
	for _, x := range views {
		a.view(x, ids)
	}
	a.arrayLabels(roles[asLabel], ids)
	a.arraySplit(roles[asSplit], ids)
	if x, ok := roles[asMask]; ok {
		a.mask(x, a.parts[before:], n)
	}
	if x, ok := roles[asGroup]; ok {
		a.groups = append(a.groups, a.arrayValues(x, ids))
	}
	return nil
}

// asMask is an array of zeros and ones that says which records have which view.
const asMask use = "mask"

// isArray says whether an array has a name.
func (a *assembly) isArray(name string) bool {
	return slices.ContainsFunc(a.found.Arrays, func(x array.Array) bool { return x.Name == name })
}

// roleOf says what an array is for: as the import says, or by its name.
func (a *assembly) roleOf(x array.Array) use {
	name := layout.PlainName(x.Name)
	switch {
	case slices.Contains(a.imp.Drop, x.Name):
		return asNothing
	case slices.Contains(a.imp.Features, x.Name):
		return asFeature
	case slices.Contains(a.imp.Groups, x.Name):
		return asGroup
	case a.imp.ID == x.Name, !a.isArray(a.imp.ID) && isVector(x) && (arrayIDs[name] || slices.Contains(layout.IDNames, name)):
		return asID
	case a.imp.Label == x.Name, a.label == nil && !a.isArray(a.imp.Label) && arrayLabels[name]:
		return asLabel
	case a.imp.Split == x.Name, a.splits == nil && !a.isArray(a.imp.Split) && arraySplits[name] && isVector(x):
		return asSplit
	case arrayLabels[name], arraySplits[name] && isVector(x):
		a.problem(a.found.Name, x.Name, say.Mark("the label or the split is taken from elsewhere"), say.Kept("left out%s", keepHint(x.Name)))
		return asNothing
	case arrayMasks[name]:
		return asMask
	}
	return asFeature
}

// isVector says whether an array is one value per record.
func isVector(x array.Array) bool {
	long := 0
	for _, s := range x.Shape {
		if s > 1 {
			long++
		}
	}
	return long <= 1
}

func length(x array.Array) int {
	if x.Words != nil {
		return len(x.Words)
	}
	return len(x.Numbers)
}

// records finds the number of records: that of ids or labels, else the length
// that every view has.
func (a *assembly) records(views []array.Array, roles map[use]array.Array) (int, error) {
	for _, role := range []use{asID, asLabel} {
		if x, ok := roles[role]; ok && isVector(x) {
			return length(x), nil
		}
	}
	for side := range 2 {
		n := 0
		for _, v := range views {
			if len(v.Shape) <= side || n > 0 && v.Shape[side] != n {
				n = -1
				break
			}
			n = v.Shape[side]
		}
		if n > 0 {
			return n, nil
		}
	}
	return 0, &dataset.UserError{What: say.Kept("%s does not say how many records it has", a.found.Name), Why: say.Mark("its arrays have different numbers of rows, and there are no labels or ids"),
		Try: say.Mark("Add an array called ids or y with one value per record.")}
}

func (a *assembly) idsOfArrays(x array.Array, n int) []string {
	ids := make([]string, n)
	width := len(strconv.Itoa(n))
	for i := range ids {
		switch {
		case x.Words != nil:
			ids[i] = strings.TrimSpace(x.Words[i])
		case x.Numbers != nil:
			ids[i] = strconv.FormatFloat(x.Numbers[i], 'f', -1, 64)
		default:
			ids[i] = fmt.Sprintf("row%0*d", width, i+1)
		}
	}
	if again := twice(ids); len(again) > 0 {
		a.problem("", "ids", say.Kept("%s more than once", say.KeptCount(len(again), "id occurs", "ids occur")), say.Mark("repeated ids get a number"))
		numberTwins(ids)
	}
	if x.Words == nil && x.Numbers == nil {
		a.problem(a.found.Name, "", say.Mark("no array is called ids"), say.Mark("the rows are numbered"))
	}
	return ids
}

// arrayValues takes one value per record from an array.
func (a *assembly) arrayValues(x array.Array, ids []string) *values {
	v := &values{file: a.found.Name, name: x.Name, ids: ids, cells: make([]string, len(ids))}
	if length(x) != len(ids) {
		a.problem(a.found.Name, x.Name, say.Kept("an array of %s has no value for each of %d records", sizes(x.Shape), len(ids)), say.Mark("left out"))
		return v
	}
	for i := range ids {
		if x.Words != nil {
			v.cells[i] = strings.TrimSpace(x.Words[i])
		} else if !math.IsNaN(x.Numbers[i]) {
			v.cells[i] = strconv.FormatFloat(x.Numbers[i], 'f', -1, 64)
		}
	}
	return v
}

// arrayLabels takes the labels from an array: one class per record, or zeros
// and ones for every class.
func (a *assembly) arrayLabels(x array.Array, ids []string) {
	n := len(ids)
	switch {
	case x.Name == "":
	case length(x) == n:
		a.label = a.arrayValues(x, ids)
	case len(x.Shape) == 2 && x.Words == nil && (x.Shape[0] == n || x.Shape[1] == n):
		a.oneHotArray(x, ids)
	default:
		a.problem(a.found.Name, x.Name, say.Kept("an array of %s has no label for each of %d records", sizes(x.Shape), n), say.Mark("no record is labelled by it"))
	}
	if a.label != nil && a.label.name == x.Name {
		a.imp.Label = x.Name
	}
}

// oneHotArray makes classes of the columns of an array of zeros and ones.
func (a *assembly) oneHotArray(x array.Array, ids []string) {
	n := len(ids)
	classes := len(x.Numbers) / n
	at := func(i, k int) float64 { return x.Numbers[i*classes+k] }
	if x.Shape[0] != n {
		at = func(i, k int) float64 { return x.Numbers[k*n+i] }
	}
	v := &values{file: a.found.Name, name: x.Name, ids: ids, cells: make([]string, n)}
	for i := range n {
		ones := 0
		for k := range classes {
			switch at(i, k) {
			case 1:
				ones++
				v.cells[i] = strconv.Itoa(k)
			case 0:
			default:
				ones = classes + 1
			}
		}
		if ones > 1 {
			a.problem(a.found.Name, x.Name, say.Kept("labels of %s are not one class per record", sizes(x.Shape)), say.Mark("no label is guessed, and the array is left out"))
			return
		}
	}
	a.label = v
	a.problem(a.found.Name, x.Name, say.Mark("the label is written as one column of zeros and ones per class"), say.Mark("read as one label, whose classes are the columns, from 0"))
}

func (a *assembly) arraySplit(x array.Array, ids []string) {
	if x.Name == "" {
		return
	}
	v := a.arrayValues(x, ids)
	if !allParts(v.cells) {
		a.problem(a.found.Name, x.Name, say.Mark("its values are not train, validation and test"), say.Mark("kept as a group"))
		a.groups = append(a.groups, v)
		return
	}
	for i, c := range v.cells {
		v.cells[i] = splitPart(c)
	}
	a.splits, a.imp.Split = v, x.Name
}

// mask makes views absent where a mask of records × views has a zero, or a one
// where its name says that it marks what is missing.
func (a *assembly) mask(x array.Array, parts []*part, n int) {
	views := len(parts)
	binary := !slices.ContainsFunc(x.Numbers, func(v float64) bool { return v != 0 && v != 1 })
	at := func(i, m int) float64 { return x.Numbers[i*views+m] }
	switch {
	case !binary || len(x.Shape) != 2 || x.Words != nil:
		a.problem(a.found.Name, x.Name, say.Mark("it is no mask of zeros and ones for records × views"), say.Mark("left out"))
		return
	case x.Shape[0] == n && x.Shape[1] == views:
	case x.Shape[1] == n && x.Shape[0] == views:
		at = func(i, m int) float64 { return x.Numbers[m*n+i] }
	default:
		a.problem(a.found.Name, x.Name, say.Kept("a mask of %s fits no %d records and %d views", sizes(x.Shape), n, views), say.Mark("left out"))
		return
	}
	gone, means := 0.0, say.Mark("which views are there (1) and which are not (0)")
	if strings.HasPrefix(layout.PlainName(x.Name), "miss") {
		gone, means = 1, say.Mark("which views are missing (1) and which are there (0)")
	}
	hidden := 0
	for m, p := range parts {
		if p.rows == nil {
			p.rows = table.UpTo(n)
		}
		for i := range n {
			if at(i, m) == gone {
				p.causes[i], p.rows[i] = dataset.NoRow, -1
				hidden++
			}
		}
	}
	a.problem(a.found.Name, x.Name, say.Kept("it says %s: %d are not there", means, hidden), say.Mark("taken as absent"))
}
