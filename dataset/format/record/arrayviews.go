package record

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/internal/say"
)

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
		a.problem(a.found.Name, x.Name, say.Kept("an array of %s has no row for each of %d records", sizes(x.Shape), n), say.Mark("left out"))
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
		a.problem(a.found.Name, x.Name, say.Kept("its columns are the records (%s)", sizes(x.Shape)), say.Mark("turned"))
	} else {
		copy(m.Data, x.Numbers)
	}
	p := &part{modality: dataset.Modality{Name: x.Name, Kind: dataset.Table, Source: x.Name}, ids: ids, numbers: m, causes: rowCauses(m), absent: dataset.NoRow}
	for j := range cols {
		p.modality.Columns = append(p.modality.Columns, "f"+strconv.Itoa(j))
	}
	if !turned {
		a.asImages(p, m, x.Shape[1:])
	}
	a.withoutRowNumbers(x.Name, p)
	a.declared(p)
	if len(p.modality.Columns) > 0 {
		a.parts = append(a.parts, p)
	}
}

// withoutRowNumbers leaves out the columns of an array that number its rows.
func (a *assembly) withoutRowNumbers(name string, p *part) {
	if p.modality.Kind != dataset.Table || slices.Contains(a.imp.Features, name) || a.keepsAll() {
		return
	}
	gone, _ := rowNumbers(nil, p.numbers, nil)
	if len(gone) == 0 || len(gone) == len(p.modality.Columns) {
		return
	}
	a.problem(a.found.Name, name, say.Kept("%s the rows: %s", say.KeptCount(len(gone), "column numbers", "columns number"), someOf(picked(p.modality.Columns, gone))), say.Kept("left out%s", keepHint(name)))
	p.without(gone)
}

// asImages takes an array of rows × height × width, perhaps with three
// colours, as images where the sides are those of images.
func (a *assembly) asImages(p *part, m dataset.Matrix, sides []int) {
	const least = 8
	sides = slices.DeleteFunc(slices.Clone(sides), func(n int) bool { return n == 1 })
	colour := len(sides) == 3 && (sides[0] == 3 || sides[2] == 3)
	if colour && sides[2] != 3 {
		sides = []int{sides[1], sides[2], 3}
		coloursLast(m)
	}
	if len(sides) < 2 || min(sides[0], sides[1]) < least || !colour && (len(sides) != 2 || sides[0] != sides[1]) {
		return
	}
	p.modality.Kind, p.modality.Shape = dataset.Image, sides
	done := say.Kept("read as images of %s", sizes(sides))
	if most := brightest(m.Data); most > 0 {
		for k := range m.Data {
			m.Data[k] /= most
		}
		done = say.Kept("%s, brightness divided by %g", done, most)
	}
	a.problem(a.found.Name, p.modality.Name, say.Kept("an array of %s for every record", sizes(sides)), done)
}

// coloursLast brings three planes of one colour each to three numbers per
// pixel.
func coloursLast(m dataset.Matrix) {
	pixels := m.Cols / 3
	row := make([]float64, m.Cols)
	for i := range m.Rows {
		copy(row, m.Row(i))
		for k := range pixels {
			for c := range 3 {
				m.Set(i, 3*k+c, row[c*pixels+k])
			}
		}
	}
}

// brightest returns what white is in pixels of whole bytes or words, or 0 where
// they are neither.
func brightest(pixels []float64) float64 {
	most := 0.0
	for _, x := range pixels {
		if x < 0 || x != math.Trunc(x) && !math.IsNaN(x) {
			return 0
		}
		most = max(most, x)
	}
	switch {
	case most > 1 && most < 1<<8:
		return 1<<8 - 1
	case most >= 1<<8 && most < 1<<16:
		return 1<<16 - 1
	}
	return 0
}

func sizes(shape []int) string {
	var list []string
	for _, n := range shape {
		list = append(list, strconv.Itoa(n))
	}
	return strings.Join(list, "×")
}
