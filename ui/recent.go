package ui

import (
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// recentKey is where the preferences keep what was opened lately, newest first.
const recentKey = "recent"

// recentKept is how many paths are remembered.
const recentKept = 5

func (f *frame) recent() []string { return f.app.Preferences().StringList(recentKey) }

// remember puts what a document was read from first among the recent ones. The
// sample has no path and is never far; files that were opened together have
// several.
func (f *frame) remember(d *vm.Loaded) {
	path := d.File
	if path == "" && len(d.Sources) == 1 {
		path = d.Sources[0]
	}
	if path == "" {
		return
	}
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	list := slices.DeleteFunc(f.recent(), func(p string) bool { return p == path })
	list = append([]string{path}, list...)
	f.app.Preferences().SetStringList(recentKey, list[:min(len(list), recentKept)])
	f.showRecent()
	f.menu.Refresh()
}

// recentName is a path as a person calls it: its name and where it is.
func recentName(path string) string {
	return say.Form("%s in %s", filepath.Base(path), filepath.Base(filepath.Dir(path)))
}

// showRecent puts what was opened lately under its menu item.
func (f *frame) showRecent() {
	menu := fyne.NewMenu(f.recents.Label)
	paths := f.recent()
	f.lendTo(paths...)
	for _, path := range paths {
		menu.Items = append(menu.Items, fyne.NewMenuItem(recentName(path), func() { f.openPath(path) }))
	}
	f.recents.ChildMenu, f.recents.Disabled = menu, len(menu.Items) == 0
}

// recentButtons are the same for the start card.
func (f *frame) recentButtons() fyne.CanvasObject {
	box := container.NewVBox()
	for _, path := range f.recent() {
		b := newButton(recentName(path), nil, func() { f.openPath(path) })
		b.Importance = widget.LowImportance
		box.Add(b)
	}
	return box
}
