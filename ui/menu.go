package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// mainMenu holds every command with its key. Shortcuts of the menu work also
// while one types in a field.
func (f *frame) mainMenu() *fyne.MainMenu {
	quit := item(say.Text("Quit"), f.close, fyne.KeyQ, fyne.KeyModifierControl)
	quit.IsQuit = true
	export := fyne.NewMenuItem(say.Text("Export"), nil)
	export.ChildMenu = f.exportChoices()
	f.showRecent()
	edit := fyne.NewMenu(say.Text("Edit"),
		withKey(say.Text("Undo"), &fyne.ShortcutUndo{}, func() { f.editOr(&fyne.ShortcutUndo{}, f.bench.Undo) }),
		item(say.Text("Redo"), f.redo, fyne.KeyZ, fyne.KeyModifierControl|fyne.KeyModifierShift),
		withKey(say.Text("Copy"), &fyne.ShortcutCopy{}, func() { f.editOr(&fyne.ShortcutCopy{}, f.copyPointed) }),
		fyne.NewMenuItem(say.Text("Copy the comparison as a command"), f.copyCommand),
		fyne.NewMenuItem(say.Text("Copy the reading of the data as a command"), func() { f.copyDataCommand(f.bench.Document.ReadCommand()) }))
	menu := fyne.NewMainMenu(
		fyne.NewMenu(say.Text("File"),
			item(say.Text("Open file…"), f.openFile, fyne.KeyO, fyne.KeyModifierControl),
			item(say.Text("Open folder…"), f.openFolder, fyne.KeyO, fyne.KeyModifierControl|fyne.KeyModifierShift),
			fyne.NewMenuItem(say.Text("Open by path…"), f.openTyped),
			f.recents,
			fyne.NewMenuItem(say.Text("Open the sample"), f.openSample),
			fyne.NewMenuItem(say.Text("Use this set-up for other data…"), f.reuse),
			fyne.NewMenuItem(say.Text("Remarks from reading…"), f.showRemarks),
			fyne.NewMenuItemSeparator(),
			item(say.Text("Save"), f.save, fyne.KeyS, fyne.KeyModifierControl),
			item(say.Text("Save as…"), func() { f.saveAs(func() {}) }, fyne.KeyS, fyne.KeyModifierControl|fyne.KeyModifierShift),
			export, fyne.NewMenuItem(say.Text("Write a report…"), f.writeReport), fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(say.Text("Comparison"),
			item(say.Text("Compare"), f.run, fyne.KeyR, fyne.KeyModifierControl),
			item(say.Text("Stop"), f.stop, fyne.KeyPeriod, fyne.KeyModifierControl),
			item(say.Text("Run on…"), f.runOn, fyne.KeyR, fyne.KeyModifierControl|fyne.KeyModifierShift)),
		edit,
		f.selectMenu(),
		f.viewMenu(),
		fyne.NewMenu(say.Text("Help"),
			fyne.NewMenuItem(say.Text("Guided tour on the sample"), f.showTour),
			fyne.NewMenuItem(say.Text("User guide"), f.showGuide),
			fyne.NewMenuItem(say.Text("Gallery of lessons…"), f.showGallery),
			item(say.Text("Keys"), f.showKeys, fyne.KeyF1, 0)),
	)
	for _, m := range menu.Items {
		if m != edit { // whose keys are for the fields of dialogs, too: see editOr
			f.waitForDialogs(m.Items)
		}
	}
	return menu
}

// waitForDialogs lets the keys of menu items mean nothing while a dialog waits
// for its answer: it would be about a window that has changed behind it. Quit
// knows itself when it may.
func (f *frame) waitForDialogs(items []*fyne.MenuItem) {
	for _, i := range items {
		if do := i.Action; do != nil && !i.IsQuit {
			i.Action = func() {
				if len(f.modals) == 0 {
					do()
				}
			}
		}
		if i.ChildMenu != nil {
			f.waitForDialogs(i.ChildMenu.Items)
		}
	}
}

// selectMenu is about records: which are selected, and which is looked at.
func (f *frame) selectMenu() *fyne.Menu {
	on := f.bench.Selection
	f.showSelections()
	f.showParts()
	return fyne.NewMenu(say.Text("Select"),
		item(say.Text("Find…"), f.find.open, fyne.KeyF, fyne.KeyModifierControl),
		fyne.NewMenuItemSeparator(),
		item(say.Text("Edit the selection as text…"), f.editSelection, fyne.KeyL, fyne.KeyModifierControl),
		fyne.NewMenuItem(say.Text("Keep it under a name…"), f.nameSelection),
		f.selecting,
		f.parts,
		fyne.NewMenuItem(say.Text("Select the others"), on.Invert),
		fyne.NewMenuItem(say.Text("Clear the selection (Esc)"), on.Clear),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(say.Text("Next record (N)"), func() { f.step(1) }),
		fyne.NewMenuItem(say.Text("Previous record (P)"), func() { f.step(-1) }),
		fyne.NewMenuItem(say.Text("Next record predicted wrong (C)"), func() { f.stepJudged(true) }),
		fyne.NewMenuItem(say.Text("Next record predicted right (Shift+C)"), func() { f.stepJudged(false) }))
}

// stepJudged goes to the next record that the leading method has wrong, or right.
func (f *frame) stepJudged(wrong bool) { f.status.tell(f.bench.StepJudged(wrong)) }

// showSelections puts the selections that have a name into the menu.
func (f *frame) showSelections() {
	menu := fyne.NewMenu("")
	for _, s := range f.bench.Selection.Saved() {
		menu.Items = append(menu.Items, fyne.NewMenuItem(s.Name, func() { f.selectText(s.Text) }))
	}
	f.selecting.ChildMenu, f.selecting.Disabled = menu, len(menu.Items) == 0
	if f.menu != nil {
		f.menu.Refresh()
	}
}

// step goes to another record: of what was found while that is looked at, else of
// the selection.
func (f *frame) step(n int) {
	if f.find.root.Visible() && f.bench.Finder.Count() > 0 {
		f.find.next(n)
		return
	}
	f.bench.Selection.Step(n)
}

func (f *frame) viewMenu() *fyne.Menu {
	menu := fyne.NewMenu(say.Text("View"))
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4} {
		p := f.panes[i]
		menu.Items = append(menu.Items, item(say.Form("Maximise %s", p.name.Heading()), func() { f.toggleMaximised(p) }, key, fyne.KeyModifierControl))
	}
	menu.Items = append(menu.Items, item(say.Text("Show or hide the inspector"), f.toggleInspector, fyne.KeyI, fyne.KeyModifierControl),
		f.tabMenu(), f.sizesMenu(), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(say.Text("Light"), func() { f.setTheme("light") }),
		fyne.NewMenuItem(say.Text("Dark"), func() { f.setTheme("dark") }),
		fyne.NewMenuItem(say.Text("High contrast, light"), func() { f.setTheme("contrast-light") }),
		fyne.NewMenuItem(say.Text("High contrast, dark"), func() { f.setTheme("contrast-dark") }),
		fyne.NewMenuItemSeparator(), f.languageMenu())
	return menu
}

