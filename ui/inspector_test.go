package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// All tabs of the inspector are in sight at every width, and the keys of the
// menu open them, with the inspector where it is hidden.
func TestInspectorTabsAreInSight(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	menu := b.tabMenu().ChildMenu.Items
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 800, Height: 600}} {
		b.resize(size.Width, size.Height)
		for i, tab := range b.inspector.tabs {
			menu[i].Action()
			b.drain()
			for k, button := range b.inspector.strip.buttons {
				b.inside("the tab "+b.inspector.tabs[k].name, button)
			}
			for k, other := range b.inspector.tabs {
				if other.root.Visible() != (k == i) {
					t.Errorf("%s is open: %s is visible: %v", tab.name, other.name, other.root.Visible())
				}
			}
			if b.inspector.open() != tab.name {
				t.Errorf("%s is said to be open, not %s", b.inspector.open(), tab.name)
			}
		}
		b.toggleInspector()
	}
}

// The small controls follow the theme when it is changed while they are shown.
func TestSmallControlsFollowTheTheme(t *testing.T) {
	look := newTheme("light")
	small := look.small()
	*look = *newTheme("dark")
	if got, want := small.Color(theme.ColorNameForeground, theme.VariantLight), look.Color(theme.ColorNameForeground, theme.VariantLight); got != want {
		t.Errorf("text is %v, not %v", got, want)
	}
	if small.Size(theme.SizeNameText) >= look.Size(theme.SizeNameText) {
		t.Error("small controls are not smaller")
	}
}
