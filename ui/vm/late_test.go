package vm

import (
	"testing"

	"lacuna/charts/canvas"
)

// TestChartsFollowTheOrderOfPatterns: a chart that is made beside is made anew when
// the order of patterns changes, as D's rows are B's.
func TestChartsFollowTheOrderOfPatterns(t *testing.T) {
	k := compared(t)
	k.Display.SetView(StrataPane, "with patterns")
	made := func() canvas.Figure {
		var f canvas.Figure
		k.wait("the chart", func() bool {
			f, _ = k.Scene.Figure(StrataPane)
			return f != nil && !k.Scene.late.making
		})
		return f
	}
	before := made()
	if made() != before {
		t.Fatal("a chart is made anew for nothing")
	}
	for _, title := range k.Display.Views(PatternsPane) {
		k.Display.Choose(PatternsPane, title)
		if k.Display.View(PatternsPane).Rows != "" && made() == before {
			t.Errorf("%s: the chart is that of before", title)
		}
	}
}
