package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestFillTab: imputers are scored, looked at and used from the window, without
// any comparison.
func TestFillTab(t *testing.T) {
	b := newBench(t)
	tab := b.inspector.fill
	if tab.content.Visible() || !tab.empty.Visible() || !tab.score.Disabled() {
		t.Error("without data there is something to score")
	}
	test.Tap(b.toolbar.sample)
	b.wait("the sample", func() bool { return b.panes[0].figure != nil })
	b.inspector.choose("Impute")
	f := b.frame.bench.Filling
	for len(f.Choices()) > 1 {
		f.Remove(0)
	}
	f.Fault("Share", "write a number")
	tab.loadForm() // its fields show what holds
	if err := f.Refused(); err != nil {
		t.Errorf("refused for what is not shown: %v", err)
	}
	tab.adder.SetSelected("mean") // behind hot deck
	tab.add()
	test.Tap(tab.score)
	if tab.stop.Disabled() || !tab.score.Disabled() || !strings.Contains(tab.progress.Text, "of 6") {
		t.Errorf("while it runs: %q", tab.progress.Text)
	}
	b.wait("the scores", func() bool { return !f.Running() })
	if len(tab.scores.Objects) != 5 || !strings.Contains(tab.scores.Objects[2].(*quotable).Text, "downstream: accuracy 0.") || tab.finding.Text == "" || tab.progress.Visible() {
		t.Errorf("%d scores, %q", len(tab.scores.Objects), tab.finding.Text)
	}
	if _, r := f.Trials(); r.Best == f.Choices()[0].Name || tab.use.which.Selected != r.Best {
		t.Errorf("proposed is %s, the best is %s", tab.use.which.Selected, r.Best)
	}
	tab.chart()
	if len(b.frame.modals) != 1 {
		t.Fatal("no chart of the scores")
	}
	b.frame.modals[0].key(fyne.KeyEscape)
	test.Tap(tab.use.look)
	b.wait("what was made", func() bool { return len(b.frame.modals) > 0 })
	b.frame.modals[0].key(fyne.KeyEscape)
	if len(b.frame.modals) > 0 {
		t.Error("Escape leaves it open")
	}
	folder := filepath.Join(t.TempDir(), "filled")
	b.pick.path = folder
	test.Tap(tab.use.write)
	b.wait("the files", func() bool {
		_, err := os.Stat(filepath.Join(folder, "labels.csv"))
		return err == nil && !f.Running()
	})
}
