package dataset

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblemsAreSaid(t *testing.T) {
	for _, c := range []struct {
		p    Problem
		want string
	}{
		{Problem{File: "a.csv", Row: 3, Column: "bp", What: "“x” is no number", Done: "missing"}, "a.csv, line 3, column bp: “x” is no number; missing"},
		{Problem{Column: "bp", What: "odd"}, "column bp: odd"},
		{Problem{What: "odd", Done: "kept"}, "odd; kept"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestWorstComeFirst(t *testing.T) {
	guess := Problem{File: "a", What: "a comma is a decimal mark", Done: "read as such"}
	lost := Problem{File: "b", What: "a line has too few cells", Done: "the line is left out"}
	leak := Problem{File: "c", What: "the column tells the label by itself", Done: "left out"}
	other := Problem{File: "d", What: "another guess", Done: "read as such"}
	list := []Problem{guess, lost, other, leak}
	if d := cmp.Diff([]Problem{leak, lost, guess, other}, Worst(list)); d != "" {
		t.Error(d)
	}
	if list[0] != guess {
		t.Error("the list itself is put in another order")
	}
}
