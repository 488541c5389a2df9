package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "embracenet",
	Title: "EmbraceNet",
	Help: "An encoder per modality; in training each number of the joint embedding is drawn from one of the modalities that a record has, afterwards it is their mean." + additions +
		" With it, half of the records keep one modality in training, as in the reference code; the reference draws in the test, too, where here stands the expectation.",
	Paper:  "Choi and Lee, EmbraceNet: A robust deep learning architecture for multimodal classification, Information Fusion 2019",
	Kind:   Robust,
	Params: robustParams(presetSpec(map[string]any{"keep-one": 0.5})),
	New: func(p param.Values) Model {
		return newRobust("embracenet", p, embraceFusion{hidden: p.Int("hidden"), dropout: p.Float("dropout")})
	},
})

// embraceFusion draws each number of the joint embedding from one modality that
// is there. What follows can then rely on no modality, and must find the same
// in all of them.
type embraceFusion struct {
	hidden  int
	dropout float64
}

// Fuse returns a hidden layer over the embracement of the rectified embeddings.
func (f embraceFusion) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	docked := make([]nn.Tensor, len(parts))
	for k, x := range parts {
		docked[k] = g.Activate(nn.ReLU, x)
	}
	x := g.Embrace(g.Tokens("fusion", nn.Masked, docked...))
	return g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, x))
}
