package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/experiment"
)

// A mask is painted with dots and shares, refused where it cannot be, and taken;
// Undo takes it back.
func TestMaskIsPainted(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.wait("the plan", b.frame.bench.Settled)
	test.Tap(b.inspector.compare.protocol.design)
	page := b.designing
	if page == nil {
		t.Fatal("Design… opens nothing")
	}
	page.model.SetMechanism(experiment.Leaves)
	page.fill()
	counted := func() { b.wait("the counts", func() bool { return !page.model.Counting() }) }
	counted()
	if !strings.Contains(page.finding.Text, "is hidden") || page.take.Disabled() {
		t.Fatalf("the preview says %q", page.finding.Text)
	}
	page.paint.rows[0].percent.SetText("90")
	if !page.take.Disabled() || !strings.Contains(page.paint.sum.Text, "more than 100") || !page.status.Visible() {
		t.Errorf("more than all records get a pattern: %q, %q", page.paint.sum.Text, page.status.Text)
	}
	page.paint.rows[0].percent.SetText("20")
	test.Tap(page.paint.rows[0].dots[0])
	if !page.paint.rows[0].wrong.Visible() {
		t.Error("a pattern that hides nothing is taken")
	}
	test.Tap(page.paint.rows[0].dots[0])
	counted()
	before := b.frame.bench.Setup.Spec().Mask.Mechanism
	b.press(fyne.KeyReturn)
	mask := b.frame.bench.Setup.Spec().Mask
	if b.designing != nil || len(b.modals) != 0 || mask.Mechanism != experiment.Leaves || len(mask.Patterns) == 0 {
		t.Fatalf("not taken: %+v", mask)
	}
	b.frame.bench.Undo()
	if got := b.frame.bench.Setup.Spec().Mask.Mechanism; got != before {
		t.Errorf("taken back it is %s", got)
	}
}
