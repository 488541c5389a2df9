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
)

// Names of arrays that are no views, as plain writes them.
var (
	arrayIDs    = set("ids id sampleids samplenames sampleid names subjects subjectid recordids keys")
	arrayLabels = set("y label labels gt gnd truth groundtruth target targets class classes truelabel truelabels yy gtlabel t")
	arrayMasks  = set("mask masks missing presence present observed index indices availability folds sn")
	arraySplits = set("split splits partition subset")
)

// makeArrays makes modalities of arrays: those with a row, or a column, for
// every record are views; names say which hold ids, labels and a mask.
func (a *assembly) makeArrays(context.Context) error {
	if len(a.found.Arrays) == 0 {
		return nil
	}
	var views []array.Array
	roles := map[string]array.Array{}
	for _, x := range a.found.Arrays {
		switch name := plain(x.Name); {
		case arrayIDs[name] && roles["ids"].Name == "":
			roles["ids"] = x
		case arrayLabels[name] && isVector(x) && roles["labels"].Name == "":
			roles["labels"] = x
		case arraySplits[name] && isVector(x):
			roles["split"] = x
		case arrayMasks[name] && roles["mask"].Name == "":
			roles["mask"] = x
		default:
			views = append(views, x)
		}
	}
	n, err := a.records(views, roles)
	if err != nil {
		return err
	}
	ids := a.idsOfArrays(roles["ids"], n)
	for _, x := range views {
		a.view(x, ids)
	}
	a.arrayValues(roles, ids)
	return nil
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
func (a *assembly) records(views []array.Array, roles map[string]array.Array) (int, error) {
	for _, role := range []string{"ids", "labels"} {
		if x, ok := roles[role]; ok {
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
	return 0, &dataset.UserError{What: a.found.Name + " does not say how many records it has", Why: "its arrays have different numbers of rows, and there are no labels or ids",
		Try: "Add an array called ids or y with one value per record."}
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
		a.problem("", "ids", plural(len(again), "id occurs", "ids occur")+" more than once", "repeated ids get a number")
		numberTwins(ids)
	}
	if x.Words == nil && x.Numbers == nil {
		a.problem(a.found.Name, "", "no array is called ids", "the rows are numbered")
	}
	return ids
}

// view makes a modality of an array, turned where records are its columns.
func (a *assembly) view(x array.Array, ids []string) {
	n := len(ids)
	turned := x.Shape[0] != n && len(x.Shape) == 2 && x.Shape[1] == n
	switch {
	case x.Words != nil && length(x) == n:
		p := &part{modality: dataset.Modality{Name: x.Name, Source: x.Name}, ids: ids}
		p.setTexts(x.Words)
		a.parts = append(a.parts, p)
		return
	case x.Words != nil || n == 0 || x.Shape[0] != n && !turned || len(x.Numbers) < n:
		a.problem(a.found.Name, x.Name, fmt.Sprintf("an array of %s has no row for each of %d records", sizes(x.Shape), n), "left out")
		return
	}
	cols := len(x.Numbers) / n
	m := dataset.NewMatrix(n, cols)
	if turned {
		for i := range n {
			for j := range cols {
				m.Set(i, j, x.Numbers[j*n+i])
			}
		}
		a.problem(a.found.Name, x.Name, fmt.Sprintf("its columns are the records (%s)", sizes(x.Shape)), "turned")
	} else {
		copy(m.Data, x.Numbers)
	}
	p := &part{modality: dataset.Modality{Name: x.Name, Kind: dataset.Table, Source: x.Name}, ids: ids, numbers: m, causes: rowCauses(m), absent: dataset.NoRow}
	for j := range cols {
		p.modality.Columns = append(p.modality.Columns, "f"+strconv.Itoa(j))
	}
	if shape := x.Shape[1:]; !turned && isImage(shape) {
		p.modality.Kind, p.modality.Shape = dataset.Image, slices.Clone(shape)
	}
	a.declared(p)
	a.parts = append(a.parts, p)
}

// isImage says whether the further sides of an array are those of images:
// height, width and perhaps three colours.
func isImage(shape []int) bool {
	return len(shape) >= 2 && min(shape[0], shape[1]) >= 8 && (len(shape) == 2 || len(shape) == 3 && shape[2] == 3)
}

func sizes(shape []int) string {
	var list []string
	for _, n := range shape {
		list = append(list, strconv.Itoa(n))
	}
	return strings.Join(list, "×")
}

// arrayValues takes labels, a split, and a mask of zeros (absent) and ones.
func (a *assembly) arrayValues(roles map[string]array.Array, ids []string) {
	of := func(role string) *values {
		x, ok := roles[role]
		if !ok || length(x) != len(ids) {
			return nil
		}
		v := &values{file: a.found.Name, name: x.Name, ids: ids, cells: make([]string, len(ids))}
		for i := range ids {
			if x.Words != nil {
				v.cells[i] = x.Words[i]
			} else if !math.IsNaN(x.Numbers[i]) {
				v.cells[i] = strconv.FormatFloat(x.Numbers[i], 'f', -1, 64)
			}
		}
		return v
	}
	a.label = of("labels")
	if v := of("split"); v != nil && allParts(v.cells) {
		for i, c := range v.cells {
			v.cells[i] = splitWords[plain(c)]
		}
		a.splits = v
	}
	if mask, ok := roles["mask"]; ok {
		a.mask(mask, len(ids))
	}
}

// mask makes views absent where a mask of records × views has a zero.
func (a *assembly) mask(x array.Array, n int) {
	views := len(a.parts)
	binary := !slices.ContainsFunc(x.Numbers, func(v float64) bool { return v != 0 && v != 1 })
	at := func(i, m int) float64 { return x.Numbers[i*views+m] }
	switch {
	case !binary || len(x.Shape) != 2 || x.Words != nil:
		a.problem(a.found.Name, x.Name, "it is no mask of zeros and ones for records × views", "left out")
		return
	case x.Shape[0] == n && x.Shape[1] == views:
	case x.Shape[1] == n && x.Shape[0] == views:
		at = func(i, m int) float64 { return x.Numbers[m*n+i] }
	default:
		a.problem(a.found.Name, x.Name, fmt.Sprintf("a mask of %s fits no %d records and %d views", sizes(x.Shape), n, views), "left out")
		return
	}
	hidden := 0
	for m, p := range a.parts {
		for i := range n {
			if at(i, m) == 0 {
				p.causes[i] = dataset.NoRow
				hidden++
			}
		}
	}
	a.problem(a.found.Name, x.Name, fmt.Sprintf("it says which views are there (1) and which are not (0): %d are not", hidden), "taken as absent")
}
