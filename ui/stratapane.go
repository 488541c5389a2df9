package ui

import "lacuna/ui/vm"

// strataPane is pane D: accuracy with and without missing data.
func strataPane(f *frame) *pane { return f.pane(vm.StrataPane, "D") }
