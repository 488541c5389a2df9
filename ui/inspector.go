package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// inspector is the right side: what is compared, what is imputed, the record,
// its attention and the log.
type inspector struct {
	tabs      []inspectorTab
	strip     *segment
	compare   *compareTab
	results   *resultsTab
	fill      *fillTab
	record    *recordTab
	attention *attentionTab
	log       *logTab
	root      fyne.CanvasObject
}

// The tabs, by the names that project files keep.
const (
	compareName   = "Compare"
	resultsName   = "Results"
	fillName      = "Impute"
	attentionName = "Attention"
	logName       = "Log"
)

// inspectorTab is one of the six tabs.
type inspectorTab struct {
	name string
	root fyne.CanvasObject
}

// newInspector has a strip of buttons of its own: all six names stay in sight in
// the narrowest inspector, and each can be reached by the keyboard, which the
// toolkit's tabs can not.
func newInspector(f *frame) *inspector {
	i := &inspector{
		compare: newCompareTab(f), results: newResultsTab(f), fill: newFillTab(f), record: newRecordTab(f),
		attention: newAttentionTab(f), log: newLogTab(f.bench),
	}
	i.tabs = []inspectorTab{
		{compareName, i.compare.root}, {resultsName, i.results.root}, {fillName, i.fill.root},
		{vm.RecordTab, i.record.root}, {attentionName, i.attention.root}, {logName, i.log.root},
	}
	names, stack := make([]string, len(i.tabs)), container.NewStack()
	for k, t := range i.tabs {
		names[k] = say.Text(t.name)
		stack.Add(t.root)
	}
	i.strip = newSegment(i.put, names...)
	i.strip.box.Layout = layout.NewCustomPaddedHBoxLayout(0)
	i.put(0)
	head := container.New(layout.NewCustomPaddedVBoxLayout(2), container.NewThemeOverride(i.strip.box, f.look.small()), widget.NewSeparator())
	i.root = container.New(layout.NewCustomPaddedLayout(2, 0, 4, 6), container.NewBorder(head, nil, nil, nil, stack))
	return i
}

func (i *inspector) update(c vm.Change) {
	if c&(vm.DataChanged|vm.SpecChanged|vm.PlanChanged|vm.StudyChanged|vm.ViewChanged|vm.ProgressChanged) != 0 {
		i.compare.update(c)
	}
	if c&(vm.DataChanged|vm.StudyChanged|vm.ProgressChanged|vm.SpecChanged) != 0 {
		i.results.update()
	}
	if c&(vm.DataChanged|vm.FillingChanged) != 0 {
		i.fill.update(c)
	}
	if c&(vm.DataChanged|vm.SelectionChanged|vm.RecordChanged|vm.StudyChanged|vm.ViewChanged|vm.MaskChanged) != 0 {
		i.record.update()
		i.attention.update()
	} else if c&(vm.WhatIfChanged|vm.FillingChanged|vm.SoundChanged) != 0 {
		i.record.update()
		if c&vm.WhatIfChanged != 0 {
			i.attention.update()
		}
	}
	if c&vm.LogChanged != 0 {
		i.log.update()
	}
}

// put shows one tab and hides the others.
func (i *inspector) put(at int) {
	for k, t := range i.tabs {
		show(t.root, k == at)
	}
}

// open names the open tab.
func (i *inspector) open() string { return i.tabs[i.strip.at].name }

// choose opens a tab by its name.
func (i *inspector) choose(name string) {
	for k, t := range i.tabs {
		if t.name == name {
			i.strip.choose(k)
		}
	}
}
