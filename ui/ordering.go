package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lacuna/internal/say"
)

// orderByColumn asks for a column to order the records of the presence matrix
// by, among many: what is typed narrows the list.
func (f *frame) orderByColumn() {
	chosen := ""
	found := newColumnSearch(f.bench.Display.OrderColumns(), nil)
	found.list.OnSelected = func(i int) { chosen = found.shown[i] }
	order := func() {
		if chosen == "" && len(found.shown) > 0 {
			chosen = found.shown[0]
		}
		if chosen != "" {
			f.bench.Display.OrderBy(chosen)
		}
	}
	f.modal(say.Text("Order the records by a column"), container.NewBorder(found.field, nil, nil, nil, found.list), fyne.NewSize(420, 480), answer{words: say.Text("Cancel")}, answer{say.Text("Order"), order})
	f.win.Canvas().Focus(found.field)
}
