package impute

import (
	"math"

	"lacuna/dataset"
	"lacuna/internal/learn"
)

// columnUnits brings columns to mean 0 and deviation 1 of their training cells,
// whatever they come in. The columns of a picture or a spectrogram keep their
// proportions: they have one unit.
type columnUnits struct {
	mean, unit []float64 // the unit is 0 for a column that does not vary
}

func newColumnUnits(v dataset.View, t *learn.Table) columnUnits {
	u := columnUnits{unit: make([]float64, t.Width())}
	var count []int
	u.mean, count = t.Means()
	for i := range t.Rows {
		row := t.Row(i)
		learn.EachBit(t.SeenRow(i), func(j int) {
			u.unit[j] = math.Hypot(u.unit[j], (row[j]-u.mean[j])/math.Sqrt(float64(count[j])))
		})
	}
	for m := range t.Names {
		own := u.unit[t.Start[m]:t.Start[m+1]]
		if v.Modality(m).Shape != nil {
			oneUnit(own)
		}
	}
	for j, unit := range u.unit {
		if !(unit > 1e-9*math.Abs(u.mean[j])) || math.IsInf(unit, 1) {
			u.unit[j] = 0
		}
	}
	return u
}

// oneUnit gives all columns the root of their mean square.
func oneUnit(unit []float64) {
	all := 0.0
	for _, x := range unit {
		all = math.Hypot(all, x/math.Sqrt(float64(len(unit))))
	}
	for j := range unit {
		unit[j] = all
	}
}

// to brings a cell of column j to its unit, clipped so that one wild cell cannot
// decide all estimates of its record.
func (u columnUnits) to(j int, x float64) float64 {
	if u.unit[j] == 0 {
		return 0
	}
	return min(max((x-u.mean[j])/u.unit[j], -farOut), farOut)
}

// from brings it back.
func (u columnUnits) from(j int, x float64) float64 { return u.mean[j] + x*u.unit[j] }
