package models

import (
	"math"

	"lacuna/internal/nn"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "tmc",
	Title: "Trusted multi-view classification",
	Help: "A network per modality gives evidence for each class, as a Dirichlet distribution; Dempster's rule joins what the modalities of a record say, and an absent one says nothing." + additions +
		" With it, the losses of the modalities count as much as the joint one. The uncertainty of each answer is stored with it.",
	Paper: "Han, Zhang, Fu and Zhou, Trusted multi-view classification, ICLR 2021",
	Kind:  Robust,
	Params: robustParams(presetSpec(map[string]any{"aux": 1.0}), param.Spec{
		Name: "anneal", Title: "Annealing", Type: param.Int, Default: 50, Min: 0, Max: 10000,
		Help: "Epochs in which the penalty on evidence for wrong classes grows to its full weight; 0 for at once.",
	}),
	New: func(p param.Values) Model {
		r := newLate("tmc", p, evidence{anneal: p.Int("anneal")})
		r.auxSum = p.String("preset") == "paper"
		return r
	},
})

// evidence lets each modality state how much it knows, so that a modality that
// is unsure counts for little. An absent modality is a vacuous opinion, which
// changes nothing under Dempster's rule.
type evidence struct{ anneal int }

// Opinion returns the logarithms of the concentrations of a Dirichlet
// distribution.
func (evidence) Opinion(g *nn.Graph, scores nn.Tensor) nn.Tensor { return g.Opinion(scores) }

// Decide returns those of the joint distribution.
func (evidence) Decide(g *nn.Graph, opinions []nn.Tensor) nn.Tensor {
	return g.Dempster(g.Tokens("evidence", nn.Masked, opinions...))
}

// Uncertainty is the number of classes over the sum of the concentrations
// (subjective logic): 1 without any evidence.
func (evidence) Uncertainty(opinion []float32) float64 {
	var sum float64
	for _, z := range opinion {
		sum += math.Exp(float64(z))
	}
	return float64(len(opinion)) / sum
}

// Loss is the expected cross-entropy and the penalty on misleading evidence.
func (e evidence) Loss(g *nn.Graph, opinion nn.Tensor, o nn.CrossEntropyOptions) nn.Loss {
	return g.Evidential(opinion, o, e.anneal)
}
