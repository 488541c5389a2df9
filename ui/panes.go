package ui

import (
	"slices"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// paneMakers make the panes by their letters A to D; each is in a file of its
// own.
var paneMakers = []func(f *frame) *pane{presencePane, patternsPane, learningPane, strataPane}

// paneOf is the pane with a name.
func (f *frame) paneOf(name vm.Pane) *pane {
	return f.panes[slices.IndexFunc(f.panes, func(p *pane) bool { return p.name == name })]
}

// shows says which changes a pane must show.
func shows(p vm.Pane) vm.Change {
	switch p {
	case vm.LearningPane:
		return vm.DataChanged | vm.StudyChanged | vm.CurvesChanged | vm.SelectionChanged | vm.ViewChanged | vm.PlanChanged
	case vm.StrataPane:
		return vm.DataChanged | vm.StudyChanged | vm.SelectionChanged | vm.SweepChanged | vm.ViewChanged | vm.PlanChanged
	}
	return vm.DataChanged | vm.SelectionChanged | vm.SweepChanged | vm.MaskChanged | vm.ViewChanged
}

func (f *frame) actions() paneActions {
	return paneActions{export: f.exportPane, paper: f.exportOnPaper, maximise: f.toggleMaximised, hint: f.status.hint, point: f.point, key: f.typedKey, again: f.run, copy: f.copy, columns: f.showColumns}
}

// point points out in the other panes what the pointer is on in one.
func (f *frame) point(from *pane, r drawing.Region, over bool) {
	for _, p := range f.panes {
		if p != from {
			p.view.point(r, over)
		}
	}
}

// pane makes a pane with a choice of what it shows, behind further controls.
func (f *frame) pane(name vm.Pane, letter string, further ...*chooser) *pane {
	titles := f.bench.Display.Views(name)
	choice := newChooser(titles, nil)
	choice.Selected = titles[0]
	p := newPane(name, letter, f.bench, f.look, f.actions(), append(further, choice)...)
	p.choice = choice
	choice.OnChanged = func(title string) {
		table, columns := f.bench.Display.TableOf(title)
		if back := title == say.Text(vm.AllModalities); name == vm.PresencePane && (columns || back) {
			choice.Selected = f.bench.Display.Title(name)
			choice.Refresh()
			f.showColumns(table)
			return
		}
		if title == say.Text(vm.AnyColumn) {
			choice.Selected = f.bench.Display.Title(name)
			choice.Refresh()
			f.orderByColumn()
			return
		}
		f.bench.Display.Choose(name, title)
	}
	return p
}
