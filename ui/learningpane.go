package ui

import "lacuna/ui/vm"

// learningPane is pane C: how training goes.
func learningPane(f *frame) *pane { return f.pane(vm.LearningPane, "C") }
