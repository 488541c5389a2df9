package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// The row that chooses whose difference is shown stays within a tight pane: the names
// yield, and the words and the field behind them are whole.
func TestDuelKeepsWithinItsPane(t *testing.T) {
	b := opened(t)
	v := b.panes[slices.IndexFunc(b.panes, func(p *pane) bool { return p.duel != nil })].duel
	names := []string{"softimpute+logistic", "hotdeck+logistic"}
	v.a.Options, v.a.Selected, v.b.Options, v.b.Selected = names, names[0], names, names[1]
	v.unit.SetText("points")
	wide := float32(0)
	for _, o := range v.row.Objects {
		wide += o.MinSize().Width + v.gap()
	}
	for _, width := range []float32{wide, wide - 40, v.row.MinSize().Width} {
		v.row.Resize(fyne.NewSize(width, v.row.MinSize().Height))
		end := float32(0)
		for _, o := range v.row.Objects {
			if o.Position().X < end {
				t.Errorf("in %g two things overlap at %g", width, end)
			}
			end = o.Position().X + o.Size().Width
			names := slices.Contains([]fyne.CanvasObject{v.a, v.b}, o)
			if whole := o.Size().Width >= o.MinSize().Width; !whole && (!names || width == wide) {
				t.Errorf("in %g %T has %g of %g", width, o, o.Size().Width, o.MinSize().Width)
			}
		}
		if end > width+0.5 {
			t.Errorf("the row ends at %g of %g", end, width)
		}
	}
}
