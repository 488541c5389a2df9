package fitted

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// fieldOf describes a column, a quantity where nothing else is said.
func fieldOf(m dataset.Modality, j int) dataset.Field {
	if m.Fields == nil {
		return dataset.Field{}
	}
	return m.Fields[j]
}

// column writes column from of a block of the dataset to column to of one of the
// schema, in its terms: words by their names, dates from its epoch.
func (a *adapter) column(out, b dataset.Block, to, from int) {
	want, have := fieldOf(out.Modality, to), fieldOf(b.Modality, from)
	name := out.Modality.Columns[to]
	read := func(x float64) float64 { return x }
	switch {
	case want.Kind == dataset.Category:
		var fresh []string
		want, read, fresh = wordsOf(want, have, b.Cells(), from)
		out.Modality.Fields[to] = want
		if len(fresh) > 0 {
			a.tell(out.Modality.Name, say.Form("column %s has words that no record had when the model was fitted: %s", name, someNames(fresh)), say.Text("taken as none of the others"))
		}
	case want.Kind == dataset.Date && have.Kind == dataset.Date:
		days := have.Epoch.Sub(want.Epoch).Hours() / 24
		read = func(x float64) float64 { return x + days }
	case want.Kind == dataset.Date || have.Kind == dataset.Category || have.Kind == dataset.Date:
		read = func(x float64) float64 { return parsed(want, have.Format(x)) }
	}
	lost, cells := 0, b.Cells()
	for i := range b.Numbers.Rows {
		x := cells.At(i, from)
		if math.IsNaN(x) {
			continue
		}
		y := read(x)
		if math.IsNaN(y) {
			lost++
		}
		out.Numbers.Set(i, to, y)
	}
	if lost > 0 {
		a.tell(out.Modality.Name, say.Form("column %s has %d cells that are not what it held when the model was fitted", name, lost), say.Text("missing there"))
	}
}

// wordsOf returns the field of a column of words for the words of both sides,
// how a cell of the dataset is read as one of them, and the words that the
// schema does not know.
func wordsOf(want, have dataset.Field, x dataset.Cells, j int) (dataset.Field, func(float64) float64, []string) {
	var fresh []string
	seen := map[float64]string{}
	rows, _ := x.Size()
	for i := range rows {
		v := x.At(i, j)
		if _, known := seen[v]; known || math.IsNaN(v) {
			continue
		}
		seen[v] = have.Format(v)
		if word := seen[v]; want.Level(word) < 0 && !slices.Contains(fresh, word) {
			fresh = append(fresh, word)
		}
	}
	slices.Sort(fresh)
	want.Levels = slices.Concat(want.Levels, fresh)
	slices.Sort(want.Levels)
	level := make(map[float64]float64, len(seen))
	for v, word := range seen {
		level[v] = float64(want.Level(word))
	}
	return want, func(v float64) float64 { return level[v] }, fresh
}

// parsed reads a word as a number of a field; NaN where it is none.
func parsed(f dataset.Field, word string) float64 {
	if f.Kind == dataset.Date {
		t, err := time.Parse(f.Layout, word)
		if err != nil {
			return math.NaN()
		}
		return t.Sub(f.Epoch).Hours() / 24
	}
	x, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(word, f.Prefix), f.Suffix), 64)
	if err != nil || math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}
