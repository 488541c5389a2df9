package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tip says the hints of a dialog, which lies over the status line: in a box beside
// the pointer, over what the dialog holds. No part of it can be pointed at, so it
// takes the pointer from nothing.
type tip struct {
	ground *canvas.Rectangle
	text   *widget.TextSegment
	words  *widget.RichText
	room   *fyne.Container // as large as what the dialog holds
}

// belowPointer keeps a tip clear of the pointer.
const belowPointer = 20

func newTip() *tip {
	t := &tip{ground: canvas.NewRectangle(nil), text: &widget.TextSegment{Style: widget.RichTextStyleInline}}
	t.text.Style.SizeName = theme.SizeNameCaptionText
	t.words = widget.NewRichText(t.text)
	t.words.Wrapping = fyne.TextWrapWord
	t.ground.CornerRadius, t.ground.StrokeWidth = 4, 1
	t.room = container.New(&idle{}, t.ground, t.words)
	t.say("", fyne.Position{})
	return t
}

// say shows words beside a place in the window, within the dialog; none hides the tip.
func (t *tip) say(words string, at fyne.Position) {
	show(t.ground, words != "")
	show(t.words, words != "")
	if words == "" {
		return
	}
	look, variant := t.words.Theme(), variant()
	t.ground.FillColor, t.ground.StrokeColor = look.Color(theme.ColorNameMenuBackground, variant), look.Color(theme.ColorNameForeground, variant)
	t.text.Text = words
	t.words.Refresh()
	room := t.room.Size()
	wide := fyne.MeasureText(words, look.Size(theme.SizeNameCaptionText), fyne.TextStyle{}).Width + 2*look.Size(theme.SizeNameInnerPadding) + 1
	t.words.Resize(fyne.NewSize(min(wide, room.Width*0.8), 0)) // a text that wraps knows its height by its width
	t.words.Resize(fyne.NewSize(t.words.Size().Width, t.words.MinSize().Height))
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(t.room))
	size := t.words.Size()
	y := at.Y + belowPointer
	if y+size.Height > room.Height {
		y = max(0, min(at.Y-belowPointer/2, room.Height)-size.Height)
	}
	t.words.Move(fyne.NewPos(max(0, min(at.X, room.Width-size.Width)), y))
	t.ground.Resize(size)
	t.ground.Move(t.words.Position())
	t.ground.Refresh()
}

// idle leaves what it holds where it is, and asks for no room.
type idle struct{}

// Layout implements fyne.Layout.
func (*idle) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize implements fyne.Layout.
func (*idle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
