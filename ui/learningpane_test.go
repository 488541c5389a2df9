package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	drawing "lacuna/charts/canvas"
)

// runsOf are the runs of a method that pane C draws lines of.
func runsOf(b *bench, method string) []string {
	b.win.Canvas().Capture()
	var runs []string
	for _, r := range b.panes[2].view.regions {
		if r.Kind == drawing.CurveLine && r.Key == method && r.Sub != "" && !slices.Contains(runs, r.Sub) {
			runs = append(runs, r.Sub)
		}
	}
	return runs
}

// A click on the name of a curve unfolds it into its runs, a key folds it again, and
// smoothing is chosen beside the views that have curves.
func TestCurvesUnfoldByClickAndKey(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	setup := b.frame.bench.Setup
	for len(setup.Spec().Methods) > 0 {
		setup.RemoveMethod(0)
	}
	if err := setup.AddMethod("mean+mlp"); err != nil {
		t.Fatal(err)
	}
	if err := setup.SetField(0, "mlp.epochs", "3"); err != nil {
		t.Fatal(err)
	}
	setup.SetSeeds(2)
	b.run()
	b.wait("the comparison", b.frame.bench.Settled)
	if got := runsOf(b, "mean+mlp"); len(got) != 0 {
		t.Fatalf("folded, there are lines of %v", got)
	}
	c := b.panes[2]
	b.tap(c, drawing.CurveName, "mean+mlp")
	if got := runsOf(b, "mean+mlp"); len(got) != 2 {
		t.Errorf("after a click there are lines of %v, want those of 2 runs", got)
	}
	i := slices.IndexFunc(c.view.regions, func(r drawing.Region) bool { return r.Kind == drawing.CurveLine })
	c.view.encircle(c.view.regions[i])
	if at := slices.IndexFunc(c.view.regions, func(r drawing.Region) bool { return r.Kind == drawing.CurveName }); float64(c.view.ring.Position().Y) != float64(float32(c.view.regions[at].Rect.Top)) {
		t.Error("the pointer on a line does not point out its name")
	}
	c.view.FocusGained()
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn} {
		c.view.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if got := runsOf(b, "mean+mlp"); len(got) != 0 {
		t.Errorf("after Enter there are lines of %v", got)
	}
	c.smooth.SetSelected("strong smoothing")
	if got := c.figure.Description().Short; !strings.Contains(got, "strong smoothing") {
		t.Errorf("the chart says %q", got)
	}
	c.choice.SetSelected("attention")
	if !c.smooth.Disabled() {
		t.Error("attention can be smoothed")
	}
	b.frame.bench.Undo()
	b.frame.bench.Undo()
	if c.smooth.Disabled() || c.smooth.Selected != "no smoothing" {
		t.Errorf("undone, %q is chosen", c.smooth.Selected)
	}
}
