package vm

import (
	"slices"
	"strings"
	"testing"
)

// TestTourPointsAtThings: each step names something that the window has, says one
// thing, and names no flag.
func TestTourPointsAtThings(t *testing.T) {
	steps := TourSteps()
	if n := len(steps); n < 5 || n > 8 {
		t.Errorf("%d steps", n)
	}
	seen := map[string]bool{}
	for _, s := range steps {
		if known := slices.Contains(Panes(), Pane(s.At)) || slices.Contains([]string{CompareCommand, SaveCommand, RecordTab}, s.At); !known || seen[s.At] {
			t.Errorf("step %q points at %q", s.Title, s.At)
		}
		seen[s.At] = true
		if n := len(strings.Fields(s.Words)); n < 8 || n > 50 || InWindow(s.Words) != s.Words || strings.Contains(s.Words, "--") {
			t.Errorf("step %q has %d words: %s", s.Title, n, s.Words)
		}
	}
	for _, p := range Panes() {
		if !seen[string(p)] {
			t.Errorf("no step shows pane %s", p)
		}
	}
}

func TestTourGoesOnBackAndEnds(t *testing.T) {
	var tour Tour
	tour.Go(1)
	if _, _, _, ok := tour.Step(); ok {
		t.Error("it begins unasked")
	}
	tour.Begin()
	tour.Go(-1)
	if _, at, _, ok := tour.Step(); !ok || at != 1 {
		t.Errorf("before the first step there is %d", at)
	}
	for i := range TourSteps() {
		if _, at, _, ok := tour.Step(); !ok || at != i+1 {
			t.Fatalf("step %d is %d", i+1, at)
		}
		tour.Go(1)
	}
	if _, _, _, ok := tour.Step(); ok {
		t.Error("it does not end behind the last step")
	}
}
