package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lacuna/charts"
	drawing "lacuna/charts/canvas"
)

// opened is a bench with the data in its panes.
func opened(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.win.Canvas().Capture()
	return b
}

// drag presses, moves and lets go as the driver tells a widget.
func drag(v *figureView, x, from, to float32) {
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, from)}, Button: desktop.MouseButtonPrimary})
	for k := range 5 {
		v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, from+(to-from)*float32(k+1)/5)}})
	}
	v.DragEnd()
}

// region finds a region of a pane.
func (b *bench) region(p *pane, kind drawing.RegionKind, key string) drawing.Rect {
	b.t.Helper()
	i := slices.IndexFunc(p.view.regions, func(r drawing.Region) bool { return r.Kind == kind && r.Key == key })
	if i < 0 {
		b.t.Fatalf("pane %s has no %s %s", p.name, kind, key)
	}
	return p.view.regions[i].Rect
}

// TestDraggingSelects brushes over pane A and over pane B.
func TestDraggingSelects(t *testing.T) {
	b := opened(t)
	on := b.frame.bench.Selection
	a := b.panes[0].view
	body := b.region(b.panes[0], drawing.Body, "")
	x := float32(body.Left + 5)
	drag(a, x, float32(body.Top)-20, float32(body.Bottom)+20)
	if on.Count() != 90 {
		t.Errorf("a brush over all of A selects %d records", on.Count())
	}
	lacking := b.region(b.panes[0], drawing.PatternRow, "10")
	drag(a, x, float32(lacking.Top)+1, float32(lacking.Bottom)-1)
	if got := on.Query().String(); got != "pattern = table" || on.Count() != 30 {
		t.Errorf("a brush over a pattern of A is %s, %d records", got, on.Count())
	}
	drag(a, x, float32(lacking.Top)+1, float32(lacking.Top+lacking.Bottom)/2)
	if n := on.Count(); n < 12 || n > 18 || len(on.Query().Terms) != 2 {
		t.Errorf("a brush over half of it is %s, %d records", on.Query(), n)
	}
	row := b.region(b.panes[1], drawing.PatternRow, "11")
	drag(b.panes[1].view, float32(row.Left)+5, float32(row.Top)+2, float32(row.Top)+12)
	if got := on.Query().String(); got != "pattern = table+image" || on.Count() != 60 {
		t.Errorf("a brush over a row of B is %s, %d records", got, on.Count())
	}
	before := on.Query().String()
	drag(a, x, float32(lacking.Top)+1, float32(lacking.Top)+3)
	if got := on.Query().String(); got == before || on.Count() != 30 {
		t.Errorf("a click of an unsteady hand selects %s", got)
	}
}

// TestEscapeLetsGoOfABrush brings back what was selected before.
func TestEscapeLetsGoOfABrush(t *testing.T) {
	b := opened(t)
	on := b.frame.bench.Selection
	on.SelectLacking("image", true)
	body, v := b.region(b.panes[0], drawing.Body, ""), b.panes[0].view
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, float32(body.Top))}, Button: desktop.MouseButtonPrimary})
	v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, float32(body.Bottom))}})
	if on.Count() != 90 || !on.Sweeping() || !v.band.Visible() {
		t.Errorf("while the brush is dragged %d records are selected", on.Count())
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if on.Count() != 30 || on.Sweeping() || v.band.Visible() {
		t.Errorf("Escape leaves %d records selected", on.Count())
	}
}

// TestPresenceZooms by wheel and keys, and moves along.
func TestPresenceZooms(t *testing.T) {
	b := opened(t)
	v := b.panes[0].view
	shown := func() (first, n int) { return v.scrolled().(*charts.Presence).Zoomed() }
	body := b.region(b.panes[0], drawing.Body, "")
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 10), PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, float32(body.Bottom)-1)}})
	if first, n := shown(); n != 72 || first != 18 {
		t.Errorf("the wheel at the bottom shows %d records from %d", n, first)
	}
	v.TypedRune('+')
	if _, n := shown(); n != 36 {
		t.Errorf("+ shows %d records", n)
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if first, n := shown(); first != 54 || n != 36 {
		t.Errorf("Page Down leads to %d records from %d", n, first)
	}
	b.win.Canvas().Capture()
	overview := b.region(b.panes[0], drawing.Overview, "")
	drag(v, float32(overview.Left)+2, float32(overview.Bottom)-2, float32(overview.Top))
	if first, _ := shown(); first != 0 || b.frame.bench.Selection.Count() != 0 {
		t.Errorf("the overview leads to %d", first)
	}
	v.TypedRune('0')
	if _, n := shown(); n != 90 {
		t.Errorf("0 shows %d records", n)
	}
}

// TestFindGoesThroughWhatIsFound types, steps, and closes by Escape from where
// the keys are.
func TestFindGoesThroughWhatIsFound(t *testing.T) {
	b := opened(t)
	b.find.open()
	test.Type(b.find.field, "r01")
	for _, want := range []string{"r010", "r011"} {
		b.find.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // the first comes before the answer
		b.wait("what is found", func() bool { return !b.frame.bench.Finder.Searching() })
		if title := b.inspector.record.title.Text; title[:4] != want || b.inspector.open() != "Record" {
			t.Errorf("Enter shows %s, want %s", title, want)
		}
	}
	b.win.Canvas().Unfocus()
	b.typedKey(&fyne.KeyEvent{Name: "p"})
	if title := b.inspector.record.title.Text; title[:4] != "r010" {
		t.Errorf("P shows %s", title)
	}
	if !b.frame.bench.Selection.Query().Empty() {
		t.Error("searching selects")
	}
	b.win.Canvas().Focus(b.find.field)
	b.find.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.find.root.Visible() {
		t.Error("Escape does not close the search")
	}
	b.find.open()
	test.Tap(b.find.choose)
	if got := b.frame.bench.Selection.Query().String(); got != "find r01" || b.frame.bench.Selection.Count() != 10 {
		t.Errorf("selected is %s", got)
	}
}

// TestChipsRemoveWords taps one of the words of the selection.
func TestChipsRemoveWords(t *testing.T) {
	b := opened(t)
	b.selectText("image missing and label = ill")
	if b.status.words.Visible() || len(b.status.chips.row.Objects) != 2 {
		t.Fatalf("%d words are shown", len(b.status.chips.row.Objects))
	}
	test.Tap(b.status.chips.row.Objects[1].(*button))
	if got := b.frame.bench.Selection.Query().String(); got != "image missing" {
		t.Errorf("left is %s", got)
	}
	b.editSelection()
	m := b.modals[0]
	m.key(fyne.KeyEscape)
	if len(b.modals) != 0 {
		t.Error("the dialog stays")
	}
	b.frame.bench.Selection.Clear()
	if !b.status.words.Visible() || b.status.chips.root.Visible() {
		t.Error("words of no selection are shown")
	}
}
