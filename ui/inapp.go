package ui

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lacuna/internal/say"
)

// inAppPicker asks for a path in the window itself, where the system has no
// dialog to show. Fyne's own save dialog empties the file before it returns,
// so a plain field it is.
type inAppPicker struct{ frame *frame }

// OpenFile implements Picker.
func (p inAppPicker) OpenFile(r Request, done func(string, error)) { p.ask(r, say.Text("Open"), done) }

// OpenFolder implements Picker.
func (p inAppPicker) OpenFolder(r Request, done func(string, error)) {
	p.ask(r, say.Text("Open"), done)
}

// SaveFile implements Picker.
func (p inAppPicker) SaveFile(r Request, done func(string, error)) { p.ask(r, say.Text("Save"), done) }

func (p inAppPicker) ask(r Request, verb string, done func(string, error)) {
	entry := newField(r.Name, nil)
	entry.SetPlaceHolder("/path/to/file")
	cancel := func() { done("", ErrCancelled) }
	p.frame.modal(r.Title, container.NewVBox(newLabel(say.Text("Path")), entry), fyne.NewSize(520, 170), answer{say.Text("Cancel"), cancel}, answer{verb, func() {
		if entry.Text == "" {
			cancel()
			return
		}
		done(fromHome(entry.Text), nil)
	}})
	p.frame.win.Canvas().Focus(entry)
}

// fromHome reads a path as shells do: "~/data" is in the user's own folder.
func fromHome(path string) string {
	path = strings.TrimSpace(path)
	rest, ok := strings.CutPrefix(path, "~")
	home, err := os.UserHomeDir()
	if !ok || err != nil || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	return filepath.Join(home, rest)
}
