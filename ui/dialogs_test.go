package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/experiment"
	"lacuna/project"
	"lacuna/ui/vm"
)

// ran is a window whose sample has been compared.
func ran(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	for len(b.frame.bench.Setup.Spec().Methods) > 1 {
		b.frame.bench.Setup.RemoveMethod(1)
	}
	b.frame.bench.Setup.SetSeeds(1)
	b.run()
	b.wait("the comparison", b.frame.bench.Settled)
	return b
}

func (b *bench) press(name fyne.KeyName) { b.typedKey(&fyne.KeyEvent{Name: name}) }

func TestUnsavedStudiesAreAskedAboutOnce(t *testing.T) {
	b := ran(t)
	before := b.frame.bench.Document.Data()
	b.adopt(&vm.Loaded{Data: small(t)})
	if len(b.modals) != 1 || b.frame.bench.Document.Data() != before {
		t.Fatalf("%d questions before an unsaved study is left", len(b.modals))
	}
	b.press(fyne.KeyEscape)
	if len(b.modals) != 0 || b.frame.bench.Document.Data() != before {
		t.Error("Escape does not keep the study")
	}
	b.pick.path = filepath.Join(t.TempDir(), "study")
	b.adopt(&vm.Loaded{Data: small(t)})
	b.press(fyne.KeyReturn) // save, then open
	b.wait("the other data", func() bool { return b.frame.bench.Document.Data() != before })
	b.wait("the plan", b.frame.bench.Settled)
	if len(b.modals) != 0 || b.frame.bench.Document.Dirty() {
		t.Errorf("%d more questions", len(b.modals))
	}
	b.adopt(&vm.Loaded{Data: small(t)})
	if len(b.modals) != 0 {
		t.Error("a question where nothing would be lost")
	}
	b.wait("the plan", b.frame.bench.Settled)
}

func TestRunningComparisonsAreAskedAbout(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.run()
	b.wait("the start", b.frame.bench.Comparison.Running)
	b.adopt(&vm.Loaded{Data: small(t)})
	if len(b.modals) != 1 || !b.frame.bench.Comparison.Running() {
		t.Fatal("a running comparison is left without a question")
	}
	b.press(fyne.KeyReturn)
	if b.frame.bench.Comparison.Running() {
		t.Error("it still runs")
	}
	b.wait("the end", b.frame.bench.Settled)
}

// Keys mean the same whatever has the focus.
func TestKeysReachTheWindow(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	for _, w := range []fyne.Focusable{b.inspector.compare.adder.fill, b.toolbar.save, b.panes[0].choice} {
		b.frame.bench.Selection.SelectLacking("image", true)
		b.win.Canvas().Focus(w)
		w.TypedRune('n')
		if got := b.frame.bench.Selection.Position(); got != "2 of 30 selected" {
			t.Errorf("N on %T leads to %q", w, got)
		}
		w.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if !b.frame.bench.Selection.Query().Empty() || b.win.Canvas().Focused() != nil {
			t.Errorf("Escape on %T does not clear the selection", w)
		}
	}
}

func TestUndoByKey(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.toggleMaximised(b.panes[3])
	b.frame.bench.Undo()
	if b.maximised != nil {
		t.Error("a maximised pane is not taken back")
	}
	b.frame.bench.Redo()
	if b.maximised != b.panes[3] {
		t.Error("it is not done again")
	}
	b.frame.bench.Undo()
	b.frame.bench.Selection.SelectLacking("image", true)
	for _, m := range b.menu.Items {
		for _, i := range m.Items {
			if strings.HasPrefix(i.Label, "Undo") {
				i.Action()
			}
		}
	}
	if !b.frame.bench.Selection.Query().Empty() {
		t.Error("Undo of the menu does nothing")
	}
}

// What is shown in a field is what would be run, or nothing is run.
func TestOutOfBoundsRefusesTheRun(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.wait("the plan", b.frame.bench.Settled)
	entry := b.inspector.compare.protocol.whole("Repetitions", 3, 1, 1, 100, b.frame.bench.Setup.SetSeeds)
	field, fault := firstEntry(entry)
	field.SetText("1e9")
	if b.frame.bench.CanRun() || !b.toolbar.run.Disabled() || !fault.Visible() {
		t.Errorf("1e9 repetitions can be run; the field says %q", fault.Text)
	}
	if test.Tap(b.toolbar.run); b.frame.bench.Comparison.Running() {
		t.Error("they run")
	}
	field.SetText("2")
	b.wait("the plan", b.frame.bench.Settled)
	if !b.frame.bench.CanRun() || b.frame.bench.Setup.Spec().Seeds != 2 {
		t.Errorf("2 repetitions: %v, %d", b.frame.bench.Setup.Refused(), b.frame.bench.Setup.Spec().Seeds)
	}
}

// Keys of the menu change nothing behind a dialog, and work again after it.
func TestMenuKeysWaitForDialogs(t *testing.T) {
	b := ran(t)
	view := b.menu.Items[4]
	maximise := view.Items[0].Action
	tabs := view.Items[5].ChildMenu.Items
	b.showKeys()
	maximise()
	tabs[5].Action()
	if b.maximised != nil || b.inspector.open() == "Log" {
		t.Errorf("behind a dialog: maximised %v, tab %s", b.maximised != nil, b.inspector.open())
	}
	b.press(fyne.KeyEscape)
	maximise()
	tabs[5].Action()
	if b.maximised == nil || b.inspector.open() != "Log" {
		t.Errorf("after it: maximised %v, tab %s", b.maximised != nil, b.inspector.open())
	}
}

// Ctrl+Z in a field of a dialog takes back what was typed there.
func TestUndoInAFieldOfADialog(t *testing.T) {
	b := newBench(t)
	input := newField("", nil)
	b.modal("Name it", input, fyne.NewSize(300, 120), answer{words: "Close"})
	b.win.Canvas().Focus(input)
	test.Type(input, "clinic")
	b.menu.Items[2].Items[0].Action()
	if input.Text == "clinic" {
		t.Error("Undo does nothing in the field")
	}
}

// A comparison that runs can be left to a program in the background: the project
// is saved, and that program is asked to run it.
func TestLeftRunning(t *testing.T) {
	b := newBench(t)
	folder := t.TempDir()
	b.around.Program = filepath.Join(folder, "no-such-program")
	b.around.Store = func(string) (experiment.Store, error) {
		return project.NewStore(filepath.Join(folder, "study.runs")), nil
	}
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.wait("the plan", b.frame.bench.Settled)
	b.run()
	b.wait("the start", b.frame.bench.CanLeaveRunning)
	gone := false
	b.leaving(closing(), func() { gone = true })
	b.pick.path = filepath.Join(folder, "study")
	if len(b.modals) != 1 || len(b.modals[0].answers) != 3 {
		t.Fatal("it cannot be left running")
	}
	b.modals[0].give(1)
	b.wait("the word of the program", func() bool { said, failed := b.frame.bench.Away.Said(); return said != "" && failed })
	if gone || b.frame.bench.Comparison.Running() || b.frame.bench.Document.File() == "" {
		t.Errorf("without a program: gone %v, running %v, file %q", gone, b.frame.bench.Comparison.Running(), b.frame.bench.Document.File())
	}
	b.wait("the end", b.frame.bench.Settled)
}
