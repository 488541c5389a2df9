package vm

import (
	"math"
	"strings"
	"testing"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
)

// TestColumnsInPlaceOfModalities opens a table in pane A, in which every tenth
// cell of y is missing; what is pressed selects by columns; undo, the project
// and the command know it.
func TestColumnsInPlaceOfModalities(t *testing.T) {
	k := newDesk(t)
	table := k.data.Blocks[1]
	for i := 1; i < 120; i += 10 { // 12 of the 90 records that have an image
		table.Numbers.Set(i, 1, math.NaN())
	}
	k.Show(k.data)
	d := k.Display
	if name, ok := d.TableOf("columns of image"); !ok || name != "image" || d.Asks("image") {
		t.Fatalf("the choices are %v", d.Views(PresencePane))
	}
	d.ShowColumns(charts.Columns{Table: "image"})
	f, err := k.Scene.Figure(PresencePane)
	if err != nil {
		t.Fatal(err)
	}
	if k.Scene.Heading(PresencePane) != "Columns of image" || !strings.HasPrefix(f.Title(), "y is missing in 13") {
		t.Errorf("%s: %s", k.Scene.Heading(PresencePane), f.Title())
	}
	k.Scene.Press(canvas.Region{Kind: canvas.ColumnHead, Key: "image.y"}, false)
	if got := k.Selection.Query().String(); got != "image.y missing" || k.Selection.Count() != 30+12 {
		t.Errorf("the head selects %d records by %q", k.Selection.Count(), got)
	}
	if k.Selection.stratumBits() == nil {
		t.Error("records without a column are no stratum of their own")
	}
	for _, r := range f.Draw(canvas.Measuring(456, 370), canvas.Light()) {
		if (r.Kind == canvas.ColumnHead || r.Kind == canvas.ColumnsRow) && (k.Scene.Quote(r) == "" || k.Scene.Hint(r) == "") {
			t.Errorf("%s %s says nothing", r.Kind, r.Key)
		}
	}
	k.Scene.Press(canvas.Region{Kind: canvas.ColumnsRow, Key: "10"}, false)
	if got := k.Selection.Query().String(); got != "image.y missing and image.x present" || k.Selection.Count() != 12 {
		t.Errorf("a row selects %d records by %q", k.Selection.Count(), got)
	}
	k.brushRow(f.(*charts.Presence), "10")
	saved := d.saved(k.Comparison.Study())
	if saved.Columns != "image" {
		t.Errorf("the project keeps %q", saved.Columns)
	}
	d.ShowColumns(charts.Columns{})
	if k.Undo(); d.Columns().Table != "image" {
		t.Error("going back is not taken back")
	}
	d.columns = charts.Columns{Table: "smell"} // of a project of other data
	if d.Columns().Table != "" || k.Scene.Heading(PresencePane) != "Presence" {
		t.Error("columns are shown of a table that there is not")
	}
}

// brushRow drags over the records of a pattern of columns, which are found by a
// query of columns, too.
func (k *desk) brushRow(m *charts.Presence, pattern string) {
	k.t.Helper()
	l := m.Layout(456, 370, canvas.Light())
	first, last := -1, -1
	for _, i := range m.Stands() {
		if m.ColumnPattern(int(i)) == dataset.Pattern(pattern) {
			if last = int(i); first < 0 {
				first = int(i)
			}
		}
	}
	top, _ := l.Extent(first)
	_, bottom := l.Extent(last)
	b := k.Scene.Brush(m, 456, 370, top+0.01, canvas.Light(), nil)
	b.To(bottom-0.01, BrushReplace)
	b.Drop()
	if got := k.Selection.Query().String(); k.Selection.Count() != 12 || !strings.Contains(got, "image.y missing") {
		k.t.Errorf("a brush selects %d records by %q", k.Selection.Count(), got)
	}
}