// tabMenu brings a tab of the inspector to the front, and the inspector with it.
func (f *frame) tabMenu() *fyne.MenuItem {
	menu := fyne.NewMenuItem(say.Text("Inspector tab"), nil)
	menu.ChildMenu = fyne.NewMenu("")
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}
	for i, t := range f.inspector.tabs {
		menu.ChildMenu.Items = append(menu.ChildMenu.Items, item(say.Text(t.name), func() {
			if !f.outer.Trailing.Visible() {
				f.toggleInspector()
			}
			f.inspector.strip.choose(i)
		}, digits[i], fyne.KeyModifierAlt))
	}
	return menu
}

func item(title string, do func(), key fyne.KeyName, modifier fyne.KeyModifier) *fyne.MenuItem {
	return withKey(title, &desktop.CustomShortcut{KeyName: key, Modifier: modifier}, do)
}

// withKey is an item with its key in its words: the toolkit would write it too pale
// to be read. The menu bar of macOS is the system's, which writes keys itself.
func withKey(title string, key fyne.KeyboardShortcut, do func()) *fyne.MenuItem {
	m := fyne.NewMenuItem(title, do)
	m.Shortcut = key
	if runtime.GOOS != "darwin" {
		m.Label, m.Shortcut = title+" ("+keyWords(key)+")", unwritten(key.ShortcutName())
	}
	return m
}

