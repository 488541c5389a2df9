package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// nested scrolls within something that scrolls, too: where it has come to its end,
// the wheel moves what is around it.
type nested struct {
	container.Scroll
	around func(*fyne.ScrollEvent)
}

func newNested(content fyne.CanvasObject, around func(*fyne.ScrollEvent)) *nested {
	n := &nested{container.Scroll{Content: content, Direction: container.ScrollVerticalOnly}, around}
	n.ExtendBaseWidget(n)
	return n
}

// Scrolled implements fyne.Scrollable.
func (n *nested) Scrolled(ev *fyne.ScrollEvent) {
	before := n.Offset
	if n.Scroll.Scrolled(ev); n.Offset == before {
		n.around(ev)
	}
}

// scrollRecord moves the Record tab, unless a dialog lies over it.
func (f *frame) scrollRecord(ev *fyne.ScrollEvent) {
	if len(f.modals) == 0 {
		f.inspector.record.scroll.Scrolled(ev)
	}
}
