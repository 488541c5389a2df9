package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// orderByColumn asks for a column to order the records of the presence matrix
// by, among many: what is typed narrows the list.
func (f *frame) orderByColumn() {
	all := f.bench.Display.OrderColumns()
	shown := all
	list := newRowList(func() int { return len(shown) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i int, o fyne.CanvasObject) {
			if i < len(shown) {
				o.(*widget.Label).SetText(shown[i])
			}
		})
	search := newField("", nil)
	search.SetPlaceHolder(say.Text("part of a column's name"))
	search.OnChanged = func(text string) {
		shown = nil
		for _, name := range all {
			if strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
				shown = append(shown, name)
			}
		}
		list.UnselectAll()
		list.Refresh()
	}
	chosen := ""
	list.OnSelected = func(i int) { chosen = shown[i] }
	order := func() {
		if chosen == "" && len(shown) > 0 {
			chosen = shown[0]
		}
		if chosen != "" {
			f.bench.Display.OrderBy(chosen)
		}
	}
	f.modal(say.Text("Order the records by a column"), container.NewBorder(search, nil, nil, nil, list), fyne.NewSize(420, 480), answer{words: say.Text("Cancel")}, answer{say.Text("Order"), order})
	f.win.Canvas().Focus(search)
}
