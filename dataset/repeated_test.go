package dataset

import (
	"fmt"
	"slices"
	"testing"
)

func TestPerhapsRepeated(t *testing.T) {
	var list []string
	for i := range 1000 {
		list = append(list, fmt.Sprint("r", i))
	}
	if n := len(PerhapsRepeated(list)); n > 250 {
		t.Errorf("%d of 1000 different words may stand twice", n)
	}
	list[10], list[990] = list[500], list[0]
	places := PerhapsRepeated(list)
	for _, i := range []int{0, 10, 500, 990} {
		if !slices.Contains(places, i) {
			t.Errorf("%q stands twice, and its place %d is not listed", list[i], i)
		}
	}
	if !slices.IsSorted(places) {
		t.Error("places are out of order")
	}
	if places := PerhapsRepeated(nil); len(places) != 0 {
		t.Errorf("%v of no words", places)
	}
}
