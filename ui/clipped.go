package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// clipped is a label of one line that is cut where the room is too narrow for
// it. While the pointer is on it then, the window's hint has the whole.
type clipped struct {
	widget.Label
	tells
	quote string // what is copied of it; "" for its words with what the window shows
	host  host   // the list or table that it is a part of; nil of none
}

// host lights up where the pointer is. It would hear of the pointer itself if the
// labels in it did not.
type host interface {
	over(*desktop.MouseEvent)
	left()
}

func newClipped(text string) *clipped {
	c := clip(text)
	c.ExtendBaseWidget(&c)
	return &c
}

// clip is one that is a part of another widget.
func clip(text string) clipped {
	return clipped{Label: widget.Label{Text: text, Truncation: fyne.TextTruncateEllipsis}}
}

// quietClipped is one for what may be overlooked.
func quietClipped(text string) *clipped {
	c := newClipped(text)
	c.Importance = widget.LowImportance
	return c
}

// cut says whether the room is too narrow for the text.
func (c *clipped) cut() bool {
	if c.Truncation == fyne.TextTruncateOff {
		return false
	}
	return c.wide() > c.Size().Width+0.5
}

// wrap has the text wrap, or be one line that is cut, and says whether that is new.
func (c *clipped) wrap(on bool) bool {
	wrapping, cut := fyne.TextWrapOff, fyne.TextTruncateEllipsis
	if on {
		wrapping, cut = fyne.TextWrapWord, fyne.TextTruncateOff
	}
	was := c.Wrapping
	c.Wrapping, c.Truncation = wrapping, cut
	return was != wrapping
}

// wide is the room that the text needs.
func (c *clipped) wide() float32 {
	name := c.SizeName
	if name == "" {
		name = theme.SizeNameText
	}
	look := c.Theme()
	return fyne.MeasureText(c.Text, look.Size(name), c.TextStyle).Width + 2*look.Size(theme.SizeNameInnerPadding)
}

// newRowText is one that wraps, for the row of a list.
func newRowText() *clipped {
	c := newClipped("")
	c.Truncation, c.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	return c
}

// in takes notice that the pointer is on o, of which the label is a part.
func (c *clipped) in(o fyne.CanvasObject, ev *desktop.MouseEvent) {
	pointed(o, true)
	if c.cut() {
		c.tell(o, c.Text, ev)
	}
	c.MouseMoved(ev)
}

// out takes notice that it is so no longer.
func (c *clipped) out(o fyne.CanvasObject) {
	pointed(o, false)
	c.untell(o)
	if c.host != nil {
		c.host.left()
	}
}

// MouseIn implements desktop.Hoverable.
func (c *clipped) MouseIn(ev *desktop.MouseEvent) { c.in(c, ev) }

// MouseMoved implements desktop.Hoverable.
func (c *clipped) MouseMoved(ev *desktop.MouseEvent) {
	if c.host != nil {
		c.host.over(ev)
	}
}

// MouseOut implements desktop.Hoverable.
func (c *clipped) MouseOut() { c.out(c) }

// tells is a part of what tells words in the window's hint while the pointer is on
// it.
type tells struct {
	told  bool
	whole string // what a control says that says it shortened; else ""
}

func (t *tells) tell(o fyne.CanvasObject, words string, ev *desktop.MouseEvent) {
	if say := hintOf(o); say != nil {
		say(words, ev.AbsolutePosition)
		t.told = true
	}
}

// untell takes back what was told, and nothing that another has told.
func (t *tells) untell(o fyne.CanvasObject) {
	if say := hintOf(o); say != nil && t.told {
		say("", fyne.Position{})
	}
	t.told = false
}

// tellCut tells what a control says that says it shortened, or has less room than
// it asks for.
func (t *tells) tellCut(o fyne.CanvasObject, words string, ev *desktop.MouseEvent) {
	switch {
	case t.whole != "" && t.whole != words:
		t.tell(o, t.whole, ev)
	case o.MinSize().Width > o.Size().Width+0.5:
		t.tell(o, words, ev)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *button) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	b.tellCut(b, b.Text, ev)
}

// MouseOut implements desktop.Hoverable.
func (b *button) MouseOut() {
	b.Button.MouseOut()
	b.untell(b)
}

// MouseIn implements desktop.Hoverable.
func (c *chooser) MouseIn(ev *desktop.MouseEvent) {
	c.Select.MouseIn(ev)
	c.tellCut(c, c.Selected, ev)
}

// MouseOut implements desktop.Hoverable.
func (c *chooser) MouseOut() {
	c.Select.MouseOut()
	c.untell(c)
}

// MouseIn implements desktop.Hoverable.
func (c *checkBox) MouseIn(ev *desktop.MouseEvent) {
	c.Check.MouseIn(ev)
	c.tellCut(c, c.Text, ev)
}

// MouseOut implements desktop.Hoverable.
func (c *checkBox) MouseOut() {
	c.Check.MouseOut()
	c.untell(c)
}

// telling is the layout of a window's content, by which what stands in the window,
// or in a dialog over it, finds where the window says its hints, what its numbers
// are of, and how they are copied.
type telling struct {
	all     fyne.Layout
	hint    func(words string, at fyne.Position) // where the pointer is; no words take it back
	context func(words string) string
	copy    func(words, what string)
	under   fyne.CanvasObject // the label that the pointer is on
}

// Layout implements fyne.Layout.
func (t *telling) Layout(objects []fyne.CanvasObject, size fyne.Size) { t.all.Layout(objects, size) }

// MinSize implements fyne.Layout.
func (t *telling) MinSize(objects []fyne.CanvasObject) fyne.Size { return t.all.MinSize(objects) }

// windowOf is what the window of an object has for it; nil where there is none.
func windowOf(o fyne.CanvasObject) *telling {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	if content, ok := c.Content().(*fyne.Container); ok {
		if t, ok := content.Layout.(*telling); ok {
			return t
		}
	}
	return nil
}

// hintOf is where the window of an object says its hints; nil where there is none.
func hintOf(o fyne.CanvasObject) func(words string, at fyne.Position) {
	if w := windowOf(o); w != nil {
		return w.hint
	}
	return nil
}
