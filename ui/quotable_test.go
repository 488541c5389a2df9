package ui

import (
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// numbers are the labels in sight that have a number.
func numbers(o fyne.CanvasObject) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, o := range test.LaidOutObjects(o) {
		if l := labelOf(o); l != nil && strings.ContainsFunc(l.Text, unicode.IsDigit) {
			out = append(out, o)
		}
	}
	return out
}

// Every number in the window can be copied with what it is of: in all tabs of the
// inspector, with a stand-in and what-if answers, in the panes and the status line,
// and in a lens that is enlarged.
func TestEveryNumberIsQuoted(t *testing.T) {
	b := ran(t)
	b.frame.bench.Selection.Step(1)
	b.inspector.choose("Record")
	panel, w := b.inspector.record.whatIf, b.frame.bench.WhatIf
	test.Tap(panel.fit)
	b.wait("the method", func() bool { return !w.Running() && len(w.Supposed()) > 0 })
	test.Tap(panel.make)
	test.Tap(panel.boxes[1])
	b.wait("the stand-in", func() bool { return len(b.flips) > 0 })
	if err := b.frame.bench.Filling.Score(); err != nil {
		t.Fatal(err)
	}
	b.wait("the scores", func() bool { return !b.frame.bench.Filling.Running() })
	met := 0
	check := func(where string, o fyne.CanvasObject) {
		t.Helper()
		for _, o := range numbers(o) {
			met++
			if words := o.(quoter).quoted(o); !strings.Contains(words, "sha256") {
				t.Errorf("%s: %q is copied as %q", where, labelOf(o).Text, words)
			}
		}
	}
	for _, tab := range b.inspector.tabs {
		b.inspector.choose(tab.name)
		had := met
		check(tab.name, b.win.Content())
		if met == had {
			t.Errorf("%s has no number", tab.name)
		}
	}
	for _, l := range b.frame.bench.Inspector.Lenses() {
		b.enlarge(l)
		check(l.Modality.Name, b.win.Canvas().Overlays().Top())
		b.press(fyne.KeyEscape)
	}
	if met < 100 {
		t.Errorf("%d numbers were met", met)
	}
}

// A number is copied from its menu, and by the keys while the pointer is on it.
func TestNumbersAreCopied(t *testing.T) {
	b := ran(t)
	label := numbers(b.inspector.compare.root)[0].(*quotable)
	want := label.quoted(label)
	label.TappedSecondary(&fyne.PointEvent{})
	menu, ok := b.win.Canvas().Focused().(*widget.PopUpMenu)
	if !ok {
		t.Fatal("no menu")
	}
	menu.ActivateNext()
	menu.TriggerLast()
	if got := b.app.Clipboard().Content(); got != want || !strings.Contains(got, label.Text) {
		t.Errorf("copied %q, want %q", got, want)
	}
	b.app.Clipboard().SetContent("")
	label.MouseIn(&desktop.MouseEvent{})
	b.copyPointed()
	if got := b.app.Clipboard().Content(); got != want {
		t.Errorf("by the keys: %q", got)
	}
	label.MouseOut()
	b.app.Clipboard().SetContent("")
	if b.copyPointed(); b.app.Clipboard().Content() != "" {
		t.Error("what the pointer has left is copied")
	}
}
