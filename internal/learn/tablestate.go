package learn

import (
	"math"
	"slices"

	"lacuna/internal/say"
)

// Check reports a layout whose parts do not fit each other, as a file may hold
// one.
func (l Layout) Check() error {
	if len(l.Names) == 0 || len(l.Columns) != len(l.Names) || len(l.Start) != len(l.Names)+1 || l.Start[0] != 0 {
		return say.Errorf("a layout of %d modalities, %d lists of columns and %d places", len(l.Names), len(l.Columns), len(l.Start))
	}
	for m, columns := range l.Columns {
		if l.Start[m+1] != l.Start[m]+len(columns) {
			return say.Errorf("modality %q has %d columns and the places %d to %d", l.Names[m], len(columns), l.Start[m], l.Start[m+1])
		}
	}
	return nil
}

// TableState is a table as data.
type TableState struct {
	Layout Layout
	Rows   int
	Values []float64
	Seen   []uint64
	Whole  []bool
}

// State returns the table as data; it shares its memory.
func (t *Table) State() TableState {
	return TableState{t.Layout, t.Rows, t.values, t.Seen, t.Whole}
}

// Table returns the table, or says what does not fit.
func (s TableState) Table() (*Table, error) {
	if err := s.Layout.Check(); err != nil {
		return nil, err
	}
	t := &Table{Layout: s.Layout, Rows: s.Rows, values: s.Values, Seen: s.Seen, Whole: s.Whole}
	t.Words = (t.Width() + 63) / 64
	if s.Rows < 0 || s.Rows > math.MaxInt32 || len(s.Values) != s.Rows*t.Width() || len(s.Seen) != s.Rows*t.Words || len(s.Whole) != len(s.Layout.Names) {
		return nil, say.Errorf("a table of %d × %d with %d numbers, %d words of bits and %d modalities", s.Rows, t.Width(), len(s.Values), len(s.Seen), len(s.Whole))
	}
	if slices.ContainsFunc(s.Values, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }) {
		return nil, say.Error("a table with numbers that are not finite")
	}
	for i := range t.Rows {
		if row := t.SeenRow(i); t.Width()%64 != 0 && row[t.Words-1]>>(t.Width()%64) != 0 {
			return nil, say.Errorf("row %d of a table has cells beyond its %d columns", i+1, t.Width())
		}
		for m, whole := range t.Whole {
			if n := t.Count(i, m); whole && n != 0 && n != t.Start[m+1]-t.Start[m] {
				return nil, say.Errorf("row %d of a table has a part of modality %q, which is said to be whole", i+1, t.Names[m])
			}
		}
	}
	return t, nil
}
