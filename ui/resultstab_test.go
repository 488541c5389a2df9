package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/ui/vm"
)

// Comparing opens the results, whose words are in sight as a whole, and whose
// list has every job.
func TestResultsAreInSight(t *testing.T) {
	b := ran(t)
	if b.inspector.open() != "Results" {
		t.Errorf("%s is open after comparing", b.inspector.open())
	}
	r := b.inspector.results
	if r.verdict.Text != b.frame.bench.Comparison.Verdict() || r.verdict.Size().Height < r.verdict.MinSize().Height {
		t.Errorf("%q at %v of %v", r.verdict.Text, r.verdict.Size(), r.verdict.MinSize())
	}
	b.inside("the result", r.verdict)
	if n := len(b.frame.bench.Comparison.Jobs()); n == 0 || len(r.jobs) != n || !strings.Contains(r.summary.Text, "done") {
		t.Errorf("%d of %d jobs, summed up as %q", len(r.jobs), n, r.summary.Text)
	}
	test.Tap(r.copy)
	if b.app.Clipboard().Content() != r.verdict.Text {
		t.Error("the result is not copied")
	}
	r.chosen(0)
	if len(b.modals) != 1 {
		t.Fatal("a job that is chosen shows nothing")
	}
	b.modals[0].key("Escape")
}

// Results of another set-up are marked in D, with a button that compares again.
func TestCompareAgainInThePane(t *testing.T) {
	b := ran(t)
	d := b.panes[3]
	if d.warning.Visible() {
		t.Fatalf("fresh results are marked: %s", d.stale.Text)
	}
	b.frame.bench.Setup.SetSeeds(2)
	b.wait("the plan", func() bool { return !b.frame.bench.Setup.Planning() })
	if !d.warning.Visible() || d.again.Disabled() || b.toolbar.run.Text != "Compare again" {
		t.Fatalf("visible %v, off %v, toolbar %q", d.warning.Visible(), d.again.Disabled(), b.toolbar.run.Text)
	}
	test.Tap(d.again)
	b.wait("the comparison", b.frame.bench.Settled)
	if d.warning.Visible() || len(b.frame.bench.Comparison.Study().Runs) != 6 {
		t.Errorf("after comparing again: marked %v, %d runs", d.warning.Visible(), len(b.frame.bench.Comparison.Study().Runs))
	}
}

// Where there can be no comparison the reason stands below Compare.
func TestTheReasonStandsBesideCompare(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	if b.toolbar.why.Visible() {
		t.Fatalf("a reason without need: %s", b.toolbar.why.Text)
	}
	height := b.toolbar.root.MinSize().Height
	for len(b.frame.bench.Setup.Spec().Methods) > 0 {
		b.frame.bench.Setup.RemoveMethod(0)
	}
	b.wait("the plan", func() bool { return !b.frame.bench.Setup.Planning() })
	if !b.toolbar.run.Disabled() || !b.toolbar.why.Visible() || !strings.Contains(b.toolbar.why.Text, "at least one method") {
		t.Errorf("off %v, reason %q", b.toolbar.run.Disabled(), b.toolbar.why.Text)
	}
	b.win.Content().Refresh()
	b.inside("the reason", b.toolbar.why)
	if after := b.toolbar.root.MinSize().Height; after != height {
		t.Errorf("the reason moves all panes down by %v", after-height)
	}
}

// A job that waits or runs can be cancelled in the list.
func TestJobRows(t *testing.T) {
	b := ran(t)
	r := b.inspector.results
	row := newJobRow()
	for state, want := range map[vm.State]string{vm.Failed: "failed: no room", vm.Kept: "stored earlier", vm.Cancelled: "cancelled"} {
		r.jobs = []vm.JobState{{Label: "a", State: state, Message: "no room"}}
		r.showRow(0, row)
		if got := rowWords(row); got != want {
			t.Errorf("a row of %s says %q", state, got)
		}
	}
}

func rowWords(o fyne.CanvasObject) string {
	return o.(*fyne.Container).Objects[0].(*fyne.Container).Objects[1].(*clipped).Text
}

// A chart that needs a stress test says so once, and there is nothing to export.
func TestAnEmptyChartSaysWhyOnce(t *testing.T) {
	b := ran(t)
	d := b.panes[3]
	b.frame.bench.Display.SetView(vm.StrataPane, "degradation")
	b.wait("the reason", func() bool { return strings.Contains(d.ghost.Text, "“Stress test”") })
	if d.finding.Visible() || !d.export.Disabled() || d.view.Visible() {
		t.Errorf("headline %v %q, in the pane %q", d.finding.Visible(), d.finding.Text, d.ghost.Text)
	}
	b.frame.bench.Display.SetView(vm.StrataPane, "by stratum")
	b.wait("the chart", func() bool { return d.view.Visible() })
	if !d.finding.Visible() || d.export.Disabled() || !d.view.Visible() {
		t.Error("the chart does not come back")
	}
}
