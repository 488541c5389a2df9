package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/experiment"
	"lacuna/project"
)

// TestRunOn: the project is saved first; the script of a place can be edited and
// written to a file; Escape closes.
func TestRunOn(t *testing.T) {
	b := newBench(t)
	folder := t.TempDir()
	b.around.Store = func(string) (experiment.Store, error) {
		return project.NewStore(filepath.Join(folder, "study.runs")), nil
	}
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.pick.path = filepath.Join(folder, "study")
	test.Tap(b.inspector.compare.elsewhere)
	b.wait("the page", func() bool { return b.outside != nil })
	p := b.outside
	if p.script.Visible() || p.start.Disabled() || b.frame.bench.Document.File() == "" {
		t.Errorf("in the background: script %v, start %v", p.script.Visible(), !p.start.Disabled())
	}
	p.where.SetSelected("a script for Kubernetes")
	if !p.script.Visible() || !strings.Contains(p.script.Text, "completionMode: Indexed") || !p.start.Disabled() {
		t.Errorf("for Kubernetes:\n%s", p.script.Text)
	}
	p.script.SetText(p.script.Text + "# mine\n")
	if !p.anew.Visible() {
		t.Error("what was edited cannot be written anew")
	}
	b.pick.path = filepath.Join(folder, "job.yaml")
	test.Tap(p.write)
	if len(b.modals) != 1 {
		t.Errorf("%d dialogs after writing", len(b.modals))
	}
	b.press(fyne.KeyEscape)
	if b.outside != nil || len(b.modals) != 0 {
		t.Error("Escape does not close the page")
	}
}
