package vm

import (
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
)

// What is hidden is said by the name that lists have for it, and in percent.
func TestHiddenIsSaidInWords(t *testing.T) {
	for want, m := range map[string]experiment.MaskSpec{
		"completely at random (MCAR), 30 % of all modalities":                                {Mechanism: experiment.MCAR, Rate: 0.3},
		"completely at random (MCAR), 30 % of records lose each modality":                    {Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.3},
		"completely at random (MCAR), 12.5 % of records lose text":                           {Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.125, Modality: "text"},
		"depending on what is hidden (MNAR), 29 % of records lose each modality, strength 2": {Mechanism: experiment.MNAR, Rate: 0.29, Strength: 2},
		"depending on another modality (MAR), audio 50 %, text 10 %, by image":               {Mechanism: experiment.MAR, Rates: map[string]float64{"text": 0.1, "audio": 0.5}, By: "image"},
		"as a mask file says, m.csv":                                                         {Mechanism: experiment.FromFile, File: "m.csv"},
	} {
		if got := HiddenWords(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, h := range map[string]experiment.Hiding{
		"20 % of single numbers": {Cells: 0.2},
		"completely at random (MCAR), 30 % of records lose each modality": wholes(0.3, ""),
		"completely at random (MCAR), 30 % of records lose text":          wholes(0.3, "text"),
	} {
		if got := hidingWords(h); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
