package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	drawing "lacuna/charts/canvas"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// chips are the words of the selection, each with a button that removes it.
type chips struct {
	bench *vm.Workbench
	count *quotable
	row   *fyne.Container
	root  fyne.CanvasObject
	shown []string
}

// longestChip is how many letters of a word of the selection are shown.
const longestChip = 44

func newChips(bench *vm.Workbench, look *workTheme) *chips {
	c := &chips{bench: bench, count: newLabel("")}
	c.row = container.New(layout.NewCustomPaddedHBoxLayout(4))
	row := container.NewHScroll(container.New(layout.NewCustomPaddedLayout(3, 3, 2, 0), c.row))
	c.root = container.NewBorder(nil, nil, c.count, nil, container.NewThemeOverride(row, look.small()))
	c.root.Hide()
	return c
}

// update shows the words there are; false where there are none.
func (c *chips) update() bool {
	on := c.bench.Selection
	part := on.PartWords()
	if c.bench.Document.Data() == nil || on.Query().Empty() && part == "" || on.Sweeping() {
		return false
	}
	count := say.Form("%s of %s selected:", vm.Grouped(on.Count()), vm.Grouped(on.Of()))
	if on.Query().Empty() {
		count = say.Form("%s of %s shown:", vm.Grouped(on.Of()), vm.Grouped(c.bench.Document.Data().Records()))
	}
	if c.count.Text != count {
		c.count.SetText(count)
	}
	words := on.TermWords()
	if part != "" {
		words = append(words, part)
	}
	if strings.Join(words, "\n") == strings.Join(c.shown, "\n") {
		return true
	}
	c.shown = words
	c.row.Objects = nil
	for k, word := range words {
		remove := func() { on.RemoveTerm(k) }
		if part != "" && k == len(words)-1 {
			remove = func() { on.ShowPart(vm.AllParts) }
		}
		b := newButton(drawing.Short(word, longestChip), theme.CancelIcon(), remove)
		b.IconPlacement = widget.ButtonIconTrailingText
		c.row.Add(b)
	}
	c.row.Refresh()
	return true
}

// selectionItems are what can be done with the selection, for its menu.
func (f *frame) selectionItems() []*fyne.MenuItem {
	on := f.bench.Selection
	list := []*fyne.MenuItem{
		fyne.NewMenuItem(say.Text("Edit as text…"), f.editSelection),
		fyne.NewMenuItem(say.Text("Keep under a name…"), f.nameSelection),
		fyne.NewMenuItem(say.Text("Select the others"), on.Invert),
		fyne.NewMenuItem(say.Text("Copy as text"), func() { f.copy(on.Query().String(), say.Text("the selection; it can stand behind --where")) }),
		fyne.NewMenuItem(say.Text("Clear (Esc)"), on.Clear),
	}
	for k, i := range list {
		i.Disabled = k > 0 && on.Query().Empty()
	}
	mode := fyne.NewMenuItem(say.Text("Clicks and drags"), nil)
	mode.ChildMenu = fyne.NewMenu("")
	for _, m := range vm.BrushModes() {
		item := fyne.NewMenuItem(m.Title(), func() { on.SetMode(m) })
		item.Checked = on.Mode() == m
		mode.ChildMenu.Items = append(mode.ChildMenu.Items, item)
	}
	list = append(list, mode, f.partItem())
	if kept := on.Saved(); len(kept) > 0 {
		list = append(list, fyne.NewMenuItemSeparator())
		for _, s := range kept {
			list = append(list, fyne.NewMenuItem(drawing.Short(s.Name, longestChip), func() { f.selectText(s.Text) }))
		}
		forget := fyne.NewMenuItem(say.Text("Take a name away"), nil)
		forget.ChildMenu = fyne.NewMenu("")
		for _, s := range kept {
			forget.ChildMenu.Items = append(forget.ChildMenu.Items, fyne.NewMenuItem(drawing.Short(s.Name, longestChip), func() { on.Forget(s.Name) }))
		}
		list = append(list, forget)
	}
	return list
}

// showParts puts into the menu bar the parts of the split whose records can be shown,
// and what divides them.
func (f *frame) showParts() {
	on := f.bench.Selection
	seed, fold := on.Division()
	divided := fmt.Sprintln(on.Part(), on.Repetitions(), on.Folds(), seed, fold)
	if divided == f.divided { // a new menu closes the one that is open
		return
	}
	f.divided = divided
	menu := fyne.NewMenu("")
	for _, p := range vm.Parts() {
		item := fyne.NewMenuItem(p.Title(), func() { on.ShowPart(p) })
		item.Checked = on.Part() == p
		menu.Items = append(menu.Items, item)
	}
	menu.Items = append(menu.Items, f.divisionItems()...)
	f.waitForDialogs(menu.Items)
	f.parts.ChildMenu = menu
	if f.menu != nil {
		f.menu.Refresh()
	}
}

