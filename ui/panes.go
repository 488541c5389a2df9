package ui

import (
	"lacuna/ui/vm"
)

// paneMakers make the panes by their letters A to D; each is in a file of its
// own.
var paneMakers = []func(f *frame) *pane{presencePane, patternsPane, learningPane, strataPane}

// shows says which changes a pane must show.
func shows(p vm.Pane) vm.Change {
	switch p {
	case vm.LearningPane:
		return vm.DataChanged | vm.StudyChanged | vm.CurvesChanged | vm.ViewChanged
	case vm.StrataPane:
		return vm.DataChanged | vm.StudyChanged | vm.SelectionChanged | vm.ViewChanged | vm.PlanChanged
	}
	return vm.DataChanged | vm.SelectionChanged | vm.MaskChanged | vm.ViewChanged
}

func (f *frame) actions() paneActions {
	return paneActions{export: f.exportPane, maximise: f.toggleMaximised, hint: f.status.hint, key: f.typedKey, again: f.run, copy: f.copy}
}

// pane makes a pane with a choice of what it shows, where there is one.
func (f *frame) pane(name vm.Pane, letter string) *pane {
	views := vm.Views(name)
	if len(views) < 2 {
		return newPane(name, letter, f.bench, f.look, f.actions())
	}
	titles := make([]string, len(views))
	for i, v := range views {
		titles[i] = v.Title
	}
	choice := newChooser(titles, nil)
	choice.Selected = titles[0]
	p := newPane(name, letter, f.bench, f.look, f.actions(), choice)
	p.choice = choice
	choice.OnChanged = func(title string) { f.bench.Display.SetView(name, title) }
	return p
}
