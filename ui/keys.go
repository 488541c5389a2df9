package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// Buttons, lists of choices, boxes and fields that leave to the window the
// keys that are not theirs, so that Escape, F6, N and P work whatever has the
// focus.

type button struct {
	widget.Button
	tells
	ring ring
}

func newButton(text string, icon fyne.Resource, do func()) *button {
	b := &button{Button: widget.Button{Text: text, Icon: icon, OnTapped: do}}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	b.ring.filled = func() bool { return b.Importance == widget.HighImportance && !b.Disabled() }
	return b.ring.around(b.Button.CreateRenderer(), func() bool { return b.Importance != widget.LowImportance && !b.Disabled() })
}

// FocusGained implements fyne.Focusable.
func (b *button) FocusGained() {
	b.ring.light(true)
	b.Button.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (b *button) FocusLost() {
	b.ring.light(false)
	b.Button.FocusLost()
}

// mark shows whether what the button switches is on.
func (b *button) mark(on bool) {
	look := widget.LowImportance
	if on {
		look = widget.MediumImportance
	}
	if b.Importance != look {
		b.Importance = look
		b.Refresh()
	}
}

// bare leaves the words away, or brings them back, where there is an icon. They are
// told while the pointer is on it.
func (b *button) bare(on bool) {
	if b.whole == "" {
		b.whole = b.Text
	}
	words := b.whole
	if on {
		words = ""
	}
	if b.Text != words {
		b.SetText(words)
	}
}

// TypedKey implements fyne.Focusable.
func (b *button) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		ev = &fyne.KeyEvent{Name: fyne.KeySpace}
	}
	if ev.Name == fyne.KeySpace {
		b.Button.TypedKey(ev)
		return
	}
	passOn(b, ev)
}

// TypedRune implements fyne.Focusable.
func (b *button) TypedRune(r rune) { passRune(b, r) }

// roomFor is shown before there is a choice. A drop-down is at least as wide as
// these words.
const roomFor = "choose one"

type chooser struct {
	widget.Select
	tells
	ring ring
}

func newChooser(options []string, changed func(string)) *chooser {
	c := &chooser{Select: widget.Select{Options: options, OnChanged: changed, PlaceHolder: say.Text(roomFor)}}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *chooser) CreateRenderer() fyne.WidgetRenderer {
	return c.ring.around(c.Select.CreateRenderer(), func() bool { return true })
}

// FocusGained implements fyne.Focusable.
func (c *chooser) FocusGained() {
	c.ring.light(true)
	c.Select.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (c *chooser) FocusLost() {
	c.ring.light(false)
	c.Select.FocusLost()
}

// MinSize implements fyne.CanvasObject: what is chosen can be read.
func (c *chooser) MinSize() fyne.Size {
	size := c.Select.MinSize()
	if text := theme.SizeForWidget(theme.SizeNameText, c); c.Selected != "" {
		size.Width += max(0, fyne.MeasureText(c.Selected, text, fyne.TextStyle{}).Width-fyne.MeasureText(c.PlaceHolder, text, fyne.TextStyle{}).Width)
	}
	return size
}

// TypedKey implements fyne.Focusable.
func (c *chooser) TypedKey(ev *fyne.KeyEvent) { typed(c, ev, c.Select.TypedKey) }

// TypedRune implements fyne.Focusable.
func (c *chooser) TypedRune(r rune) { passRune(c, r) }

type checkBox struct {
	widget.Check
	tells
	ring ring
}

func newCheckBox(text string, on bool, changed func(bool)) *checkBox {
	c := &checkBox{Check: widget.Check{Text: text, Checked: on, OnChanged: changed}}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *checkBox) CreateRenderer() fyne.WidgetRenderer {
	return c.ring.around(c.Check.CreateRenderer(), func() bool { return false })
}

// FocusGained implements fyne.Focusable.
func (c *checkBox) FocusGained() {
	c.ring.light(true)
	c.Check.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (c *checkBox) FocusLost() {
	c.ring.light(false)
	c.Check.FocusLost()
}

// TypedKey implements fyne.Focusable.
func (c *checkBox) TypedKey(ev *fyne.KeyEvent) { typed(c, ev, c.Check.TypedKey) }

// TypedRune implements fyne.Focusable.
func (c *checkBox) TypedRune(r rune) {
	if r != ' ' {
		passRune(c, r)
		return
	}
	c.Check.TypedRune(r)
}

// untouched is a box that does not take the keys when it is clicked, so that
// Space stays what it was.
type untouched struct{ checkBox }

func newUntouched(text string, changed func(bool)) *untouched {
	c := &untouched{checkBox{Check: widget.Check{Text: text, OnChanged: changed}}}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable.
func (c *untouched) Tapped(ev *fyne.PointEvent) {
	c.checkBox.Tapped(ev)
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Unfocus()
	}
}

// unheld is a drop-down that does not keep the keys when it is clicked.
type unheld struct{ chooser }

func newUnheld(changed func(string)) *unheld {
	c := &unheld{chooser{Select: widget.Select{OnChanged: changed, PlaceHolder: say.Text(roomFor)}}}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable: it opens as by a key, which asks for no focus.
func (c *unheld) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
}

// field is an entry of one line.
type field struct{ widget.Entry }

func newField(text string, changed func(string)) *field {
	e := &field{}
	e.ExtendBaseWidget(e)
	e.SetText(text)
	e.OnChanged = changed
	return e
}

// TypedKey implements fyne.Focusable: Escape leaves the field.
func (e *field) TypedKey(ev *fyne.KeyEvent) {
	if enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter; enter && e.OnSubmitted == nil {
		passOn(e, ev)
		return
	}
	typed(e, ev, e.Entry.TypedKey)
}

// typed gives a key to the window where it means the same wherever it is typed,
// else to the object's own way.
func typed(o fyne.CanvasObject, ev *fyne.KeyEvent, own func(*fyne.KeyEvent)) {
	if isWindowKey(ev.Name) {
		passOn(o, ev)
		return
	}
	own(ev)
}

// isWindowKey says whether a key means the same wherever it is typed.
func isWindowKey(name fyne.KeyName) bool {
	return name == fyne.KeyEscape || name == fyne.KeyF6 || name == fyne.KeyF1
}

// canvasOf is where an object is. A part of another control, as a chooser of an
// unheld one, stands in no window by itself: there is one window.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(o); c != nil {
		return c
	}
	if all := d.AllWindows(); len(all) > 0 {
		return all[0].Canvas()
	}
	return nil
}

// passOn hands a key to the window that an object is in; Escape takes the keys
// away from the object, too.
func passOn(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if ev.Name == fyne.KeyEscape {
		c.Unfocus()
	}
	if do := c.OnTypedKey(); do != nil {
		do(ev)
	}
}

// passRune hands a typed letter or sign to the window.
func passRune(o fyne.CanvasObject, r rune) {
	c := canvasOf(o)
	if c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// passHeld hands on that a key is pressed, or let go of.
func passHeld(o fyne.CanvasObject, ev *fyne.KeyEvent, down bool) {
	c, ok := canvasOf(o).(desktop.Canvas)
	if !ok {
		return
	}
	do := c.OnKeyUp()
	if down {
		do = c.OnKeyDown()
	}
	if do != nil {
		do(ev)
	}
}
