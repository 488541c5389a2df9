package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lacuna/internal/say"
)

// nudge is how far a key moves a splitter, as a share of the room.
const nudge = 0.03

// sizesMenu moves the splitters, which the toolkit gives to the pointer alone.
func (f *frame) sizesMenu() *fyne.MenuItem {
	menu := fyne.NewMenuItem(say.Text("Sizes"), nil)
	inspector := fyne.KeyModifierAlt | fyne.KeyModifierShift
	menu.ChildMenu = fyne.NewMenu("",
		item(say.Text("Left panes wider"), func() { f.widen(nudge) }, fyne.KeyRight, fyne.KeyModifierAlt),
		item(say.Text("Left panes narrower"), func() { f.widen(-nudge) }, fyne.KeyLeft, fyne.KeyModifierAlt),
		item(say.Text("Upper panes taller"), func() { f.heighten(nudge) }, fyne.KeyDown, fyne.KeyModifierAlt),
		item(say.Text("Upper panes lower"), func() { f.heighten(-nudge) }, fyne.KeyUp, fyne.KeyModifierAlt),
		item(say.Text("Inspector wider"), func() { f.moveSplitters(-nudge, f.outer) }, fyne.KeyLeft, inspector),
		item(say.Text("Inspector narrower"), func() { f.moveSplitters(nudge, f.outer) }, fyne.KeyRight, inspector))
	return menu
}

// widen moves what stands between panes beside each other.
func (f *frame) widen(by float64) {
	switch a := f.arranged; a.now {
	case inGrid:
		f.moveSplitters(by, a.columns)
	case beside:
		f.moveSplitters(by, a.pair)
	}
}

// heighten moves what stands between panes above each other, in both columns.
func (f *frame) heighten(by float64) {
	switch a := f.arranged; a.now {
	case inGrid:
		f.moveSplitters(by, a.left, a.right)
	case above:
		f.moveSplitters(by, a.pair)
	}
}

// moveSplitters moves splitters and keeps where they are with the project. What
// they hold never gets less than it needs.
func (f *frame) moveSplitters(by float64, list ...*container.Split) {
	for _, s := range list {
		s.SetOffset(min(max(0.1, s.Offset+by), 0.9))
	}
	f.keepLayout()
	f.events.layout(f)
}
