package metric

import (
	"slices"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment/result"
)

// tipped is a study of two methods on 400 records: "a" imputes, and is right about
// as many as its shift says, "b" about 300.
func tipped(right map[float64]int) result.Study {
	study := result.Study{Dataset: "made", Modalities: []string{"x", "y"}, Classes: []string{"no", "yes"}, Methods: []string{"a", "b"}}
	run := func(method string, correct int) result.Run {
		r := result.Run{Method: method, Split: "holdout", DevPatterns: map[dataset.Pattern]int{"11": 1}}
		for i := range 400 {
			r.Rows = append(r.Rows, answer(i, i < correct))
		}
		return r
	}
	study.Runs = []result.Run{run("a", right[0]), run("b", 300)}
	for _, delta := range []float64{-1, -0.5, 0.5, 1} {
		r := run("a", right[delta])
		r.Shift, r.Moved = result.Shift{Delta: delta, As: result.InDeviations}, result.Cells{Dev: 7, Test: 3}
		study.Beside = append(study.Beside, r)
	}
	return study
}

// TestTippingPoints: a conclusion is said to change at the first shift at which it
// does, on its side, and else to stand.
func TestTippingPoints(t *testing.T) {
	study := tipped(map[float64]int{-1: 270, -0.5: 301, 0: 340, 0.5: 341, 1: 339})
	s := NewShifts(study, Accuracy())
	if len(s.Shifts) != 5 || s.None != 2 || !slices.Equal(s.Moved, []bool{true, false}) || s.Cells[0] != (result.Cells{Dev: 7, Test: 3}) || s.Cells[2].Dev != 0 {
		t.Fatalf("%+v", s)
	}
	if value, ci, n := s.Value(0, 0); value != 270.0/400 || n != 400 || ci.Low >= value || ci.High <= value {
		t.Errorf("%g %v %d", value, ci, n)
	}
	if value, _, _ := s.Value(0, 1); value != 0.75 {
		t.Errorf("a method without an imputer has %g under a shift", value)
	}
	if d := s.Pairs[0][0].Difference; d != -0.075 {
		t.Errorf("the difference at −1 is %g", d)
	}
	words := s.Words()
	for _, want := range []string{"not shifted, a is ahead of b by 10.0 points", "; at −0.5 s.d., a and b are not told apart", "; at −1 s.d., b is ahead of a by 7.5 points", "has accuracy 85.0 %", "it has 75.3 %, a change for the worse by 9.8 points"} {
		if !strings.Contains(strings.Join(words, "\n"), want) {
			t.Errorf("%q lacks %q", words, want)
		}
	}
	if len(words) != 2 || strings.Contains(strings.Join(words, ""), "+") {
		t.Errorf("%q", words)
	}
	steady := NewShifts(tipped(map[float64]int{-1: 340, -0.5: 340, 0: 340, 0.5: 340, 1: 340}), Accuracy()).Words()
	if !strings.Contains(steady[0], "that stands at every shift from −1 s.d. to +1 s.d.") || !strings.Contains(steady[1], "no more than chance") {
		t.Errorf("%q", steady)
	}
	back := NewShifts(tipped(map[float64]int{-1: 340, -0.5: 340, 0: 340, 0.5: 300, 1: 340}), Accuracy()).Words()
	if !strings.Contains(back[0], "; at +0.5 s.d., a and b are not told apart") || !strings.HasSuffix(back[0], "; at +1 s.d. as not shifted.") {
		t.Errorf("%q", back)
	}
	far := NewShifts(tipped(map[float64]int{-1: 300, -0.5: 301, 0: 340, 0.5: 340, 1: 340}), Accuracy()).Words()
	if !strings.Contains(far[0], "; from −0.5 s.d. on, a and b are not told apart") {
		t.Errorf("%q", far)
	}
	// A shift that has not run at all says nothing, and no claim reaches there.
	partial := tipped(map[float64]int{-1: 340, -0.5: 340, 0: 340, 0.5: 340, 1: 340})
	partial.Methods = append(partial.Methods, "c")
	for _, run := range []result.Run{partial.Runs[0], partial.Beside[0]} {
		run.Method = "c"
		if run.Shift.None() {
			partial.Runs = append(partial.Runs, run)
		} else {
			run.Shift.Delta = -2
			partial.Beside = append(partial.Beside, run)
		}
	}
	open := strings.Join(NewShifts(partial, Accuracy()).Words(), "\n")
	for _, want := range []string{"at every shift from −1 s.d. to +1 s.d.; shifts without results so far: 1.", "at any shift from −2 s.d. to 0 s.d.; shifts without results so far: 4."} {
		if !strings.Contains(open, want) {
			t.Errorf("%q lacks %q", open, want)
		}
	}
	if none := NewShifts(result.Study{Methods: []string{"a"}}, Accuracy()); len(none.Shifts) > 0 || none.Words() != nil || none.Meaning() != "" {
		t.Errorf("%+v", none)
	}
}
