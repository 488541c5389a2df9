//go:build !headless

package main

import (
	"errors"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

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

// A program that keeps little is left to Go; one that keeps much has 64 MB of
// garbage at most, or a seventh.
func TestGarbagePercent(t *testing.T) {
	for live, want := range map[uint64]int{0: 100, 40 << 20: 100, 128 << 20: 50, 320 << 20: 20, 4 << 30: 15} {
		if got := garbagePercent(live); got != want {
			t.Errorf("%d MB are kept: %d %%, want %d", live>>20, got, want)
		}
	}
}

// The share follows what is kept, collection by collection.
func TestCollectEarly(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(mostGarbage)
	defer debug.SetGCPercent(before)
	collectEarly()
	kept := make([]byte, 320<<20)
	percent := func() int {
		now := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(now)
		return int(now[0].Value.Uint64())
	}
	for deadline := time.Now().Add(time.Minute); percent() > 20 && time.Now().Before(deadline); {
		runtime.GC()
		runtime.Gosched() // finalizers have a goroutine of their own
	}
	if got := percent(); got < leastGarbage || got > 20 {
		t.Errorf("%d %% with 320 MB kept", got)
	}
	runtime.KeepAlive(kept)
}
