package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// copy puts words on the clipboard and says so.
func (f *frame) copy(words, what string) {
	if words == "" {
		return
	}
	f.app.Clipboard().SetContent(words)
	f.status.tell(say.Form("Copied %s.", what))
}

// copyPointed copies the chosen number of the table that has the keys, or the
// one under the pointer.
func (f *frame) copyPointed() {
	for _, p := range f.panes {
		if f.win.Canvas().Focused() == fyne.Focusable(p.table.table) && p.table.quote() != "" {
			f.copy(p.table.quote(), say.Text("the number with its context"))
			return
		}
	}
	for _, p := range f.panes {
		if words := f.bench.Scene.Quote(p.view.under); p.view.pointed && words != "" {
			f.copy(words, say.Text("the number with its context"))
			return
		}
	}
	if q, ok := f.telling.under.(quoter); ok && q.quoted(f.telling.under) != "" {
		f.copy(q.quoted(f.telling.under), say.Text("the number with its context"))
		return
	}
	f.status.tell(say.Text("Point at a number, or choose one in a table, to copy it."))
}

// copyDataCommand copies a command about the data, or says why there is none.
func (f *frame) copyDataCommand(command string) {
	if command != "" {
		f.copy(command, say.Text("the command"))
		return
	}
	f.status.tell(say.Text("A command names one file or folder of data. The sample is in a folder after: lacuna sample -o sample"))
}

// copyCommand copies the command that runs the comparison without the window.
func (f *frame) copyCommand() {
	if command := f.bench.RunCommand(); command != "" {
		f.copy(command, say.Text("the command"))
		return
	}
	f.status.tell(say.Text("Save the project first: the command names its file."))
}

// openMenu shows what can be done with a pane, and with what is under the
// pointer.
func (p *pane) openMenu(do paneActions, r drawing.Region, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.view)
	if c == nil || p.figure == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(p.menuOf(do, r), c, at)
}

func (p *pane) menuOf(do paneActions, r drawing.Region) *fyne.Menu {
	quote, command := p.bench.Scene.Quote(r), p.bench.ChartCommand(p.name)
	number := fyne.NewMenuItem(say.Text("Copy the number with its context"), func() { do.copy(quote, say.Text("the number with its context")) })
	number.Disabled = quote == ""
	asCommand := fyne.NewMenuItem(say.Text("Copy as command"), func() { do.copy(command, say.Text("the command")) })
	if asCommand.Disabled = command == ""; asCommand.Disabled && p.bench.Document.File() == "" {
		asCommand.Label = say.Text("Copy as command (once the project is saved)")
	}
	items := append(p.columnItems(do, r), number,
		fyne.NewMenuItem(say.Text("Copy the finding"), func() { do.copy(p.figure.Title(), say.Text("the finding")) }),
		fyne.NewMenuItem(say.Text("Copy the description"), func() { do.copy(p.figure.Description().Long, say.Text("the description")) }),
		asCommand, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(say.Text("Export…"), func() { do.export(p) }),
		fyne.NewMenuItem(say.Text("Export for paper or slides…"), func() { do.paper(p) }))
	return fyne.NewMenu("", items...)
}

// columnItems lead from a modality to its columns, and back.
func (p *pane) columnItems(do paneActions, r drawing.Region) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	display := p.bench.Display
	if r.Kind == drawing.ModalityHead && p.name == vm.PresencePane && display.HasColumns(r.Key) {
		items = append(items, fyne.NewMenuItem(say.Form("Columns of %s", r.Key), func() { do.columns(r.Key) }))
	}
	if table := display.Columns().Table; table != "" && p.name == vm.PresencePane {
		items = append(items, fyne.NewMenuItem(say.Form("Find columns of %s…", table), func() { do.columns(table) }),
			fyne.NewMenuItem(say.Text("Back to the modalities"), func() { do.columns("") }))
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return items
}
