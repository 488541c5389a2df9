package format

import (
	"runtime/debug"
	"testing"
)

// The least of what large datasets ask for counts, and the usual measure comes
// back after the last of them, in whatever order they go.
func TestMeasures(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	now := func() int {
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return percent
	}
	m := measures{percent: map[int]int{}}
	first := m.take(40)
	second := m.take(7)
	if now() != 7 {
		t.Errorf("%d %%, want 7", now())
	}
	m.giveBack(second)
	if now() != 40 {
		t.Errorf("%d %%, want 40", now())
	}
	third := m.take(200)
	m.giveBack(first)
	if now() != 100 {
		t.Errorf("%d %%, want the usual 100", now())
	}
	m.giveBack(third)
	if now() != 100 {
		t.Errorf("%d %%, want 100", now())
	}
}
