package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	count := newLabel("")
	found := newColumnSearch(all, func(shown []string) { count.SetText(columnsFound(len(shown), len(all))) })
	found.list.OnSelected = func(i int) { found.field.SetText(found.shown[i]) }
	show := func() {
		if len(found.shown) > 0 {
			f.bench.Display.ShowColumns(charts.Columns{Table: table, Part: found.field.Text})
		}
	}
	f.modal(say.Form("Columns of %s", table), container.NewBorder(container.NewVBox(found.field, count), nil, nil, nil, found.list), fyne.NewSize(420, 480), answer{words: say.Text("Cancel")}, answer{say.Text("Show"), show})
	f.win.Canvas().Focus(found.field)
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
