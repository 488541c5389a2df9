package impute

import (
	"math"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/learn/learntest"
)

// TestModeOf: counted by hand; the half-sample mode of 1, 5, 6, 6.5, 9 keeps
// 5…6.5, then 6 and 6.5, whose middle is 6.25.
func TestModeOf(t *testing.T) {
	for _, c := range []struct {
		cells []float64
		want  float64
	}{
		{[]float64{4}, 4},
		{[]float64{3, 1, 3, 2}, 3},
		{[]float64{2, 1, 2, 1, 7}, 1},
		{[]float64{9, 1, 6.5, 5, 6}, 6.25},
		{[]float64{1, 4}, 2.5},
	} {
		if got := modeOf(append([]float64(nil), c.cells...)); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("mode of %v is %g, want %g", c.cells, got, c.want)
		}
	}
}

// TestModeOfWords: no colour has half of the records, so that every level by
// itself would be "no"; the most frequent one is filled in all the same.
func TestModeOfWords(t *testing.T) {
	v, colours := coloured(t, 600)
	count := make([]int, 3)
	for i, c := range colours {
		if i%5 != 0 {
			count[c]++
		}
	}
	most := 0
	for c, n := range count {
		if n > count[most] {
			most = c
		}
	}
	got := mustFill(t, "mode", nil, v, v)
	rightColours(t, got, colours)
	if got.At(0, 1+most) != 1 {
		t.Errorf("filled with %v, the most frequent colour is %d of %v", got.Row(0)[1:], most, count)
	}
}

// TestHotDeckTakesRealRecords: both columns of an absent modality come from one
// record, and from one that is near.
func TestHotDeckTakesRealRecords(t *testing.T) {
	x := dataset.NewMatrix(100, 3)
	for i := range x.Rows {
		copy(x.Row(i), []float64{float64(i) / 10, float64(i), -float64(i)})
		if i%10 == 5 {
			x.Set(i, 1, math.NaN())
			x.Set(i, 2, math.NaN())
		}
	}
	v := learntest.ViewOf(t, x, 1, 2)
	got := mustFill(t, "hotdeck", nil, v, v)
	for i := 5; i < x.Rows; i += 10 {
		if a, b := got.At(i, 1), got.At(i, 2); a != -b || a != math.Trunc(a) || math.Abs(a-float64(i)) > 4 {
			t.Errorf("record %d is filled with %g and %g", i, a, b)
		}
	}
}
