package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// distillation lets a network with modality dropout learn from what it says
// itself of the same records with all their modalities (Hinton, Vinyals and
// Dean, 2015, with the network as its own teacher).
type distillation struct {
	share       float64 // of the joint loss
	temperature float64
}

// distillationParams are the parameters of distillation.
func distillationParams() []param.Spec {
	return []param.Spec{
		{
			Name: "distillation", Title: "Distillation", Type: param.Float, Default: 0.0, Min: 0, Max: 0.95,
			Help: "Share of the loss that asks a network that lacks dropped modalities to agree with itself on all of them; 0 for none, 0.5 is usual.",
		},
		{
			Name: "temperature", Title: "Temperature", Type: param.Float, Default: 2.0, Min: 0.1, Max: 100,
			Help: "Softens both sides of the distillation.",
		},
	}
}

// distillationFrom reads the parameters.
func distillationFrom(p param.Values) distillation {
	return distillation{share: p.Float("distillation"), temperature: p.Float("temperature")}
}

// term is the loss by which logits learn from a teacher that build makes with
// the same parameters.
func (d distillation) term(g *nn.Graph, logits nn.Tensor, build func() nn.Tensor) nn.Term {
	teacher := g.Teacher(build)
	target := g.Softmax(g.Affine(1/d.temperature, 0, teacher))
	return nn.Term{Loss: g.SoftCrossEntropy(logits, target, d.temperature), Weight: d.share}
}
