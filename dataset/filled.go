package dataset

import (
	"math"
	"slices"

	"lacuna/internal/say"
)

// Filled is a view whose missing cells an imputer has estimated. It remembers
// which: a cell is estimated exactly where the view has no number.
type Filled struct {
	source View
	values []Matrix
}

// NewFilled joins a view with the filled values of each modality, Len ×
// Columns. It refuses a value that is not finite and an observed cell that has
// been changed: those are errors of the imputer.
func NewFilled(source View, values []Matrix) (*Filled, error) {
	if len(values) != source.Modalities() {
		return nil, say.Errorf("%d filled blocks for %d modalities", len(values), source.Modalities())
	}
	for m, b := range values {
		if err := checkFilled(source, m, b); err != nil {
			return nil, say.Errorf("modality %q: %w", source.Modality(m).Name, err)
		}
	}
	return &Filled{source: source, values: values}, nil
}

func checkFilled(v View, m int, b Matrix) error {
	if b.Rows != v.Len() || b.Cols != v.Columns(m) {
		return say.Errorf("filled to %d×%d, want %d×%d", b.Rows, b.Cols, v.Len(), v.Columns(m))
	}
	for i := range b.Rows {
		observed := v.Row(i, m)
		for j, x := range b.Row(i) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return say.Errorf("record %s, column %d: filled with %g", v.ID(i), j, x)
			}
			if observed != nil && !math.IsNaN(observed[j]) && observed[j] != x {
				return say.Errorf("record %s, column %d: observed %g became %g", v.ID(i), j, observed[j], x)
			}
		}
	}
	return nil
}

// Source returns the view before filling.
func (f *Filled) Source() View { return f.source }

// Values returns the filled block of modality m, Len × Columns. It must not be
// changed.
func (f *Filled) Values(m int) Matrix { return f.values[m] }

// Estimated says whether cell (i, j) of modality m was filled in.
func (f *Filled) Estimated(i, m, j int) bool {
	row := f.source.Row(i, m)
	return row == nil || math.IsNaN(row[j])
}

// View returns the filled rows as a view in which every modality has values,
// while Observed still tells what was really there.
func (f *Filled) View() View {
	v := f.source
	n := v.Len()
	full := make([][]Cause, v.Modalities())
	for m := range full {
		full[m] = make([]Cause, n)
	}
	d := v.derived(modalitiesOf(v), f.values)
	d.Presence = NewPresence(n, full)
	return View{data: d, rows: allRows(n), presence: d.Presence, observed: v.rowsOf(v.observed)}
}

func pick[T any](list []T, rows []int) []T {
	out := slices.Grow([]T(nil), len(rows))
	for _, r := range rows {
		out = append(out, list[r])
	}
	return out
}
