package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"lacuna/internal/say"
)

// columnSearch is a list of names of columns that what is typed narrows.
type columnSearch struct {
	field *field
	list  *rowList
	shown []string // those that have what is typed
}

// newColumnSearch lists names; narrowed, unless nil, hears of each new list, the
// first at once.
func newColumnSearch(names []string, narrowed func(shown []string)) *columnSearch {
	s := &columnSearch{shown: names, field: newField("", nil)}
	s.list = newRowList(func() int { return len(s.shown) },
		func() fyne.CanvasObject { return newClipped("") },
		func(i int, o fyne.CanvasObject) {
			if i < len(s.shown) {
				o.(*clipped).SetText(s.shown[i])
			}
		})
	s.field.SetPlaceHolder(say.Text("part of a column's name"))
	s.field.OnChanged = func(text string) {
		s.shown = nil
		for _, name := range names {
			if strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
				s.shown = append(s.shown, name)
			}
		}
		if narrowed != nil {
			narrowed(s.shown)
		}
		s.list.UnselectAll()
		s.list.Refresh()
	}
	s.field.OnChanged("")
	return s
}
