package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// later is a picker whose dialog stays open until it is answered.
type later struct {
	fakePicker
	answer func(string, error)
}

func (p *later) OpenFile(_ Request, done func(string, error)) { p.answer = done }

// A dialog of the system can lie behind the window: the veil says so and can be
// lifted; what the dialog answers then is not used.
func TestVeilCanBeLifted(t *testing.T) {
	b := newBench(t)
	pick := &later{}
	b.frame.pick = pick
	for _, lift := range []bool{true, false} {
		b.openFile()
		words := ""
		var cancel *button
		for _, o := range test.LaidOutObjects(b.win.Canvas().Overlays().Top()) {
			switch o := o.(type) {
			case *canvas.Text:
				words += o.Text + " "
			case *button:
				cancel = o
			}
		}
		if !strings.Contains(words, "behind this window") || cancel == nil {
			t.Fatalf("the veil says %q, and has a button: %v", words, cancel != nil)
		}
		if lift {
			test.Tap(cancel)
			if b.win.Canvas().Overlays().Top() != nil {
				t.Error("the veil cannot be lifted")
			}
		}
		pick.answer("", errors.New("the disk is on fire"))
		if shown := b.win.Canvas().Overlays().Top() != nil; shown == lift {
			t.Errorf("lifted: %v, an answer is shown: %v", lift, shown)
		}
	}
}

// Every pane has a name beside its letter.
func TestPanesAreNamed(t *testing.T) {
	b := newBench(t)
	for i, want := range []string{"A  Presence", "B  Patterns", "C  Learning", "D  Strata"} {
		if got := b.panes[i].heading.Text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is typed opens as if it had been chosen, from the user's own folder too.
func TestTypedPathIsOpened(t *testing.T) {
	b, list := readingBench(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for typed, want := range map[string]string{"/data/a.csv ": "/data/a.csv", "~": home, "~/b.csv": filepath.Join(home, "b.csv"), "~old/c.csv": "~old/c.csv"} {
		b.openTyped()
		entry, ok := b.win.Canvas().Focused().(*field)
		if !ok {
			t.Fatalf("the path is not asked for: %T", b.win.Canvas().Focused())
		}
		test.Type(entry, typed)
		entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.wait("the preview of "+typed, func() bool { return b.previewing != nil })
		if got := list.last().paths; len(got) != 1 || got[0] != want {
			t.Errorf("%q opens %q, not %q", typed, got, want)
		}
		b.press(fyne.KeyEscape)
	}
}
