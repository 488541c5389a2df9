package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:   "product-of-experts",
	Title:  "Product of experts",
	Help:   "A network per modality gives class probabilities; those of the modalities that a record has are multiplied with a learned prior, and all are trained together.",
	Paper:  "Hinton, Training products of experts by minimizing contrastive divergence, Neural Computation 2002; Wu and Goodman, Multimodal generative models for scalable weakly-supervised learning, NeurIPS 2018 (prior expert, absent experts left out)",
	Kind:   Robust,
	Params: robustParams(),
	New: func(p param.Values) Model {
		return newLate("product-of-experts", p, experts{})
	},
})

// experts multiplies the modalities' class probabilities with those of a prior
// expert, which has seen no modality. An absent modality is no factor.
type experts struct{}

// Opinion returns log-probabilities.
func (experts) Opinion(g *nn.Graph, scores nn.Tensor) nn.Tensor { return g.LogSoftmax(scores) }

// Decide returns the logarithm of the product, up to a constant that is the
// same for all classes.
func (experts) Decide(g *nn.Graph, opinions []nn.Tensor) nn.Tensor {
	return g.Sum(g.ClassToken("prior", g.Tokens("experts", nn.Masked, opinions...)))
}

// Loss is cross-entropy.
func (experts) Loss(g *nn.Graph, opinion nn.Tensor, o nn.CrossEntropyOptions) nn.Loss {
	return g.CrossEntropy(opinion, o)
}
