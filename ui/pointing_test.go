package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	drawing "lacuna/charts/canvas"
)

// TestPointingIsShared points at a pattern in B: A rings it as well, nothing is
// selected, and away from it the ring is gone.
func TestPointingIsShared(t *testing.T) {
	b := opened(t)
	row := b.region(b.panes[1], drawing.PatternRow, "10")
	at := fyne.NewPos(float32(row.Left+row.Right)/2, float32(row.Top+row.Bottom)/2)
	b.panes[1].view.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	there := b.region(b.panes[0], drawing.PatternRow, "10")
	echo := b.panes[0].view.echo
	if !echo.Visible() || echo.Position().Y > float32(there.Top)+0.5 || echo.Size().Height < float32(there.Height())-1 {
		t.Errorf("A rings %v %v %v, the pattern is at %v", echo.Visible(), echo.Position(), echo.Size(), there)
	}
	if n := b.frame.bench.Selection.Count(); n != 0 {
		t.Errorf("pointing selects %d records", n)
	}
	b.panes[1].view.MouseOut()
	if echo.Visible() {
		t.Error("the ring stays")
	}
}
