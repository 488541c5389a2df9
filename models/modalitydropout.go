package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// modalityDropoutParams say how present modalities are dropped while training,
// so that a network learns to do without them.
func modalityDropoutParams() []param.Spec {
	return []param.Spec{
		{
			Name: "modality-dropout", Title: "Modality dropout", Type: param.Float, Default: 0.3, Min: 0, Max: 0.95, Tries: []any{0.1, 0.5},
			Help: "Probability that a present modality of a record is dropped while training; one always stays.",
		},
		{
			Name: "keep-one", Title: "Keep one", Type: param.Float, Default: 0.2, Min: 0, Max: 0.95,
			Help: "Probability that a record keeps just one of its modalities while training.",
		},
		{
			Name: "dropout-schedule", Title: "Schedule of modality dropout", Type: param.Choice, Default: "constant",
			Choices: []string{"constant", "linear", "cosine", "late"},
			Help:    "The two probabilities from the first epoch on (constant), growing over the ramp in a line or along half a cosine, or 0 until its end (late).",
		},
		{
			Name: "dropout-ramp", Title: "Ramp of modality dropout", Type: param.Int, Default: 20, Min: 1, Max: 10000,
			Help: "Epochs after which modality dropout has its full height, unless its schedule is constant.",
		},
	}
}

// modalityDropoutFrom reads the parameters.
func modalityDropoutFrom(p param.Values) nn.ModalityDropout {
	d := nn.ModalityDropout{P: p.Float("modality-dropout"), Only: p.Float("keep-one")}
	if schedule := p.String("dropout-schedule"); schedule != "constant" {
		d.Ramp = p.Int("dropout-ramp")
		d.Course = map[string]nn.Course{"linear": nn.GrowLinear, "cosine": nn.GrowCosine, "late": nn.GrowStep}[schedule]
	}
	return d
}
