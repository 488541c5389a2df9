package ui

import (
	"os"
	"path/filepath"
	"regexp"
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
	w.SetContent(container.New(&telling{all: &shares{[]float32{1}}, hint: func(words string) { said = words }}, room))
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
	menu := b.panes[0].foldedMenu(b.actions())
	menu.Items[1].Action()
	if b.panes[0].modes.at != asTable || !b.panes[0].foldedMenu(b.actions()).Items[1].Checked {
		t.Error("the menu does not show the table")
	}
}
