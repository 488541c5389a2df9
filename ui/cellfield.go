package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lacuna/internal/say"
)

// cellField is the line below the preview's table in which the chosen cell is
// changed: what a modality is called and read as, and how its file is read.
type cellField struct {
	page  *previewPage
	key   string // of the question; "" where none is chosen
	field *decisionField
	hint  *quotable
	box   *fyne.Container
	root  fyne.CanvasObject
}

func newCellField(p *previewPage) *cellField {
	c := &cellField{page: p, hint: quiet(""), box: container.NewVBox()}
	c.hint.Wrapping, c.hint.SizeName = fyne.TextWrapWord, theme.SizeNameCaptionText
	c.root = container.NewVBox(c.hint, c.box)
	c.say(false)
	p.table.picked = c.choose
	return c
}

// say says what can be changed.
func (c *cellField) say(counted bool) {
	words := say.Text("Click a name, a kind, an id column, missing codes or a separator to change it.")
	if counted {
		words = say.Text("This is counted, not decided. Names, kinds, id columns, missing codes and separators can be changed.")
	}
	c.hint.SetText(words)
}

// choose asks the question of a cell.
func (c *cellField) choose(row, column int) {
	d, ok := c.page.model.Cell(row, column)
	c.say(!ok)
	show(c.hint, !ok)
	c.box.Objects, c.key, c.field = nil, "", nil
	if ok {
		c.key, c.field = d.Key, c.page.newField(d)
		c.box.Objects = []fyne.CanvasObject{c.field.root}
	}
	c.box.Refresh()
	if at := c.page.frame.win.Canvas(); ok {
		at.Focus(c.field.keys()) // so that what is typed now is the answer
	}
	c.page.frame.events.preview(c.page)
}

// leave is done with the cell that is being changed; false if none is.
func (c *cellField) leave() bool {
	if c.field == nil {
		return false
	}
	c.page.table.table.UnselectAll() // so that the same cell can be chosen again
	c.choose(-1, -1)
	c.page.frame.win.Canvas().Unfocus()
	return true
}

// update shows what the newest reading says of the question, if it is still
// asked.
func (c *cellField) update() {
	if c.field == nil {
		return
	}
	if d, ok := c.page.model.Question(c.key); ok {
		c.field.show(d)
		return
	}
	c.choose(-1, -1)
}

// target adds what a script can click on.
func (c *cellField) target(out map[string]fyne.CanvasObject) {
	if c.field != nil {
		out["preview/cell"] = c.field.input
	}
}
