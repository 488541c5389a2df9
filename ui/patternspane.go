package ui

import "lacuna/ui/vm"

// patternsPane is pane B: which modalities are missing together.
func patternsPane(f *frame) *pane { return f.pane(vm.PatternsPane, "B") }
