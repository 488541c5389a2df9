package ui

import (
	"fyne.io/fyne/v2"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
)

// share tells the other panes which pattern or modality the pointer is on.
func (v *figureView) share(at fyne.Position) {
	r, _ := drawing.At(v.regions, float64(at.X), float64(at.Y), drawing.PatternRow, drawing.ModalityHead)
	v.tell(r)
}

func (v *figureView) tell(r drawing.Region) {
	r.Rect, r.Sub = drawing.Rect{}, ""
	if r == v.shared {
		return
	}
	v.shared = r
	if v.told != nil {
		v.told(r, r.Kind != "")
	}
}

// point draws a ring around what the pointer is on in another pane, wherever it
// is shown here; around nothing where it is not.
func (v *figureView) point(r drawing.Region, over bool) {
	var around drawing.Rect
	found := false
	for _, own := range v.regions {
		if !over || own.Kind != r.Kind || own.Key != r.Key || own.Sub != "" {
			continue
		}
		if !found {
			around, found = own.Rect, true
			continue
		}
		around = drawing.Box(min(around.Left, own.Rect.Left), min(around.Top, own.Rect.Top), max(around.Right, own.Rect.Right), max(around.Bottom, own.Rect.Bottom))
	}
	if !found {
		v.echo.Hide()
		return
	}
	style := v.style()
	c := style.Text
	if !style.High {
		c.A = 0x70
	}
	v.echo.StrokeColor = c
	v.echo.Move(fyne.NewPos(float32(around.Left), float32(around.Top)))
	v.echo.Resize(fyne.NewSize(float32(around.Width()), float32(around.Height())))
	v.echo.Show()
	v.echo.Refresh()
}

// details says what a cell of the presence matrix holds, where it holds only part
// of it.
func (v *figureView) details(at fyne.Position) string {
	m, ok := v.scrolled().(*charts.Presence)
	if !ok || v.detail == nil {
		return ""
	}
	return v.detail(m, v.Size(), at)
}
