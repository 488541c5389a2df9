package impute

import "lacuna/internal/param"

var _ = register(Info{
	Name:  "mean",
	Title: "Mean",
	Help:  "Fills each gap with the mean of its column over the training records that have a value there.",
	New:   func(param.Values) Imputer { return &constant{name: "mean", statistic: mean} },
})

func mean(cells []float64) float64 {
	var sum float64
	for _, x := range cells {
		sum += x
	}
	return sum / float64(len(cells))
}
