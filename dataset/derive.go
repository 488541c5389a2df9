package dataset

import (
	"slices"

	"lacuna/internal/say"
)

// Derive returns the same rows with other numbers: scaled, say, or text turned
// into term weights. values[m] has the columns of modalities[m] and a row for
// every row of the view, or only for those that have the modality. What was
// absent stays absent and unseen, whatever values says.
func (v View) Derive(modalities []Modality, values []Matrix) (View, error) {
	if len(modalities) != v.Modalities() || len(values) != v.Modalities() {
		return View{}, say.Errorf("%d modalities and %d blocks derived from %d", len(modalities), len(values), v.Modalities())
	}
	d := v.derived(modalities, values)
	d.Presence = v.rowsOf(v.presence)
	for m, b := range values {
		if b.Rows != v.Len() {
			d.Blocks[m].Rows = presentRows(d.Presence, m)
		}
		if present := d.Presence.Count(m); b.Rows != v.Len() && b.Rows != present || b.Cols != len(modalities[m].Columns) {
			return View{}, say.Errorf("modality %q: derived %d×%d, want %d×%d or %d×%d", modalities[m].Name,
				b.Rows, b.Cols, v.Len(), len(modalities[m].Columns), present, len(modalities[m].Columns))
		}
	}
	return View{data: d, rows: allRows(v.Len()), presence: d.Presence, observed: v.rowsOf(v.observed)}, nil
}

// presentRows numbers the records that have modality m, and gives the others −1.
func presentRows(p *Presence, m int) []int {
	rows, next := make([]int, p.Records()), 0
	for i := range rows {
		rows[i] = -1
		if p.Has(i, m) {
			rows[i] = next
			next++
		}
	}
	return rows
}

// WithWords returns the view with the words of text modality m: for each row of
// the view, the numbers of its words among the columns, in the order of the
// text. The numbers of a row that lacks the modality are not shown by Words.
// Views derived or filled from this one have them no more.
func (v View) WithWords(m int, words [][]int) (View, error) {
	if len(words) != v.Len() {
		return View{}, say.Errorf("modality %q: words of %d rows for %d", v.Modality(m).Name, len(words), v.Len())
	}
	d := *v.data
	d.Blocks = slices.Clone(d.Blocks)
	d.Blocks[m].Words = make([][]int, d.Records())
	for i, list := range words {
		for _, w := range list {
			if w < 0 || w >= v.Columns(m) {
				return View{}, say.Errorf("modality %q: word %d of %d columns", v.Modality(m).Name, w, v.Columns(m))
			}
		}
		d.Blocks[m].Words[v.rows[i]] = list
	}
	v.data = &d
	return v, nil
}

// derived makes the dataset behind a derived view: this view's rows only.
func (v View) derived(modalities []Modality, values []Matrix) *Dataset {
	d := &Dataset{
		Name: v.data.Name, Root: v.data.Root, IDs: pick(v.data.IDs, v.rows),
		Classes: v.data.Classes, Labels: pick(v.data.Labels, v.rows),
		Blocks: make([]Block, len(values)), Groups: map[string][]string{},
	}
	if v.data.Splits != nil {
		d.Splits = pick(v.data.Splits, v.rows)
	}
	if v.data.Kin != nil {
		d.Kin = pick(v.data.Kin, v.rows)
	}
	for name, cells := range v.data.Groups {
		d.Groups[name] = pick(cells, v.rows)
	}
	for m := range values {
		d.Blocks[m] = Block{Modality: modalities[m], Numbers: values[m]}
	}
	return d
}

// rowsOf restricts a presence of the dataset to the view's rows.
func (v View) rowsOf(p *Presence) *Presence {
	causes := make([][]Cause, p.Modalities())
	for m := range causes {
		causes[m] = pick(p.causes[m], v.rows)
	}
	return NewPresence(v.Len(), causes)
}

func modalitiesOf(v View) []Modality {
	list := make([]Modality, v.Modalities())
	for m := range list {
		list[m] = v.Modality(m)
	}
	return list
}
