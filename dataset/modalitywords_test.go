package dataset

import "testing"

func TestModalitiesInWords(t *testing.T) {
	for _, c := range []struct {
		m    Modality
		want string
	}{
		{Modality{Kind: Text}, "texts"},
		{Modality{Kind: Image, Shape: []int{28, 30}}, "images of 28×30"},
		{Modality{Kind: Image, Shape: []int{28, 30, 3}}, "colour images of 28×30"},
		{Modality{Kind: Audio, Shape: []int{40, 98}}, "sounds of 40 bands × 98 frames"},
		{Modality{Kind: Table, Columns: []string{"a", "b"}}, "2 numbers"},
		{Modality{Kind: Table, Columns: []string{"a", "b", "c", "d"}, Fields: []Field{{Kind: Whole}, {Kind: Category}, {Kind: Date}, {Kind: Category}}}, "1 number, 2 categories, 1 date"},
		{Modality{Kind: Table}, "no columns"},
	} {
		if got := c.m.Words(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
