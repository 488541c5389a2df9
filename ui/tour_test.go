package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/ui/vm"
)

// TestTourLeadsThroughTheWindow: unasked there is none; each step stands beside
// something in sight, within the window and not over what it is about where there is
// room; the rest of the window can be used; Escape ends it.
func TestTourLeadsThroughTheWindow(t *testing.T) {
	b := newBench(t)
	if b.tour.root.Visible() {
		t.Fatal("the tour begins unasked")
	}
	b.showTour()
	b.wait("the sample", func() bool { return b.tour.root.Visible() })
	if b.frame.bench.Document.Data() == nil || b.win.Canvas().Overlays().Top() != nil {
		t.Fatal("the sample is not open, or something is in the way")
	}
	room := b.win.Canvas().Size()
	for i, s := range vm.TourSteps() {
		o := b.tour.target(s.At)
		if o == nil || !o.Visible() || o.Size().Width < 20 {
			t.Fatalf("step %d points at nothing: %s", i+1, s.At)
		}
		card, size := b.tour.card.Position(), b.tour.card.Size()
		if b.tour.title.Text != s.Title || card.X < 0 || card.Y < 0 || card.X+size.Width > room.Width || card.Y+size.Height > room.Height {
			t.Errorf("step %d: %q at %v, %v in %v", i+1, b.tour.title.Text, card, size, room)
		}
		if e := b.tour.edge.Position(); card.X < e.X+o.Size().Width && e.X < card.X+size.Width && card.Y < e.Y+o.Size().Height && e.Y < card.Y+size.Height {
			t.Errorf("step %d: the card covers what it is about", i+1)
		}
		if s.At == string(vm.PatternsPane) {
			b.frame.bench.Selection.SelectPattern(b.frame.bench.Selection.Presence().Patterns()[1].Pattern)
			if b.tour.title.Text != s.Title {
				t.Error("a selection moves the tour")
			}
		}
		test.Tap(b.tour.next)
	}
	if b.tour.root.Visible() {
		t.Error("the tour does not end behind the last step")
	}
	b.showTour() // the sample is open: it begins at once
	test.Tap(b.tour.next)
	test.Tap(b.tour.back)
	if b.tour.title.Text != vm.TourSteps()[0].Title {
		t.Errorf("Back leads to %q", b.tour.title.Text)
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.tour.root.Visible() || b.frame.bench.Selection.Query().Empty() {
		t.Error("Escape does not end the tour, or does more than that")
	}
}

// TestTourCardStaysInSight also in a small window, where it must lie over what it
// is about.
func TestTourCardStaysInSight(t *testing.T) {
	room, card := fyne.NewSize(800, 600), fyne.NewSize(330, 180)
	for _, c := range []struct{ at, size, want fyne.Position }{
		{fyne.NewPos(0, 60), fyne.NewPos(300, 300), fyne.NewPos(308, 68)},
		{fyne.NewPos(450, 60), fyne.NewPos(340, 500), fyne.NewPos(112, 68)},
		{fyne.NewPos(0, 60), fyne.NewPos(800, 500), fyne.NewPos(462, 372)},
		{fyne.NewPos(700, 4), fyne.NewPos(90, 30), fyne.NewPos(470, 42)},
	} {
		if got := cardPlace(c.at, fyne.NewSize(c.size.X, c.size.Y), card, room); got != c.want {
			t.Errorf("beside %v, %v: %v, not %v", c.at, c.size, got, c.want)
		}
	}
}
