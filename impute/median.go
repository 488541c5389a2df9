package impute

import (
	"slices"

	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "median",
	Title: "Median",
	Help:  "Fills each gap with the median of its column over the training records that have a value there; outliers do not move it.",
	New:   func(param.Values) Imputer { return &constant{name: "median", statistic: median} },
})

// median returns the middle cell, or the mean of the middle two.
func median(cells []float64) float64 {
	slices.Sort(cells)
	n := len(cells)
	if n%2 == 1 {
		return cells[n/2]
	}
	low, high := cells[n/2-1], cells[n/2]
	return low + (high-low)/2
}
