package experiment

import "lacuna/dataset"

// smallDataset is how many records can be compared with several seeds while a
// person waits.
const smallDataset = 1000

func suggestedMethods() []Method {
	return []Method{{Name: "mean+logistic"}, {Name: "knn+mlp"}, {Name: "attention"}}
}

// StressMethods are the methods of a stress test that names none: those of
// Suggested, and late fusion, which effective robustness is measured against.
func StressMethods() []Method { return append(suggestedMethods(), Method{Name: "late-fusion"}) }

// Suggested returns the comparison that a newcomer to a dataset starts with:
// one simple imputation, one good one, and one robust architecture. It uses
// the data's own split where there is one, several seeds where that is quick,
// and hides modalities at random only where nothing is missing by itself.
func Suggested(d *dataset.Dataset) Spec {
	spec := Spec{
		Methods:        suggestedMethods(),
		Mask:           SuggestedMask(d),
		Split:          SplitSpec{Kind: Holdout}.Careful(d),
		Seeds:          1,
		MaskedComplete: true,
	}
	if d.Records() <= smallDataset {
		spec.Seeds = 3
	}
	if _, err := d.Given(DefaultValidationShare, nil, spec.Repetition(0)); err == nil {
		spec.Split.Kind = GivenFile
	}
	return spec
}

// SuggestedMask is what Suggested hides: modalities at random only where nothing is
// missing by itself, since there would be nothing to compare.
func SuggestedMask(d *dataset.Dataset) MaskSpec {
	if len(d.Blocks) > 1 && d.Presence.Rates(nil).Cell == 0 {
		return MaskSpec{Mechanism: MCAR, Kind: dataset.CellRate, Rate: 0.3}
	}
	return MaskSpec{Mechanism: Natural}
}
