package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

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
