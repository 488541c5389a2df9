package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Lists and tables that leave to the window the keys that are not theirs, as
// the controls in keys.go do: a click into one gives it the keys for good.

type rowList struct {
	widget.List
	rows *fyne.Container   // as the toolkit has them; nil until the list is shown
	lit  desktop.Hoverable // the row that the pointer is on, over a label of it
}

func newRowList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *rowList {
	l := &rowList{}
	l.Length, l.UpdateItem = length, update
	l.CreateItem = func() fyne.CanvasObject {
		row := create()
		l.adopt(row)
		return row
	}
	l.ExtendBaseWidget(l)
	return l
}

// adopt has the labels of a row tell the list where the pointer is.
func (l *rowList) adopt(o fyne.CanvasObject) {
	switch x := o.(type) {
	case *clipped:
		x.host = l
	case *fyne.Container:
		for _, part := range x.Objects {
			l.adopt(part)
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (l *rowList) CreateRenderer() fyne.WidgetRenderer {
	r := l.List.CreateRenderer()
	if scroll, ok := r.Objects()[0].(*container.Scroll); ok {
		l.rows, _ = scroll.Content.(*fyne.Container)
	}
	return r
}

// over implements host.
func (l *rowList) over(ev *desktop.MouseEvent) {
	row := l.rowAt(ev.AbsolutePosition)
	if row == l.lit {
		return
	}
	l.left()
	if l.lit = row; row != nil {
		row.MouseIn(ev)
	}
}

// rowAt is the row at a place in the window; nil for none.
func (l *rowList) rowAt(at fyne.Position) desktop.Hoverable {
	if l.rows == nil {
		return nil
	}
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l.rows))
	for _, o := range l.rows.Objects {
		row, ok := o.(desktop.Hoverable)
		if top := o.Position().Y; ok && at.Y >= top && at.Y < top+o.Size().Height {
			return row
		}
	}
	return nil
}

// left implements host.
func (l *rowList) left() {
	if l.lit != nil {
		l.lit.MouseOut()
	}
	l.lit = nil
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
