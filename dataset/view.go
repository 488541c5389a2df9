package dataset

import (
	"maps"
	"math"
	"slices"
)

// View is a dataset restricted to some rows and seen through a mask. It is
// all that an estimator ever sees: a hidden modality has no values in it.
// Rows are numbered 0…Len-1 in the view's own order.
type View struct {
	data     *Dataset
	rows     []int
	presence *Presence // what can be computed with
	observed *Presence // what was observed; differs from presence only after imputation
}

// View restricts the dataset to rows, in that order, as the mask shows it. A
// nil mask hides nothing. It keeps the slice.
func (d *Dataset) View(rows []int, mask *Mask) View {
	p := d.Presence
	if mask != nil {
		p = p.hide(mask.Hides)
	}
	return View{data: d, rows: rows, presence: p, observed: p}
}

// All returns the view of every record with nothing hidden.
func (d *Dataset) All() View { return d.View(allRows(d.Records()), nil) }

// Len returns the number of rows.
func (v View) Len() int { return len(v.rows) }

// Modalities returns the number of modalities.
func (v View) Modalities() int { return len(v.data.Blocks) }

// Modality describes modality m.
func (v View) Modality(m int) Modality { return v.data.Blocks[m].Modality }

// Names lists the modalities in order.
func (v View) Names() []string { return v.data.Names() }

// Columns returns the number of numeric columns of modality m.
func (v View) Columns(m int) int { return v.data.Blocks[m].Numbers.Cols }

// Classes lists the class names of the dataset.
func (v View) Classes() []string { return v.data.Classes }

// Record returns the number of row i in the dataset.
func (v View) Record(i int) int { return v.rows[i] }

// ID returns the id of row i.
func (v View) ID(i int) string { return v.data.IDs[v.rows[i]] }

// Label returns the class of row i, or NoLabel.
func (v View) Label(i int) int { return v.data.Labels[v.rows[i]] }

// Split returns what the data's own split says of row i, or "" where there is
// none.
func (v View) Split(i int) string {
	if v.data.Splits == nil {
		return ""
	}
	return v.data.Splits[v.rows[i]]
}

// Family returns a number that row i shares with its kin, and whether the
// records have any.
func (v View) Family(i int) (family int, some bool) {
	if v.data.Kin == nil {
		return 0, false
	}
	return v.data.Kin[v.rows[i]], true
}

// GroupNames lists the further columns of the dataset, sorted.
func (v View) GroupNames() []string { return slices.Sorted(maps.Keys(v.data.Groups)) }

// Group returns the value of a further column for row i, or "" where there is
// no such column.
func (v View) Group(name string, i int) string {
	if cells, ok := v.data.Groups[name]; ok {
		return cells[v.rows[i]]
	}
	return ""
}

// Has says whether row i has values of modality m to compute with.
func (v View) Has(i, m int) bool { return v.presence.Has(v.rows[i], m) }

// Cause returns why row i has no values of modality m, or Present.
func (v View) Cause(i, m int) Cause { return v.presence.Cause(v.rows[i], m) }

// File returns the media file that modality m of row i was read from, relative
// to the dataset, or "".
func (v View) File(i, m int) string {
	if files := v.data.Blocks[m].Files; files != nil {
		return files[v.rows[i]]
	}
	return ""
}

// Observed says whether modality m of row i was observed. It differs from Has
// only in a view whose gaps have been filled.
func (v View) Observed(i, m int) bool { return v.observed.Has(v.rows[i], m) }

// Pattern returns the pattern of observed modalities of row i.
func (v View) Pattern(i int) Pattern { return v.observed.Pattern(v.rows[i]) }

// Patterns groups the rows of the view by observed pattern.
func (v View) Patterns() []PatternCount { return v.observed.group(v.rows) }

// Row returns the numbers of modality m of row i, one per column, NaN where a
// cell is missing; nil where the modality is absent. It must not be changed.
func (v View) Row(i, m int) []float64 {
	if !v.Has(i, m) {
		return nil
	}
	return v.data.Blocks[m].Row(v.rows[i])
}

// Text returns the raw text of modality m of row i, and whether there is one.
func (v View) Text(i, m int) (string, bool) {
	if !v.Has(i, m) || v.data.Blocks[m].Texts == nil {
		return "", false
	}
	return v.data.Blocks[m].Texts[v.rows[i]], true
}

// Words returns the words of modality m of row i, as WithWords gave them; nil
// where the modality is absent or has none. It must not be changed.
func (v View) Words(i, m int) []int {
	if !v.Has(i, m) || v.data.Blocks[m].Words == nil {
		return nil
	}
	return v.data.Blocks[m].Words[v.rows[i]]
}

// Dense copies modality m into a matrix of Len × Columns; absent rows and
// missing cells are NaN.
func (v View) Dense(m int) Matrix {
	out := NewMatrix(v.Len(), v.Columns(m))
	for i := range v.rows {
		if row := v.Row(i, m); row != nil {
			copy(out.Row(i), row)
			continue
		}
		for j := range out.Cols {
			out.Set(i, j, math.NaN())
		}
	}
	return out
}

// Select returns the view of some of this view's rows, in the given order.
func (v View) Select(rows []int) View {
	picked := make([]int, len(rows))
	for i, r := range rows {
		picked[i] = v.rows[r]
	}
	v.rows = picked
	return v
}

// WithPattern returns the same rows with every modality outside p hidden as
// well: the complete records, say, as if only an image were left.
func (v View) WithPattern(p Pattern) View {
	v.presence = v.presence.hide(func(_, m int) bool { return !p.Has(m) })
	v.observed = v.observed.hide(func(_, m int) bool { return !p.Has(m) })
	return v
}

// Complete says whether no cell of any row is missing.
func (v View) Complete() bool {
	for i := range v.rows {
		for m := range v.Modalities() {
			row := v.Row(i, m)
			if row == nil || hasNaN(row) {
				return false
			}
		}
	}
	return true
}

func hasNaN(row []float64) bool {
	for _, x := range row {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}
