package result

import "testing"

// TestHidingWords: what is stored under short names is said in plain words; what is not
// known stays.
func TestHidingWords(t *testing.T) {
	for stored, want := range map[string]string{
		"natural":                  "the records as they are",
		"mcar cell 0.3":            "30\u00a0% of modalities missing at random",
		"mcar modality 0.125":      "12.5\u00a0% of each modality missing at random",
		"mcar modality 0.3 of a b": "30\u00a0% of a b missing at random",
		"mcar record 0.5":          "50\u00a0% of records incomplete at random",
		"mcar cell":                "modalities missing at random",
		"mar 0.5 by audio":         "50\u00a0% of each modality missing depending on audio",
		"mnar 0.2 strength 2":      "20\u00a0% of each modality missing depending on what is hidden, strength 2",
		"label":                    "each modality missing depending on the class",
		"group 0.4 by site":        "40\u00a0% of each modality missing depending on site",
		"block 0.1 of image":       "10\u00a0% of image missing in a run of records",
		"file masks/a.csv":         "file masks/a.csv",
		"pattern 0.3 image+audio":  "pattern 0.3 image+audio",
		"cells 0.2":                "20\u00a0% of single numbers",
		"mcar cell 0.1, cells 0.2": "10\u00a0% of modalities missing at random, and 20\u00a0% of single numbers",
		"only image":               "only image",
	} {
		if got := HidingWords(stored); got != want {
			t.Errorf("%q: %q, want %q", stored, got, want)
		}
	}
}
