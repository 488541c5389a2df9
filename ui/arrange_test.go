package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	drawing "lacuna/charts/canvas"
)

func (b *bench) resize(width, height float32) {
	b.win.Resize(fyne.NewSize(width, height))
	b.drain()
}

// drain runs what has come to the event goroutine.
func (b *bench) drain() {
	for {
		select {
		case f := <-b.queue:
			f()
		default:
			return
		}
	}
}

// inside fails unless an object is in sight as a whole.
func (b *bench) inside(what string, o fyne.CanvasObject) {
	b.t.Helper()
	at, window := place(o), b.win.Canvas().Size()
	if !o.Visible() || at[0] < 0 || at[1] < 0 || at[0]+at[2] > int(window.Width) || at[1]+at[3] > int(window.Height) || at[2] < 1 {
		b.t.Errorf("%s is at %v of a window of %v, visible: %v", what, at, window, o.Visible())
	}
}

// Every pane, the methods and Compare can be reached at every size.
func TestEverythingIsReachable(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	cases := []struct {
		width, height float32
		side          bool        // shown unasked
		without, with arrangement // the inspector
	}{
		{800, 600, false, beside, single},
		{853, 533, false, beside, single},
		{1024, 700, false, inGrid, above},
		{1280, 800, true, inGrid, inGrid},
		{1920, 1080, true, inGrid, inGrid},
	}
	for _, c := range cases {
		b.side = ""
		b.resize(c.width, c.height)
		if got := b.outer.Trailing.Visible(); got != c.side {
			t.Errorf("%v×%v shows the inspector: %v", c.width, c.height, got)
		}
		for range 2 {
			test.Tap(b.toolbar.side)
			b.drain()
			want := c.without
			if b.outer.Trailing.Visible() {
				want = c.with
				b.inside("Compare in the inspector", b.inspector.compare.run)
			}
			if b.arranged.now != want {
				t.Errorf("%v×%v, inspector %v: arrangement %d, want %d", c.width, c.height, b.outer.Trailing.Visible(), b.arranged.now, want)
			}
			b.inside("the inspector's button", b.toolbar.side)
			for _, p := range b.panes {
				b.arranged.open(p)
				b.inside("pane "+p.letter, p.root)
			}
		}
	}
}

func TestF6OpensShelves(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.resize(800, 600)
	for _, want := range []int{0, 1, 0} {
		b.typedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
		if !b.panes[want].view.focused || !b.panes[want].root.Visible() {
			t.Errorf("pane %s has no keys, or is not in sight", b.panes[want].name)
		}
	}
}

// Rows without room are scrolled to, by wheel, keys and a click on their count.
func TestRowsScroll(t *testing.T) {
	b := ran(t)
	b.resize(1280, 700)
	b.arranged.right.SetOffset(0.7)
	v := b.panes[3].view
	top := func() string {
		b.win.Canvas().Capture()
		return v.rows()[0].Key
	}
	first := top()
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -1}})
	second := top()
	if second == first {
		t.Fatalf("the wheel leaves %s at the top", first)
	}
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: 1}})
	if top() != first {
		t.Error("the wheel does not lead back")
	}
	for range 30 {
		v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		b.win.Canvas().Capture()
	}
	if last := v.rows()[v.cursor]; v.from == 0 || last.Kind != drawing.StratumRow || v.cursor != len(v.rows())-1 {
		t.Errorf("Down ends on row %d from %d", v.cursor, v.from)
	}
	b.tap(b.panes[3], drawing.OtherRows, "")
	if top() != first {
		t.Errorf("a click on what is left leads from the end to %s", top())
	}
}

// TestStripsAreKept finds the pane in front of each strip again.
func TestStripsAreKept(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.resize(800, 600)
	b.arranged.first.strip.choose(1)
	b.keepLayout()
	b.arranged.first.strip.choose(0)
	b.restoreLayout()
	if !b.panes[1].root.Visible() || b.panes[0].root.Visible() || b.arranged.first.strip.at != 1 {
		t.Errorf("tab %d of the strip is in front", b.arranged.first.strip.at)
	}
}
