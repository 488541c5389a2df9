package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// TestCutTextIsTold points at what has too little room, and at what has enough.
func TestCutTextIsTold(t *testing.T) {
	app := test.NewTempApp(t)
	said := ""
	room := container.NewWithoutLayout()
	w := app.NewWindow("")
	w.SetContent(container.New(&telling{all: &shares{[]float32{1}}, hint: func(words string, _ fyne.Position) { said = words }}, room))
	const long = "a name that is longer than its room"
	line := newProseLine(long)
	controls := map[string]interface {
		fyne.CanvasObject
		desktop.Hoverable
	}{
		"label": newClipped(long), "prose": line, "button": newButton(long, nil, nil), "box": newCheckBox(long, false, nil),
		"number": newQuotable(long, ""), "pane's name": newHeading(long, nil), "drop-down": newChooser([]string{long}, nil),
	}
	controls["drop-down"].(*chooser).Selected = long
	for name, c := range controls {
		room.Add(c)
		for _, wide := range []float32{60, 600} {
			want := ""
			if wide == 60 {
				want = long
			}
			c.Resize(fyne.NewSize(wide, 40))
			c.MouseIn(&desktop.MouseEvent{})
			if said != want {
				t.Errorf("%s %v wide: the hint is %q, want %q", name, wide, said, want)
			}
			if c.MouseOut(); said != "" {
				t.Errorf("%s: the hint stays %q", name, said)
			}
		}
	}
	wraps := newProse(long)
	wraps.Resize(fyne.NewSize(60, 90))
	if wraps.MouseIn(&desktop.MouseEvent{}); said != "" {
		t.Errorf("what wraps is all there, and the hint is %q", said)
	}
}

// In a dialog, which lies over the status line, the whole is told in the dialog
// itself, within it, and what tells it cannot be pointed at.
func TestCutTextIsToldInDialogs(t *testing.T) {
	b := newBench(t)
	const long = "a name that is much longer than the room that a dialog has for it in a narrow column"
	label := newClipped(long)
	m := b.modal("title", container.NewWithoutLayout(label), fyne.NewSize(400, 300))
	label.Resize(fyne.NewSize(60, 40))
	at := fyne.NewPos(1200, 790) // outside of it, which keeps the words within
	label.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
	words := m.tip.words
	if !words.Visible() || words.String() != long || b.status.hinted != "" {
		t.Errorf("%v: the dialog says %q, the status line %q", words.Visible(), words.String(), b.status.hinted)
	}
	p, s, room := words.Position(), words.Size(), m.tip.room.Size()
	if p.X < 0 || p.Y < 0 || p.X+s.Width > room.Width || p.Y+s.Height > room.Height || s.Height < words.MinSize().Height {
		t.Errorf("%v at %v, in %v", s, p, room)
	}
	walk(m.tip.room, func(o fyne.CanvasObject) {
		if _, ok := o.(desktop.Hoverable); ok {
			t.Errorf("%T takes the pointer", o)
		}
	})
	if label.MouseOut(); words.Visible() {
		t.Error("the words stay")
	}
}

// TestNothingElseIsCut reads the source: a label that is cut, and a row of a
// list, which is as wide as the list, are clipped ones.
func TestNothingElseIsCut(t *testing.T) {
	own := regexp.MustCompile(`Truncat(ion|e)|widget\.NewLabel|&widget\.Label`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "clipped.go" || file == "quotable.go" || file == "prose.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if own.MatchString(line) {
				t.Errorf("%s:%d cuts text without a hint, or has a number that cannot be copied: make it a newClipped or a newLabel", file, i+1)
			}
		}
	}
}

// TestPaneNamesAreWhole narrows the row of a pane, which folds before the name is
// cut, and widens it again.
func TestPaneNamesAreWhole(t *testing.T) {
	b := opened(t)
	for _, p := range b.panes {
		for _, choice := range []string{"", "what is chosen has a name that is longer than any room"} {
			if choice != "" {
				p.choice.Selected = choice
			}
			for _, width := range []float32{1200, 380, 300, 240, 1200} {
				p.row.root.Resize(fyne.NewSize(width, 28))
				if p.heading.cut() {
					t.Errorf("%s is cut in a row of %v", p.heading.Text, width)
				}
				if choice == "" && width == 1200 && (p.row.more.Visible() || !p.modes.box.Visible() || !p.export.Visible()) {
					t.Errorf("%s is folded in a row of %v", p.heading.Text, width)
				}
				if shown := p.row.more.Visible(); shown == p.modes.box.Visible() {
					t.Errorf("%s, %v wide: chart, table and text stand twice, or nowhere", p.heading.Text, width)
				}
			}
		}
	}
	c := b.panes[2]
	c.row.root.Resize(fyne.NewSize(240, 28))
	items := c.foldedMenu(b.actions()).Items
	folded := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i.ChildMenu != nil })
	if folded < 0 || c.smooth.Visible() {
		t.Fatal("smoothing has no room, and is not in the menu")
	}
	items[folded].ChildMenu.Items[1].Action()
	if got := b.frame.bench.Display.SmoothingTitle(); got != "light smoothing" {
		t.Errorf("the menu chooses %q", got)
	}
	menu := b.panes[0].foldedMenu(b.actions())
	menu.Items[1].Action()
	if b.panes[0].modes.at != asTable || !b.panes[0].foldedMenu(b.actions()).Items[1].Checked {
		t.Error("the menu does not show the table")
	}
}
