package models

import (
	"fmt"

	"lacuna/internal/nn"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "shaspec",
	Title: "Shared and specific features",
	Help: "What a modality shares with the others and what is its own are learned apart; for an absent modality stands the mean of what the modalities of a record share." + additions +
		" The shared encoder follows an encoder of each modality, since modalities here have different shapes.",
	Paper: "Wang et al., Multi-modal learning with missing modality via shared-specific feature modelling, CVPR 2023",
	Kind:  Robust,
	Params: robustParams(
		presetSpec(nil),
		param.Spec{
			Name: "alpha", Title: "Alignment", Type: param.Float, Default: 0.1, Min: 0, Max: 100,
			Help: "Weight of the difference between the shared features of two modalities of a record.",
		},
		param.Spec{
			Name: "beta", Title: "Modality classification", Type: param.Float, Default: 0.02, Min: 0, Max: 100,
			Help: "Weight of telling the modality from its specific features.",
		},
	),
	New: func(p param.Values) Model {
		return newRobust("shaspec", p, sharedSpecific{
			hidden: p.Int("hidden"), dropout: p.Float("dropout"), alpha: p.Float("alpha"), beta: p.Float("beta"),
		})
	},
})

// sharedSpecific splits each embedding into features by a layer that all
// modalities share and features by a layer of its own. The modalities being of
// different shape, their encoders come before both.
type sharedSpecific struct {
	hidden      int
	dropout     float64
	alpha, beta float64
}

// Fuse returns a hidden layer over the features of all modalities.
func (f sharedSpecific) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	x, _ := f.FuseSupervised(g, parts)
	return x
}

// FuseSupervised returns that and the losses that keep shared and specific
// features apart.
func (f sharedSpecific) FuseSupervised(g *nn.Graph, parts []nn.Tensor) (nn.Tensor, []nn.Term) {
	shared, specific, composed := make([]nn.Tensor, len(parts)), make([]nn.Tensor, len(parts)), make([]nn.Tensor, len(parts))
	for k, x := range parts {
		width, own := x.Width(), fmt.Sprintf("fusion/specific%d", k+1)
		x = g.Activate(nn.ReLU, x)
		shared[k] = g.LayerNorm("fusion/shared/norm", g.Linear("fusion/shared", width, nn.Identity, x))
		specific[k] = g.LayerNorm(own+"/norm", g.Linear(own, width, nn.Identity, x))
		composed[k] = g.Add(shared[k], g.Linear("fusion/compose", width, nn.Identity, shared[k], specific[k]))
	}
	stand := g.Mean(g.Tokens("fusion", nn.Masked, shared...))
	x := g.Activate(nn.ReLU, g.Flatten(g.StandIn(stand, composed...)))
	x = g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, x))
	return x, f.losses(g, shared, specific)
}

// losses bring the shared features of a record's modalities together, and let
// a head that is common to all modalities tell them by their specific features.
func (f sharedSpecific) losses(g *nn.Graph, shared, specific []nn.Tensor) []nn.Term {
	terms := []nn.Term{{Loss: g.Alignment(shared...), Weight: f.alpha}}
	for k, x := range specific {
		which := make([]float32, len(specific))
		which[k] = 1
		scores := g.Linear("fusion/which", len(specific), nn.Identity, x)
		terms = append(terms, nn.Term{
			Loss:   g.SoftCrossEntropy(scores, g.Constant(scores, which...), 1),
			Weight: f.beta / float64(len(specific)),
		})
	}
	return terms
}