// unwritten is a shortcut that the toolkit obeys and does not write.
type unwritten string

// ShortcutName implements fyne.Shortcut.
func (u unwritten) ShortcutName() string { return string(u) }

var arrows = map[fyne.KeyName]string{
	fyne.KeyLeft: say.Mark("left arrow"), fyne.KeyRight: say.Mark("right arrow"), fyne.KeyUp: say.Mark("up arrow"), fyne.KeyDown: say.Mark("down arrow"),
}

// keyWords write a key as the list of keys does.
func keyWords(key fyne.KeyboardShortcut) string {
	words := ""
	for _, m := range []struct {
		with fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, say.Text("Ctrl")}, {fyne.KeyModifierAlt, say.Text("Alt")}, {fyne.KeyModifierShift, say.Text("Shift")}} {
		if key.Mod()&m.with != 0 {
			words += m.name + "+"
		}
	}
	if arrow, ok := arrows[key.Key()]; ok {
		return words + say.Text(arrow)
	}
	return words + string(key.Key())
}

func (f *frame) redo() { f.editOr(&fyne.ShortcutRedo{}, f.bench.Redo) }

// editOr gives a key to the field that is being typed in; else it does what it
// means to the window. A shortcut of the menu never reaches the field by itself.
func (f *frame) editOr(key fyne.Shortcut, do func()) {
	if e, ok := f.win.Canvas().Focused().(fyne.Shortcutable); ok {
		e.TypedShortcut(key)
		return
	}
	if f.win.Canvas().Overlays().Top() == nil {
		do()
	}
}

// listen handles keys that belong to no widget, dropped files and closing.
func (f *frame) listen() {
	c := f.win.Canvas()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if len(ev.Name) > 1 { // a letter or sign comes as such, too
			f.typedKey(ev)
		}
	})
	c.SetOnTypedRune(func(r rune) { f.typedKey(&fyne.KeyEvent{Name: fyne.KeyName(string(r))}) })
	c.AddShortcut(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { f.redo() })
	f.win.SetOnDropped(func(_ fyne.Position, list []fyne.URI) { f.dropped(list) })
	f.win.SetCloseIntercept(f.close)
}

// typedKey does what a key means where no widget takes it. Keys typed behind
// a dialog mean nothing.
func (f *frame) typedKey(ev *fyne.KeyEvent) {
	if n := len(f.modals); n > 0 {
		f.modals[n-1].key(ev.Name)
		return
	}
	if f.win.Canvas().Overlays().Top() != nil {
		return
	}
	switch ev.Name {
	case fyne.KeyEscape:
		f.escape()
	case "n", fyne.KeyRight:
		f.step(1)
	case "p", fyne.KeyLeft:
		f.step(-1)
	case fyne.KeyF6:
		f.nextPane()
	case "c", "C":
		f.stepJudged(ev.Name == "c")
	case "?", fyne.KeyF1:
		f.showKeys()
	}
}

// nextPane gives the keys to the pane after the one that has them.
func (f *frame) nextPane() {
	at := -1
	for i, p := range f.panes {
		if p.view.focused {
			at = i
		}
	}
	for i := range f.panes {
		p := f.panes[(at+1+i)%len(f.panes)]
		if p.figure != nil && p.view.Visible() && (f.maximised == nil || f.maximised == p) {
			f.arranged.open(p)
			f.win.Canvas().Focus(p.view)
			return
		}
	}
}

