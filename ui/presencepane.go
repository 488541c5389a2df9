package ui

import "lacuna/ui/vm"

// presencePane is pane A: which record has which modality.
func presencePane(f *frame) *pane { return f.pane(vm.PresencePane, "A") }
