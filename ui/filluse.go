package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	drawing "lacuna/charts/canvas"
)

// fillUse uses one of the imputers: to look at what it makes of what is hidden,
// and to write the data with their gaps filled.
type fillUse struct {
	frame       *frame
	which       *chooser
	proposed    string // chosen by itself, not by hand
	look, write *button
	root        fyne.CanvasObject
}

func newFillUse(f *frame) *fillUse {
	u := &fillUse{frame: f, which: newChooser(nil, nil)}
	u.look = newButton("Look at what it makes", theme.VisibilityIcon(), u.show)
	u.write = newButton("Write filled data…", theme.DocumentSaveIcon(), u.save)
	u.root = container.New(layout.NewCustomPaddedVBoxLayout(2), titled("Imputer", u.which), u.look, u.write)
	return u
}

func (u *fillUse) update() {
	f := u.frame.bench.Filling
	var names []string
	for _, c := range f.Choices() {
		names = append(names, c.Name)
	}
	u.which.Options = names
	u.propose(names)
	for _, b := range []*button{u.look, u.write} {
		enable(b, !f.Running() && len(names) > 0)
	}
}

// propose chooses the best imputer, or the first, unless another was chosen by
// hand.
func (u *fillUse) propose(names []string) {
	at := u.which.Selected
	if at != u.proposed && u.index(at) >= 0 || len(names) == 0 {
		return
	}
	_, ranking := u.frame.bench.Filling.Trials()
	if at = ranking.Best; u.index(at) < 0 {
		at = names[0]
	}
	u.proposed = at
	if u.which.Selected != at {
		u.which.SetSelected(at)
	}
}

// index finds an imputer among those chosen; -1 where it is none of them.
func (u *fillUse) index(name string) int {
	for i, c := range u.frame.bench.Filling.Choices() {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// show shows what is real beside what was made of it.
func (u *fillUse) show() {
	f := u.frame
	err := f.bench.Filling.Look(u.index(u.which.Selected), func(figure drawing.Figure) {
		f.showFigure("Generated, not data", figure)
	})
	if err != nil {
		f.fail(err)
	}
}

// showFigure shows a figure that has no pane, to be exported or not.
func (f *frame) showFigure(title string, figure drawing.Figure) {
	view := newFigureView(func() drawing.Style { return f.look.style(variant()) })
	view.show(figure)
	f.modal(title, view, fyne.NewSize(1100, 760), answer{words: "Close"}, answer{"Export…", func() { f.exportFigure(figure, title) }})
}

// save asks for a folder that is not there yet, and writes the filled data.
func (u *fillUse) save() {
	f, i := u.frame, u.index(u.which.Selected)
	r := Request{Title: "Write filled data into a new folder", Name: f.bench.Document.Data().Name + "-" + u.which.Selected, Folder: f.folder(), Kind: "New folder"}
	f.ask(r, func(done func(string, error)) { f.pick.SaveFile(r, done) }, func(folder string) {
		err := f.bench.Filling.Write(i, folder, func(warnings []string) {
			f.status.hint("Filled data are in " + folder)
			f.events.exported(folder)
			if len(warnings) > 0 {
				f.modal("Filled data are in "+folder, wrapped(strings.Join(warnings, "\n\n")), fyne.NewSize(560, 320), answer{words: "Close"})
			}
		})
		if err != nil {
			f.fail(err)
		}
	})
}
