package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Lists and tables that leave to the window the keys that are not theirs, as
// the controls in keys.go do: a click into one gives it the keys for good.

type rowList struct{ widget.List }

func newRowList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *rowList {
	l := &rowList{widget.List{Length: length, CreateItem: create, UpdateItem: update}}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeySpace:
		l.List.TypedKey(ev)
	default:
		passOn(l, ev)
	}
}

// TypedRune implements fyne.Focusable.
func (l *rowList) TypedRune(r rune) { passRune(l, r) }

type cellTable struct{ widget.Table }

func newCellTable(length func() (rows, columns int), create func() fyne.CanvasObject, update func(widget.TableCellID, fyne.CanvasObject)) *cellTable {
	t := &cellTable{widget.Table{Length: length, CreateCell: create, UpdateCell: update}}
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey implements fyne.Focusable.
func (t *cellTable) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeySpace:
		t.Table.TypedKey(ev)
	default:
		passOn(t, ev)
	}
}

// TypedRune implements fyne.Focusable.
func (t *cellTable) TypedRune(r rune) { passRune(t, r) }

// combo is a field with a button that offers what is often written in it. The
// toolkit's own has a button that keeps the keys.
type combo struct {
	field
	options []string
}

func newCombo(options []string) *combo {
	c := &combo{options: options}
	offer := newButton("", theme.MenuDropDownIcon(), c.offer)
	offer.Importance = widget.LowImportance
	c.ActionItem = offer
	c.ExtendBaseWidget(c)
	return c
}

// offer shows the options below the field.
func (c *combo) offer() {
	menu := fyne.NewMenu("")
	for _, option := range c.options {
		menu.Items = append(menu.Items, fyne.NewMenuItem(option, func() { c.SetText(option) }))
	}
	if canvas := canvasOf(c); canvas != nil {
		widget.ShowPopUpMenuAtRelativePosition(menu, canvas, fyne.NewPos(0, c.Size().Height), c)
	}
}
