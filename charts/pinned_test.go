package charts

import (
	"slices"
	"testing"

	"lacuna/charts/canvas"
)

// TestPinnedStratum: the selected stratum is in sight wherever its rows are
// scrolled to, once, and every other row can still be reached.
func TestPinnedStratum(t *testing.T) {
	for _, chart := range []string{"strata", "difference"} {
		in := fixture(400, []string{"table", "image", "audio", "text"}, []string{"a", "b"})
		in.Pinned, in.Picked = "complete", map[string]int{"complete": 7}
		f := figure(t, chart, in).(Patterned)
		reached := map[string]bool{}
		for k := range f.Rows() {
			_, regions := canvas.Render(f.From(k), 456, 300, 1, canvas.Light(), nil)
			var keys []string
			for _, r := range regions {
				if r.Kind == canvas.StratumRow {
					keys = append(keys, r.Key)
					reached[r.Key] = true
				}
			}
			at := slices.Index(keys, "complete")
			if at < 0 || slices.Contains(keys[at+1:], "complete") || at > 0 && k > 1 {
				t.Fatalf("%s from row %d shows %v", chart, k, keys)
			}
		}
		if len(reached) != f.Rows() {
			t.Errorf("%s: %d of %d rows can be reached", chart, len(reached), f.Rows())
		}
	}
}

// TestPatternsAndStrataShareRows: what is a pattern in one is found in the other.
func TestPatternsAndStrataShareRows(t *testing.T) {
	in := fixture(400, []string{"table", "image", "audio"}, []string{"a", "b"})
	patterns, strata := figure(t, "patterns", in).(Patterned), figure(t, "strata", in).(Patterned)
	found := 0
	for k := range patterns.Rows() {
		p := patterns.PatternAt(k)
		if patterns.RowOf(p) != k {
			t.Errorf("pattern %s is in row %d, not %d", p, patterns.RowOf(p), k)
		}
		if row := strata.RowOf(p); row >= 0 {
			found++
			if strata.PatternAt(row) != p {
				t.Errorf("row %d is %s, not %s", row, strata.PatternAt(row), p)
			}
		}
	}
	if found < 2 || strata.PatternAt(0) != "" || strata.PatternAt(-1) != "" {
		t.Errorf("%d patterns in common", found)
	}
}
