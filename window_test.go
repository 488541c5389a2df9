//go:build !headless

package main

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"lacuna/internal/cli"
	"lacuna/ui"
)

func TestWindowOptions(t *testing.T) {
	o, err := windowOptions(cli.WindowRequest{Size: "1280x800", Theme: "dark", Language: "es"})
	if err != nil || o.Size != fyne.NewSize(1280, 800) || o.Theme != "dark" || o.Language != "es" {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range []cli.WindowRequest{{Size: "large"}, {Size: "0x10"}, {Size: "12"}, {Theme: "purple"}, {Language: "english"}} {
		if _, err := windowOptions(bad); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}

func TestDialogAnswers(t *testing.T) {
	if _, err := guarded(func() (string, error) { panic("no display") }); !errors.Is(err, ui.ErrUnavailable) {
		t.Errorf("a dialog that cannot be shown gives %v", err)
	}
	if _, err := guarded(func() (string, error) { return "", nil }); err == nil {
		t.Error("a place that is no file is an answer")
	}
	if path, err := guarded(func() (string, error) { return "a.csv", nil }); path != "a.csv" || err != nil {
		t.Errorf("%q, %v", path, err)
	}
}

// TestOneDialogAtATime: two GTK dialogs at once would end the process.
func TestOneDialogAtATime(t *testing.T) {
	p := newNativePicker(func(f func()) { f() })
	open, answered := make(chan bool), make(chan string)
	p.ask(func() (string, error) { <-open; return "first.csv", nil }, func(path string, _ error) { answered <- path })
	p.ask(func() (string, error) { return "second.csv", nil }, func(_ string, err error) {
		if !errors.Is(err, ui.ErrBusy) {
			t.Errorf("a second dialog gives %v", err)
		}
	})
	close(open)
	if got := <-answered; got != "first.csv" {
		t.Errorf("the first dialog gives %q", got)
	}
}
