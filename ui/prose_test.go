package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Text that has been clicked on leaves the keys to the window, and can be copied.
func TestKeysWorkAfterAClickOnWords(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	c, on := b.win.Canvas(), b.frame.bench.Selection
	m := test.WidgetRenderer(b.panes[1].finding).Objects()[0].(*marked)
	m.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	m.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if c.Focused() != fyne.Focusable(m) {
		t.Fatalf("%T has the keys", c.Focused())
	}
	before := on.Position()
	if c.Focused().TypedRune('n'); on.Position() == before {
		t.Error("N does not step")
	}
	m.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(30, 15)})
	b.editOr(&fyne.ShortcutCopy{}, func() { t.Error("the window copies something else") })
	if got := b.app.Clipboard().Content(); got == "" || got != m.SelectedText() {
		t.Errorf("%q is copied", got)
	}
	if len(test.WidgetRenderer(m).Objects()) == 0 {
		t.Error("what is marked is not to be seen")
	}
	if c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}); c.Focused() != nil {
		t.Error("Escape does not leave the words")
	}
	if c.FocusNext(); c.Focused() == fyne.Focusable(m) {
		t.Error("Tab stops at words")
	}
}

// A drop-down beside the record opens by a click and leaves Space to the record.
func TestUnheldLeavesTheKeys(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	chosen := ""
	u := newUnheld(func(name string) { chosen = name })
	u.Options = []string{"ridge", "knn"}
	w.SetContent(container.NewVBox(u))
	test.Tap(u)
	list := w.Canvas().Overlays()
	if list.Top() == nil {
		t.Fatal("a click does not open it")
	}
	list.Remove(list.Top())
	if w.Canvas().Focused() != nil {
		t.Errorf("%T has the keys", w.Canvas().Focused())
	}
	if u.SetSelected("knn"); chosen != "knn" {
		t.Errorf("%q is chosen", chosen)
	}
}

// The wheel goes on with what is around where the inner part has come to its end.
func TestNestedScrollsGoOn(t *testing.T) {
	tall := func() fyne.CanvasObject {
		return container.New(&tall{500}, widget.NewLabel(""))
	}
	outer := 0
	n := newNested(tall(), func(*fyne.ScrollEvent) { outer++ })
	n.Resize(fyne.NewSize(100, 480))
	down := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -30)}
	if n.Scrolled(down); n.Offset.Y != 20 || outer != 0 {
		t.Fatalf("moved by %g, outer %d", n.Offset.Y, outer)
	}
	if n.Scrolled(down); outer != 1 {
		t.Error("the end of the inner part holds the wheel")
	}
}
