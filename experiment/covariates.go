package experiment

import (
	"maps"
	"slices"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

// mostLevels is how many values a column may have to be one of the covariates.
const mostLevels = 20

// Covariates are the class and the columns of few values that describe records
// beside their modalities, each value a column of zeros and ones.
func Covariates(d *dataset.Dataset) metric.Covariates {
	columns := Columns(d)
	delete(columns, "split")
	var all [][]string
	var names []string
	if len(d.Classes) > 1 && len(d.Classes) <= mostLevels {
		classes := make([]string, d.Records())
		for i, l := range d.Labels {
			if l != dataset.NoLabel {
				classes[i] = d.Classes[l]
			}
		}
		all, names = append(all, classes), append(names, "class")
	}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		all, names = append(all, columns[name]), append(names, name)
	}
	levels := make([][]string, len(all))
	for k, values := range all {
		seen := map[string]bool{}
		for _, v := range values {
			seen[v] = true
		}
		if len(seen) <= mostLevels {
			levels[k] = slices.Sorted(maps.Keys(seen))[1:] // the first is the rest
		}
	}
	var given []string
	for k, name := range names {
		if len(levels[k]) > 0 { // not one value alone, nor too many
			given = append(given, name)
		}
	}
	return metric.Covariates{Names: given, Of: func(record int) []float64 {
		var x []float64
		for k, list := range levels {
			for _, level := range list {
				x = append(x, float64(map[bool]int{true: 1}[all[k][record] == level]))
			}
		}
		return x
	}}
}
