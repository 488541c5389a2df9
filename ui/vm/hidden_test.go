package vm

import (
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/experiment"
)

// What is hidden is said as charts of its results say it, and in percent; what charts
// do not tell, by the name that lists have for it.
func TestHiddenIsSaidInWords(t *testing.T) {
	for want, m := range map[string]experiment.MaskSpec{
		"30 % of modalities missing at random":                                       {Mechanism: experiment.MCAR, Rate: 0.3},
		"30 % of each modality missing at random":                                    {Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.3},
		"12.5 % of text missing at random":                                           {Mechanism: experiment.MCAR, Kind: dataset.ModalityRate, Rate: 0.125, Modality: "text"},
		"29 % of each modality missing depending on what is hidden, strength 2":      {Mechanism: experiment.MNAR, Rate: 0.29, Strength: 2},
		"depending on another modality (MAR), audio 50 %, text 10 %, by image":       {Mechanism: experiment.MAR, Rates: map[string]float64{"text": 0.1, "audio": 0.5}, By: "image"},
		"down to patterns that are painted, 40 % of records keep only text, a and b": {Mechanism: experiment.Leaves, Rate: 0.4, Left: []string{"text", "a", "b"}},
		"as a mask file says, m.csv":                                                 {Mechanism: experiment.FromFile, File: "m.csv"},
	} {
		if got := strings.ReplaceAll(HiddenWords(m), "\u00a0", " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
