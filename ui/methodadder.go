package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// methodAdder chooses a method to add: how gaps are filled, and what predicts.
type methodAdder struct {
	frame *frame
	fill  *chooser
	model *chooser
	fault *quotable
	root  fyne.CanvasObject
}

// asTheyAre is the choice of methods that fill nothing.
const asTheyAre = "no imputer"

func newMethodAdder(f *frame) *methodAdder {
	a := &methodAdder{frame: f, fault: newLabel("")}
	a.fault.Importance, a.fault.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	a.fault.Hide()
	a.model = newChooser(nil, nil)
	ways := []string{say.Text(asTheyAre)}
	for _, c := range vm.Imputers() {
		ways = append(ways, c.Name)
	}
	a.fill = newChooser(ways, func(string) { a.models() })
	a.fill.SetSelectedIndex(0)
	add := newButton(say.Text("Add"), theme.ContentAddIcon(), a.add)
	row := container.NewBorder(nil, nil, nil, add, container.NewGridWithColumns(2, a.fill, a.model))
	a.root = container.New(layout.NewCustomPaddedVBoxLayout(0), row, a.fault)
	return a
}

// models lists what can stand behind the way of filling.
func (a *methodAdder) models() {
	list := vm.Classifiers()
	if a.fill.SelectedIndex() <= 0 {
		list = vm.Standalone()
	}
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Name
	}
	a.model.Options = names
	a.model.ClearSelected()
	if len(names) > 0 {
		a.model.SetSelectedIndex(0)
	}
}

func (a *methodAdder) add() {
	name := a.model.Selected
	if a.fill.SelectedIndex() > 0 {
		name = a.fill.Selected + "+" + name
	}
	err := a.frame.bench.Setup.AddMethod(name)
	if err == nil {
		a.fault.Hide()
		return
	}
	a.fault.SetText(err.Error())
	a.fault.Show()
}
