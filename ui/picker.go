package ui

import (
	"errors"

	"lacuna/internal/say"
)

// Picker asks the person for a file or folder. Each method returns at once and
// calls done exactly once, on the event goroutine.
type Picker interface {
	OpenFile(r Request, done func(path string, err error))
	OpenFolder(r Request, done func(path string, err error))
	SaveFile(r Request, done func(path string, err error))
}

// Request says what is being asked for.
type Request struct {
	Title      string
	Name       string   // proposed for a file that is saved; "" for none
	Folder     string   // where to begin; "" leaves it to the system
	Kind       string   // what the files are, for the filter: "Lacuna project"
	Extensions []string // without dot; the first is added where one is missing on save
}

// What a Picker may answer instead of a path.
var (
	ErrCancelled   = say.Error("cancelled")
	ErrBusy        = say.Error("another file dialog is open")
	ErrUnavailable = say.Error("no native file dialog here")
)

// Fallback asks First and, where that has no dialog to show, Second.
type Fallback struct{ First, Second Picker }

// OpenFile implements Picker.
func (f Fallback) OpenFile(r Request, done func(string, error)) {
	f.First.OpenFile(r, f.orSecond(done, func() { f.Second.OpenFile(r, done) }))
}

// OpenFolder implements Picker.
func (f Fallback) OpenFolder(r Request, done func(string, error)) {
	f.First.OpenFolder(r, f.orSecond(done, func() { f.Second.OpenFolder(r, done) }))
}

// SaveFile implements Picker.
func (f Fallback) SaveFile(r Request, done func(string, error)) {
	f.First.SaveFile(r, f.orSecond(done, func() { f.Second.SaveFile(r, done) }))
}

func (f Fallback) orSecond(done func(string, error), second func()) func(string, error) {
	return func(path string, err error) {
		if errors.Is(err, ErrUnavailable) {
			second()
			return
		}
		done(path, err)
	}
}
