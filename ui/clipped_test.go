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
