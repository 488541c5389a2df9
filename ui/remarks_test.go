package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/ui/vm"
)

// A remark is in sight as a whole, however long it is.
func TestRemarksAreNotCut(t *testing.T) {
	b := newBench(t)
	list := newRemarkList(b.frame, nil)
	list.show([]dataset.Problem{{What: "short"}, {What: strings.Repeat("a remark of many words ", 12)}})
	b.modal("Remarks", list.root, fyne.NewSize(500, 400), answer{words: "Close"})
	var heights []float32
	for i := range list.remarks {
		row := list.newRow().(*fyne.Container)
		row.Resize(fyne.NewSize(450, 30))
		list.showRow(i, row)
		label := row.Objects[0].(*clipped)
		if label.Truncation != fyne.TextTruncateOff {
			t.Errorf("%q is cut", label.Text)
		}
		heights = append(heights, label.MinSize().Height)
	}
	if heights[1] < 2*heights[0] {
		t.Errorf("rows of %v", heights)
	}
}

// Escape ends a reading, which then shows nothing, and leaves no dialog.
func TestEscapeCancelsReading(t *testing.T) {
	b := newBench(t)
	b.read(func(ctx context.Context) (*vm.Loaded, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(*vm.Loaded) { t.Error("what was cancelled is shown") }, func(err error) { t.Error(err) })
	b.press(fyne.KeyReturn) // answers nothing
	if len(b.modals) != 1 {
		t.Fatalf("%d dialogs while reading", len(b.modals))
	}
	b.press(fyne.KeyEscape)
	b.wait("the end of the reading", func() bool { return !b.reading })
	if len(b.modals) != 0 {
		t.Error("the dialog stays")
	}
}

// A remark of the preview leads to the cell of the table that it speaks of, where
// it can be changed; one of an open dataset selects the records that it names.
func TestRemarksLeadToWhatTheySpeakOf(t *testing.T) {
	b, _, p := previewed(t)
	second := p.model.Document().Data.Blocks[1].Modality
	p.remarks.show([]dataset.Problem{
		{File: second.Source, Column: second.Columns[0], What: "it may be", Done: "--missing 'a=9' makes them missing"},
		{File: "labels.csv", What: "odd"},
	})
	if p.link(1) != nil {
		t.Error("a link leads to no modality")
	}
	p.link(0)()
	if got := p.table.grid.Rows[p.table.chosen.Row][0]; got != second.Name || p.cell.field == nil || !strings.HasPrefix(p.cell.key, "codes:") {
		t.Errorf("the cell of %s is chosen, and %q is asked", got, p.cell.key)
	}
	d := p.model.Document()
	d.Data.Problems = []dataset.Problem{{File: "a.csv", What: "the same as " + d.Data.IDs[4]}}
	p.close()
	b.adopt(d)
	b.wait("the data", func() bool { return b.frame.bench.Document.Data() != nil })
	b.showRemarks()
	var link *button
	b.wait("the link", func() bool {
		for _, o := range test.LaidOutObjects(b.win.Canvas().Overlays().Top()) {
			if l, ok := o.(*button); ok && l.Text == "Show" && l.Visible() {
				link = l
			}
		}
		return link != nil
	})
	test.Tap(link)
	if got := b.frame.bench.Selection.Selected(); len(b.modals) > 0 || len(got) != 1 || got[0] != 4 {
		t.Errorf("selected are %v", got)
	}
}
