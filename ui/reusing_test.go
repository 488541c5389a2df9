package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/experiment"
)

// TestReuse: other data are asked for, shown in the preview, and set up like those
// before; what does not fit is listed.
func TestReuse(t *testing.T) {
	b := newBench(t)
	if b.reuse(); len(b.modals) != 1 || b.frame.bench.Document.Data() != nil {
		t.Fatal("nothing open, nothing said")
	}
	b.modals[0].give(0)
	b.openSample()
	b.wait("the data", func() bool { return b.frame.bench.Document.Data() != nil })
	b.frame.bench.Setup.SetSeeds(7)
	b.frame.bench.Setup.SetSplit(experiment.SplitSpec{Kind: experiment.LeaveOut, Column: "site"})
	other := *small(t)
	other.Name = "other"
	b.around.Open = func(context.Context, []string, dataset.Import) (*dataset.Dataset, error) { return &other, nil }
	b.pick.path = "/data/other"
	b.reuse()
	b.modals[0].give(2)
	b.wait("the preview", func() bool { return b.previewing != nil })
	test.Tap(b.previewing.open)
	b.wait("what did not fit", func() bool { return b.frame.bench.Document.Data().Name == "other" && len(b.modals) == 1 })
	spec := b.frame.bench.Setup.Spec()
	if spec.Seeds != 7 || spec.Split.Kind != experiment.Holdout {
		t.Errorf("set up: %+v", spec)
	}
	if said := b.status.words.Text; !strings.Contains(said, "taken over for other") {
		t.Errorf("the status says %q", said)
	}
}
