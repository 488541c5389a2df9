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
	shiftInTab(t, b)
	folder := filepath.Join(t.TempDir(), "filled")
	b.pick.path = folder
	test.Tap(tab.use.write)
	b.wait("the files", func() bool {
		_, err := os.Stat(filepath.Join(folder, "labels.csv"))
		return err == nil && !f.Running()
	})
}

// shiftInTab types shifts and moves what is filled in by them.
func shiftInTab(t *testing.T, b *bench) {
	t.Helper()
	s, f := b.inspector.fill.use.shift, b.frame.bench.Filling
	typed := s.deltas.Objects[0].(*fyne.Container).Objects[1].(*field)
	typed.SetText("a lot")
	if !s.below.Visible() || !s.try.Disabled() {
		t.Errorf("a lot is a shift: %q", s.below.Text)
	}
	typed.SetText("-1 1")
	test.Tap(s.try)
	if !s.try.Disabled() || b.inspector.fill.stop.Disabled() {
		t.Error("while it runs it can be begun, or not be stopped")
	}
	b.wait("the shifts", func() bool { return !f.Running() })
	if len(s.scores.Objects) != 7 || !s.finding.Visible() || s.below.Visible() {
		t.Fatalf("%d lines, %q", len(s.scores.Objects), s.finding.Text)
	}
	note := s.scores.Objects[2].(*quotable)
	if !strings.Contains(note.Text, "n = ") || !strings.Contains(note.quoted(note), "hidden: 20\u00a0% of single numbers") {
		t.Errorf("%q, copied as %q", note.Text, note.quoted(note))
	}
}
