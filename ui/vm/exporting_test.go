package vm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lacuna/charts/canvas"
)

// TestExportIsBesideTheWindow: a file is written while the window goes on, whole or
// not at all; one that is stopped is not written, and nobody hears of it.
func TestExportIsBesideTheWindow(t *testing.T) {
	k := compared(t)
	k.Display.SetView(StrataPane, "calibration")
	var f canvas.Figure
	k.wait("the chart", func() bool { f, _ = k.Scene.Figure(StrataPane); return f != nil && k.Settled() })
	folder := t.TempDir()
	stopped, path := filepath.Join(folder, "stopped.csv"), filepath.Join(folder, "c.csv")
	if !ExportIsSlow(path, f) || ExportIsSlow(filepath.Join(folder, "c.png"), f) {
		t.Error("it is not known which file takes long")
	}
	k.Workbench.Export(stopped, f, canvas.Page{}, func(err error) { t.Errorf("what was stopped is told of: %v", err) })()
	ended := errors.New("not ended")
	k.Workbench.Export(path, f, canvas.Page{}, func(err error) { ended = err })
	k.wait("the file", func() bool { return ended == nil })
	if text, err := os.ReadFile(path); err != nil || len(text) == 0 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if _, err := os.Stat(stopped); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the stopped one: %v", err)
	}
	k.Workbench.Export(filepath.Join(folder, "no", "c.csv"), f, canvas.Page{}, func(err error) { ended = err })
	k.wait("the refusal", func() bool { return ended != nil })
}
