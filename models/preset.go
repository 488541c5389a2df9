package models

import (
	"maps"

	"lacuna/internal/param"
)

// presetSpec is the parameter that sets others as the method's paper does.
func presetSpec(own map[string]any) param.Spec {
	paper := map[string]any{
		"members": 1, "cross-fit": false, "aux": 0.0, "modality-dropout": 0.0, "keep-one": 0.0, "input-dropout": 0.0, "decay": 0.0,
	}
	maps.Copy(paper, own)
	return param.Spec{
		Name: "preset", Title: "Preset", Type: param.Choice, Default: "own", Choices: []string{"own", "paper"},
		Presets: map[string]map[string]any{"paper": paper},
		Help:    "paper takes the published form in the place of the defaults: one network that learns from training and is stopped by validation records, with none of the additions; what is set by itself goes before it.",
	}
}

// additions is what the networks here have that their papers have not.
const additions = " Departs from the paper: five cross-fitted networks, modality dropout, auxiliary heads, input dropout and weight decay are added; preset=paper goes without."
