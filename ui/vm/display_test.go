package vm

import (
	"fmt"
	"testing"

	"lacuna/experiment/result"
)

// TestMethodsKeepTheirColour compares other methods, then those of before again:
// each has the place in the palette that it had, and no two shown share one.
func TestMethodsKeepTheirColour(t *testing.T) {
	d := &Display{}
	d.open(nil)
	meet := func(methods ...string) map[string]int {
		d.meet(&result.Study{Methods: methods}, func(string) bool { return true })
		out := map[string]int{}
		seen := map[int]string{}
		for _, m := range methods {
			if other, ok := seen[d.places[m]]; ok {
				t.Errorf("%s and %s have one colour", m, other)
			}
			out[m], seen[d.places[m]] = d.places[m], m
		}
		return out
	}
	first := meet("a", "b", "c")
	if first["a"] != 0 || first["b"] != 1 || first["c"] != 2 {
		t.Errorf("at first: %v", first)
	}
	if now := meet("c", "x", "a"); now["c"] != 2 || now["a"] != 0 || now["x"] != 3 {
		t.Errorf("then: %v", now)
	}
	for i := range 20 {
		meet("b", fmt.Sprint("m", i), "c")
	}
}
