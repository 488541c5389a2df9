package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lacuna/ui/vm"
)

// inspector is the right side: what is compared, what is imputed, the record,
// its attention and the log.
type inspector struct {
	tabs      *container.AppTabs
	compare   *compareTab
	results   *resultsTab
	fill      *fillTab
	record    *recordTab
	attention *attentionTab
	log       *logTab
	root      fyne.CanvasObject
}

func newInspector(f *frame) *inspector {
	i := &inspector{
		compare: newCompareTab(f), results: newResultsTab(f), fill: newFillTab(f), record: newRecordTab(f),
		attention: newAttentionTab(f), log: newLogTab(f.bench),
	}
	i.tabs = container.NewAppTabs(
		container.NewTabItem("Compare", i.compare.root),
		container.NewTabItem("Results", i.results.root),
		container.NewTabItem("Impute", i.fill.root),
		container.NewTabItem("Record", i.record.root),
		container.NewTabItem("Attention", i.attention.root),
		container.NewTabItem("Log", i.log.root),
	)
	i.root = container.New(layout.NewCustomPaddedLayout(0, 0, 4, 6), i.tabs)
	return i
}

func (i *inspector) update(c vm.Change) {
	if c&(vm.DataChanged|vm.SpecChanged|vm.PlanChanged|vm.StudyChanged|vm.ViewChanged|vm.ProgressChanged) != 0 {
		i.compare.update(c)
	}
	if c&(vm.DataChanged|vm.StudyChanged|vm.ProgressChanged) != 0 {
		i.results.update()
	}
	if c&(vm.DataChanged|vm.FillingChanged) != 0 {
		i.fill.update(c)
	}
	if c&(vm.DataChanged|vm.SelectionChanged|vm.RecordChanged|vm.StudyChanged|vm.ViewChanged|vm.MaskChanged) != 0 {
		i.record.update()
		i.attention.update()
	}
	if c&vm.LogChanged != 0 {
		i.log.update()
	}
}

// open names the open tab.
func (i *inspector) open() string { return i.tabs.Selected().Text }

// choose opens a tab by its name.
func (i *inspector) choose(name string) {
	for k, t := range i.tabs.Items {
		if t.Text == name {
			i.tabs.SelectIndex(k)
		}
	}
}
