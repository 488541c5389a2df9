package table

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStack(t *testing.T) {
	a := New(t.Context(), "a.csv", []string{"id", "x", "label"}, [][]string{{"1", "2"}, {"10", "20"}, {"u", "v"}}, Request{}).at([]int{2, 3})
	b := New(t.Context(), "b.csv", []string{"x", "id", "more"}, [][]string{{"30"}, {"3"}, {"m"}}, Request{}).at([]int{7})
	s := Stack("a.csv + b.csv", []*Table{a, b}, Request{})
	if diff := cmp.Diff([]string{"id", "x", "label", "more"}, s.Names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"", "", "m"}, {"1", "2", "3"}, {"u", "v", ""}}, s.Texts(3, 0, 2)); diff != "" {
		t.Error(diff)
	}
	if s.Rows() != 3 || s.Line(1) != 3 || s.Line(2) != 7 {
		t.Errorf("%d rows, lines %d and %d", s.Rows(), s.Line(1), s.Line(2))
	}
	other := s.With(0, []string{"p", "q", "r"})
	if diff := cmp.Diff([][]string{{"10", "20", "30"}, {"p", "q", "r"}}, other.Texts(1, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"1", "2", "3"}}, s.Texts(0)); diff != "" {
		t.Error("the table itself was changed:", diff)
	}
}
