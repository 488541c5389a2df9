package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keys move the splitters as far as a pointer can, and the project keeps where
// they are.
func TestKeysMoveSplitters(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	press := func(key fyne.KeyName, modifier fyne.KeyModifier, times int) {
		for _, i := range b.sizesMenu().ChildMenu.Items {
			if i.Shortcut.ShortcutName() == (&desktop.CustomShortcut{KeyName: key, Modifier: modifier}).ShortcutName() {
				for range times {
					i.Action()
				}
			}
		}
	}
	a := b.arranged
	wide, high, side := b.panes[0].root.Size().Width, b.panes[1].root.Size().Height, b.inspector.root.Size().Width
	press(fyne.KeyRight, fyne.KeyModifierAlt, 2)
	press(fyne.KeyDown, fyne.KeyModifierAlt, 1)
	press(fyne.KeyLeft, fyne.KeyModifierAlt|fyne.KeyModifierShift, 1)
	if b.inspector.root.Size().Width <= side || b.panes[1].root.Size().Height <= high {
		t.Errorf("the inspector is %g wide, B %g high", b.inspector.root.Size().Width, b.panes[1].root.Size().Height)
	}
	if kept := b.frame.bench.Display.Layout().Splitters; kept["columns"] != a.columns.Offset || kept["inspector"] != b.outer.Offset || kept["right"] != a.right.Offset {
		t.Errorf("kept are %v", kept)
	}
	press(fyne.KeyRight, fyne.KeyModifierAlt|fyne.KeyModifierShift, 1)
	if b.panes[0].root.Size().Width <= wide {
		t.Errorf("A is %g wide, was %g", b.panes[0].root.Size().Width, wide)
	}
	press(fyne.KeyLeft, fyne.KeyModifierAlt, 100)
	if b.panes[0].root.Size().Width < b.panes[0].root.MinSize().Width {
		t.Error("a pane is narrower than it can be")
	}
}
