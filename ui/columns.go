package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/charts"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// showColumns shows the columns of a table in pane A; of many it asks which.
func (f *frame) showColumns(table string) {
	if table == "" || !f.bench.Display.Asks(table) {
		f.bench.Display.ShowColumns(charts.Columns{Table: table})
		return
	}
	all := f.bench.Display.ColumnNames(table)
	shown := all
	list := newRowList(func() int { return len(shown) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i int, o fyne.CanvasObject) {
			if i < len(shown) {
				o.(*widget.Label).SetText(shown[i])
			}
		})
	count := widget.NewLabel("")
	search := newField("", nil)
	search.SetPlaceHolder(say.Text("part of a column's name"))
	search.OnChanged = func(text string) {
		shown = nil
		for _, name := range all {
			if strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
				shown = append(shown, name)
			}
		}
		count.SetText(columnsFound(len(shown), len(all)))
		list.UnselectAll()
		list.Refresh()
	}
	list.OnSelected = func(i int) { search.SetText(shown[i]) }
	search.OnChanged("")
	show := func() {
		if len(shown) > 0 {
			f.bench.Display.ShowColumns(charts.Columns{Table: table, Part: search.Text})
		}
	}
	f.modal(say.Form("Columns of %s", table), container.NewBorder(container.NewVBox(search, count), nil, nil, nil, list), fyne.NewSize(420, 480), answer{words: say.Text("Cancel")}, answer{say.Text("Show"), show})
	f.win.Canvas().Focus(search)
}

// columnsFound says how many columns have what is typed, and how many of them
// are shown.
func columnsFound(n, all int) string {
	words := say.Form("%s of %s", vm.Grouped(n), vm.Grouped(all))
	if n > charts.MostColumns {
		words = say.Form("%s of %s; the first %d are shown", vm.Grouped(n), vm.Grouped(all), charts.MostColumns)
	}
	return words
}
