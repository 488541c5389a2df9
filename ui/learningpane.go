package ui

import "lacuna/ui/vm"

// learningPane is pane C: how training goes, smoothed as is chosen apart.
func learningPane(f *frame) *pane {
	display := f.bench.Display
	smooth := newChooser(display.Smoothings(), display.ChooseSmoothing)
	smooth.Selected = display.SmoothingTitle()
	p := f.pane(vm.LearningPane, "C", smooth)
	p.smooth = smooth
	return p
}
