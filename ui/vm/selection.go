package vm

import (
	"fmt"
	"slices"

	"lacuna/dataset"
)

// undoSteps is how many selections can be taken back.
const undoSteps = 50

// Select makes q the one selection of all panes.
func (w *Workbench) Select(q Query) {
	if w.data == nil || q.String() == w.query.String() {
		return
	}
	w.undo = append(w.undo, w.query)
	if len(w.undo) > undoSteps {
		w.undo = w.undo[1:]
	}
	w.apply(q)
}

// ClearSelection selects nothing.
func (w *Workbench) ClearSelection() { w.Select(Query{}) }

// Undo takes the last selection back.
func (w *Workbench) Undo() {
	if len(w.undo) == 0 {
		return
	}
	last := len(w.undo) - 1
	q := w.undo[last]
	w.undo = w.undo[:last]
	w.apply(q)
}

func (w *Workbench) apply(q Query) {
	w.query = q
	w.selected = q.Records(w.data, w.presence)
	w.at = 0
	w.touch()
	w.changed(SelectionChanged)
	if len(w.study.Runs) > 0 {
		w.retable()
	}
}

// Query returns the selection as a rule.
func (w *Workbench) Query() Query { return w.query }

// Selected lists the selected rows, rising; nil where nothing is selected.
func (w *Workbench) Selected() []int { return w.selected }

// SelectedBits returns the selection as a bit column, or nil where there is
// none: bit i%64 of word i/64 is record i.
func (w *Workbench) SelectedBits() []uint64 {
	if w.query.Empty() {
		return nil
	}
	bits := make([]uint64, (w.data.Records()+63)/64)
	for _, i := range w.selected {
		bits[i/64] |= 1 << (i % 64)
	}
	return bits
}

// SelectPattern selects the records of one pattern; a second call with the
// same pattern clears the selection again.
func (w *Workbench) SelectPattern(p dataset.Pattern) {
	w.toggle(Query{[]Term{{Kind: HasPattern, Pattern: p}}})
}

// SelectLacking selects the records that lack a modality, or those that have
// it.
func (w *Workbench) SelectLacking(modality string, lacking bool) {
	kind := Lacks
	if !lacking {
		kind = Has
	}
	w.toggle(Query{[]Term{{Kind: kind, Modality: modality}}})
}

// SelectStratum selects the records of a stratum by its name in tables:
// "complete", "without:image", "pattern:image+audio", "masked:image".
func (w *Workbench) SelectStratum(name string) {
	for _, s := range w.table.Strata {
		if s.Name == name {
			w.toggle(stratumQuery(s, w.data))
			return
		}
	}
}

func (w *Workbench) toggle(q Query) {
	if q.String() == w.query.String() {
		q = Query{}
	}
	w.Select(q)
}

// Current returns the row that the record lens shows; false where there is
// nothing to show. Without a selection it steps through all records.
func (w *Workbench) Current() (int, bool) {
	rows := w.steps()
	if len(rows) == 0 {
		return 0, false
	}
	return rows[min(w.at, len(rows)-1)], true
}

// Position says where Current is, for people: "3 of 41 selected".
func (w *Workbench) Position() string {
	n := len(w.steps())
	if w.query.Empty() {
		return fmt.Sprintf("%d of %d", min(w.at+1, n), n)
	}
	return fmt.Sprintf("%d of %d selected", min(w.at+1, n), n)
}

// Step moves the record lens by n records, staying within the selection.
func (w *Workbench) Step(n int) {
	rows := w.steps()
	if len(rows) == 0 {
		return
	}
	w.at = min(max(0, w.at+n), len(rows)-1)
	w.changed(SelectionChanged)
}

func (w *Workbench) steps() []int {
	switch {
	case w.data == nil:
		return nil
	case !w.query.Empty():
		return w.selected
	}
	return slices.Collect(func(yield func(int) bool) {
		for i := range w.data.Records() {
			if !yield(i) {
				return
			}
		}
	})
}

// SelectionWords says the selection for the status line.
func (w *Workbench) SelectionWords() string {
	switch {
	case w.data == nil:
		return "No dataset open"
	case w.query.Empty() && len(w.table.Strata) > 0 && !w.Running():
		return fmt.Sprintf("%d records; click a row of D to see whose accuracy it is", w.data.Records())
	case w.query.Empty():
		return fmt.Sprintf("%d records; click a pattern or the name of a modality to select", w.data.Records())
	}
	return fmt.Sprintf("%d of %d selected (%s); Esc clears", len(w.selected), w.data.Records(), w.query.Words(w.data.Names()))
}
