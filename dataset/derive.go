package dataset

import "fmt"

// Derive returns the same rows with other numbers: scaled, say, or text turned
// into term weights. values[m] is Len × columns of modalities[m]; what was
// absent stays absent and unseen, whatever values says.
func (v View) Derive(modalities []Modality, values []Matrix) (View, error) {
	if len(modalities) != v.Modalities() || len(values) != v.Modalities() {
		return View{}, fmt.Errorf("%d modalities and %d blocks derived from %d", len(modalities), len(values), v.Modalities())
	}
	for m, b := range values {
		if b.Rows != v.Len() || b.Cols != len(modalities[m].Columns) {
			return View{}, fmt.Errorf("modality %q: derived %d×%d, want %d×%d",
				modalities[m].Name, b.Rows, b.Cols, v.Len(), len(modalities[m].Columns))
		}
	}
	d := v.derived(modalities, values)
	d.Presence = v.rowsOf(v.presence)
	return View{data: d, rows: allRows(v.Len()), presence: d.Presence, observed: v.rowsOf(v.observed)}, nil
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