// escape lets go of a brush, else ends the tour, closes the search, leaves the maximised pane,
// clears the selection or goes back from columns to modalities.
func (f *frame) escape() {
	for _, p := range f.panes {
		if p.view.abandon() {
			return
		}
	}
	if f.tour.root.Visible() {
		f.tour.leave()
		return
	}
	if f.find.root.Visible() {
		f.find.close()
		return
	}
	if f.maximised != nil {
		f.toggleMaximised(f.maximised)
		return
	}
	if d := f.bench.Display; f.bench.Selection.Query().Empty() && d.Columns().Table != "" {
		f.showColumns("")
		return
	}
	f.bench.Selection.Clear()
}

// themeKey is where the preferences keep the look that was chosen last.
const themeKey = "theme"

// setTheme keeps a look with the project and for the windows to come.
func (f *frame) setTheme(name string) {
	f.applyTheme(name)
	f.app.Preferences().SetString(themeKey, name)
	f.keepLayout()
}

func (f *frame) applyTheme(name string) {
	f.theme = name
	look := newTheme(name)
	look.lent = f.look.lent
	*f.look = *look
	f.app.Settings().SetTheme(f.look)
	for _, p := range f.panes {
		p.paint()
		p.update()
	}
	f.start.paint()
	f.tour.paint()
	f.inspector.record.update()
	f.inspector.attention.update()
}

var keys = [][]string{
	{"Ctrl+O", "open a file: a project, a table"},
	{"Ctrl+Shift+O", "open a folder"},
	{"Ctrl+S", "save the project"},
	{"Ctrl+R, Ctrl+.", "compare, stop"},
	{"Ctrl+Shift+R", "run it outside of the window: in the background, on Slurm, by a script"},
	{"Ctrl+1 … Ctrl+4", "maximise a pane, and back"},
	{"Ctrl+I", "show or hide the inspector: methods, results, the record"},
	{"Alt+1 … Alt+6", "open a tab of the inspector, from Compare to Log"},
	{"Alt+arrows", "make panes wider, narrower, taller, lower; with Shift the inspector"},
	{"Ctrl+F", "find: ids, labels, values, texts, modalities, methods; Enter or N, P go through them"},
	{"Ctrl+L", "edit the selection as text"},
	{"Drag over A or B", "select records; with Shift add, with Ctrl or Alt take away, with both keep only those"},
	{"Wheel, + and − over A", "zoom; 0 shows all; Page Up, Page Down or Shift+wheel move on"},
	{"Esc", "let go of a brush; end the tour; close the search; restore the panes; clear the selection; from columns back to the modalities"},
	{"Ctrl+Z, Ctrl+Shift+Z", "take the last change back; do it again"},
	{"Ctrl+C", "copy the number under the pointer or chosen in a table, in its context"},
	{"N, P or arrows", "next, previous record of the selection"},
	{"C, Shift+C", "next record of the selection that the leading method has wrong; right"},
	{"F6, Tab", "next pane; next control"},
	{"Up, Down, Enter", "in a pane: move over its rows, select one; in C unfold a method"},
	{"Click on a curve or its name in C", "a line for each run of the method; again: their mean"},
	{"Shift+click on a pattern", "add its records to the selection"},
	{"Shift+click on a modality", "select the records that have the modality"},
	{"F1, ?", "this list"},
}

func (f *frame) showKeys() {
	t := newTableView(f.copy)
	rows := make([][]string, len(keys))
	for i, k := range keys {
		rows[i] = []string{say.Text(k[0]), say.Text(k[1])}
	}
	t.show(vm.NewGrid([]string{say.Text("key"), say.Text("what it does")}, rows))
	f.modal(say.Text("Keys"), t.root, fyne.NewSize(820, 620), answer{words: say.Text("Close")})
}

// close asks before what is not saved or not finished is lost.
func (f *frame) close() {
	if len(f.modals) == 0 || f.reading {
		f.leaving(closing(), f.quit)
	}
}

func (f *frame) quit() {
	f.bench.Comparison.Stop()
	f.bench.Document.Close()
	f.win.SetCloseIntercept(nil)
	f.app.Quit()
}
