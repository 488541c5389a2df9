package impute

import "lacuna/internal/param"

var _ = register(Info{
	Name:  "zero",
	Title: "Zero",
	Help:  "Fills each gap with 0, which after standardising is the training mean; the field's usual baseline.",
	New:   func(param.Values) Imputer { return &constant{name: "zero", statistic: zero} },
})

func zero([]float64) float64 { return 0 }
