package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// A row of a list lights up where the pointer is, on its words as well.
func TestRowsLightUp(t *testing.T) {
	app := test.NewTempApp(t)
	list := newRowList(func() int { return 3 }, newJobRow, func(i int, o fyne.CanvasObject) {
		o.(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*clipped).SetText("a job")
	})
	w := app.NewWindow("")
	w.SetContent(list)
	w.Resize(fyne.NewSize(300, 300))
	lit := func() (rows []int) {
		k := 0
		for _, o := range list.rows.Objects {
			if _, ok := o.(desktop.Hoverable); !ok {
				continue // what stands between rows
			}
			if test.WidgetRenderer(o.(fyne.Widget)).Objects()[0].Visible() {
				rows = append(rows, k)
			}
			k++
		}
		return rows
	}
	high := list.rows.Objects[0].Size().Height
	for k := range 3 {
		middle := float32(k)*(high+5) + high/2
		for _, y := range []float32{middle, middle + 4} {
			test.MoveMouse(w.Canvas(), fyne.NewPos(80, y))
			if got := lit(); !slices.Equal(got, []int{k}) {
				t.Errorf("on the words of row %d, rows %v are lit", k, got)
			}
		}
	}
	if list.lit == nil {
		t.Error("the pointer was on no words")
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(80, 299))
	if got := lit(); len(got) > 0 {
		t.Errorf("rows %v stay lit", got)
	}
}
