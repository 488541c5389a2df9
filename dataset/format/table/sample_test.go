package table

import (
	"fmt"
	"slices"
	"testing"
)

// What repeats every few rows is in the sample, and so is what hardly any row
// has.
func TestSample(t *testing.T) {
	const rows, n = 10_000, 100
	for _, every := range []int{2, 3, 5, 10, 50, 1000, rows - 1} {
		for _, at := range []int{0, 1, every - 1} {
			ids, cells := make([]string, rows), make([]string, rows)
			for i := range ids {
				ids[i] = fmt.Sprint("r", i)
				if i%every == at {
					cells[i] = "x"
				}
			}
			sample := New(t.Context(), "t.csv", []string{"id", "x"}, [][]string{ids, cells}, Request{}).Sample(t.Context(), n)
			if len(sample[0]) != n || len(sample[1]) != n || !slices.Contains(sample[1], "x") {
				t.Errorf("every %d from %d: %d rows, %d filled", every, at, len(sample[0]), n-len(slices.DeleteFunc(sample[1], func(c string) bool { return c != "" })))
			}
		}
	}
	few := New(t.Context(), "t.csv", []string{"id"}, [][]string{{"a", "b", "c"}}, Request{}).Sample(t.Context(), n)
	if !slices.Equal(few[0], []string{"a", "b", "c"}) {
		t.Errorf("of three rows: %q", few[0])
	}
}