// divisionItems choose the repetition, and the fold or group of it, that divide the
// records, where there are several: while just a part is shown.
func (f *frame) divisionItems() (list []*fyne.MenuItem) {
	on := f.bench.Selection
	seed, fold := on.Division()
	add := func(title string, names []string, now int, show func(int)) {
		if len(names) < 2 {
			return
		}
		if list == nil {
			list = append(list, fyne.NewMenuItemSeparator())
		}
		of := fyne.NewMenuItem(title, nil)
		of.ChildMenu, of.Disabled = fyne.NewMenu(""), on.Part() == vm.AllParts
		for k, name := range names {
			item := fyne.NewMenuItem(name, func() { show(k) })
			item.Checked = k == now
			of.ChildMenu.Items = append(of.ChildMenu.Items, item)
		}
		list = append(list, of)
	}
	var repetitions []string
	for k := range on.Repetitions() {
		repetitions = append(repetitions, say.Form("Repetition %d", k+1))
	}
	add(say.Text("As in repetition"), repetitions, seed, func(k int) { on.ShowDivision(k, fold) })
	add(say.Text("As in fold or group"), on.Folds(), fold, func(k int) { on.ShowDivision(seed, k) })
	return list
}

// partItem chooses a part in the menu of the selection, with how many they are.
func (f *frame) partItem() *fyne.MenuItem {
	on := f.bench.Selection
	parts := fyne.NewMenuItem(say.Text("Records shown"), nil)
	parts.ChildMenu = fyne.NewMenu("")
	for _, p := range vm.Parts() {
		n := on.PartCount(p)
		item := fyne.NewMenuItem(say.Form("%s: %s", p.Title(), vm.Grouped(n)), func() { on.ShowPart(p) })
		item.Checked, item.Disabled = on.Part() == p, n == 0
		parts.ChildMenu.Items = append(parts.ChildMenu.Items, item)
	}
	parts.ChildMenu.Items = append(parts.ChildMenu.Items, f.divisionItems()...)
	return parts
}

// selectionMenu shows them at a place.
func (f *frame) selectionMenu(at fyne.Position) {
	if f.bench.Document.Data() != nil {
		menu := widget.NewPopUpMenu(fyne.NewMenu("", f.selectionItems()...), f.win.Canvas())
		menu.ShowAtPosition(at.SubtractXY(0, menu.MinSize().Height)) // above the status line
	}
}

func (f *frame) selectText(text string) {
	if err := f.bench.Selection.SelectText(text); err != nil {
		f.fail(err)
	}
}

// editSelection asks for the selection as text, and says at once what is wrong
// with it.
func (f *frame) editSelection() {
	if f.bench.Document.Data() == nil {
		return
	}
	on := f.bench.Selection
	said := wrapped("")
	field := newField(on.Query().String(), nil)
	field.SetPlaceHolder(say.Code("image missing and site = north"))
	check := func(text string) bool {
		_, n, err := on.Check(text)
		said.Importance = widget.LowImportance
		switch {
		case err != nil:
			said.Importance = widget.DangerImportance
			said.SetText(vm.Sentence(err.Error()) + ".")
		case strings.TrimSpace(text) == "":
			said.SetText(say.Text("Nothing is selected."))
		default:
			said.SetText(say.Form("%s of %s records.", vm.Grouped(n), vm.Grouped(f.bench.Document.Data().Records())))
		}
		return err == nil
	}
	field.OnChanged = func(text string) { check(text) }
	check(field.Text)
	help := quiet(say.Form("Conditions: image missing · image present · COLUMN = value (also != < <= > >= contains) · pattern = image+audio · wrong by METHOD · row in 1-40 · find \"text\"; joined by and, or, not and parentheses. Names and values of several words stand in double quotes. Names here: %s", firstNames(on.Names())))
	help.Wrapping = fyne.TextWrapWord
	content := container.NewBorder(container.NewVBox(field, said), nil, nil, nil, container.NewVScroll(help))
	m := f.modal(say.Text("The selection as text"), content, fyne.NewSize(640, 320), answer{words: say.Text("Cancel")}, answer{words: say.Text("Select")})
	m.own = true
	m.answers[0].do = m.close
	m.answers[1].do = func() {
		if check(field.Text) {
			m.close()
			f.selectText(field.Text)
		}
	}
	field.OnSubmitted = func(string) { m.give(1) }
	f.win.Canvas().Focus(field)
}

// firstNames lists names, as many as are read.
func firstNames(names []string) string {
	const most = 40
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " …"
	}
	return strings.Join(names, ", ")
}

// nameSelection asks for a name under which the project keeps the selection.
func (f *frame) nameSelection() {
	on := f.bench.Selection
	if on.Query().Empty() {
		return
	}
	field := newField("", nil)
	field.SetPlaceHolder(say.Text("a name"))
	keep := func() {
		if err := on.SaveAs(field.Text); err != nil {
			f.fail(err)
		}
	}
	words := wrapped(say.Form("%s. The project keeps it; on the command line --where takes the name, too.", on.QueryWords()))
	m := f.modal(say.Text("Keep the selection under a name"), container.NewVBox(words, field), fyne.NewSize(460, 220), answer{words: say.Text("Cancel")}, answer{say.Text("Keep"), keep})
	field.OnSubmitted = func(string) { m.give(1) }
	f.win.Canvas().Focus(field)
}
