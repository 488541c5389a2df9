package record

import (
	"math"
	"testing"

	"lacuna/dataset"
)

// Few whole numbers from 1 on are codes unless they count, measure or rank
// something; each case is a column of ninety cells.
func TestCodesAreTold(t *testing.T) {
	of := func(list ...float64) func(int) float64 { return func(i int) float64 { return list[i%len(list)] } }
	for _, c := range []struct {
		name string
		cell func(i int) float64
		want bool
	}{
		{"thal", of(3, 6, 7), true},
		{"cp", of(1, 2, 3, 4), true},
		{"occupation", of(1, 2, 3, 5, 8, math.NaN()), true},
		{"status", of(1, 2, 3), true},
		{"weekday", of(1, 2, 3, 4, 5, 6, 7), true},
		{"sex", of(1, 2), false},                // two are the same as numbers
		{"restecg", of(0, 1, 2), false},         // may be a count
		{"copies", of(-1, 0, 1), false},         // a scale
		{"x", of(1, 2, 3.5), false},             // no whole numbers
		{"mg", of(10, 20, 40), false},           // steps of one size
		{"cohort", of(2018, 2019, 2020), false}, // years
		{"bedrooms", of(1, 2, 3, 4), false},
		{"age", of(21, 22, 23), false},
		{"nVessels", of(1, 2, 3), false},
		{"n_vessel", of(1, 2, 3), false},
		{"numChild", of(1, 2, 3), false},
		{"tumour.grade", of(1, 2, 3), false},
		{"x", func(i int) float64 { return float64(1 + i%30) }, false},
		{"x", func(i int) float64 { return float64(1 + min(i, 2)) }, false}, // two of them once
	} {
		m := dataset.NewMatrix(90, 1)
		for i := range 90 {
			m.Set(i, 0, c.cell(i))
		}
		got := !ordinary(c.name) && levelsIn(m, []int{0})[0].codes()
		if got != c.want {
			t.Errorf("%s with %g, %g, %g…: codes %v", c.name, c.cell(0), c.cell(1), c.cell(2), got)
		}
	}
}
