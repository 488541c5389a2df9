package ui

import (
	"testing"
	"time"

	"lacuna/ui/vm"
)

// What was done is told for a while; then, or before what is done next, the line
// says again what is selected. A hint of the pointer stays while it is there.
func TestNewsPass(t *testing.T) {
	b := opened(t)
	var late []func()
	b.around.After = func(_ time.Duration, f func()) { late = append(late, f) }
	pass := func() {
		for _, f := range late {
			f()
		}
		late = nil
		b.drain()
	}
	b.copy("1", "the number")
	if b.status.words.Text != "Copied the number." {
		t.Fatalf("it says %q", b.status.words.Text)
	}
	if pass(); b.status.words.Text != b.frame.bench.Selection.Words() {
		t.Errorf("after a while it still says %q", b.status.words.Text)
	}
	b.copy("1", "the number")
	if b.frame.bench.Selection.SelectLacking("image", true); b.status.hinted != "" {
		t.Errorf("after a selection it still says %q", b.status.hinted)
	}
	b.copy("1", "the number")
	b.status.hint("what the pointer is on")
	if pass(); b.status.hinted != "what the pointer is on" {
		t.Errorf("the hint has gone: %q", b.status.hinted)
	}
}

// Whichever way a part is chosen, the menu bar marks the one that is shown.
func TestThePartThatIsShownIsMarkedInTheMenuBar(t *testing.T) {
	b := opened(t)
	for _, shown := range []vm.Part{vm.TestPart, vm.TrainPart, vm.AllParts} {
		b.frame.bench.Selection.ShowPart(shown)
		for k, p := range vm.Parts() {
			if item := b.frame.parts.ChildMenu.Items[k]; item.Checked != (p == shown) {
				t.Errorf("with “%s” shown, “%s” is marked: %v", shown.Title(), item.Label, item.Checked)
			}
		}
	}
}
