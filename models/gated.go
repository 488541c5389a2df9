package models

import (
	"fmt"
	"math"

	"lacuna/internal/nn"
	"lacuna/internal/param"
)

var _ = register(Info{
	Name:  "gated",
	Title: "Gated sum",
	Help: "An encoder per modality; each number of an embedding passes a gate that is opened by the embedding itself, and what passes is added up over the modalities that a record has." + additions +
		" With it, gates are opened by all modalities together and embeddings are bounded (tanh), as in a gated multimodal unit; an absent modality is 0 there.",
	Paper: "Arevalo et al., Gated multimodal units for information fusion, ICLR workshop 2017",
	Kind:  Robust,
	Params: robustParams(presetSpec(map[string]any{"gate": "all"}), param.Spec{
		Name: "gate", Title: "Gate", Type: param.Choice, Default: "own", Choices: []string{"own", "all"},
		Help: "What opens the gate of a modality: its own embedding, or those of all modalities.",
	}),
	New: func(p param.Values) Model {
		return newRobust("gated", p, gatedFusion{hidden: p.Int("hidden"), dropout: p.Float("dropout"), all: p.String("gate") == "all"})
	},
})

// gatedFusion adds up embeddings, each number multiplied by a gate between 0
// and 1 that depends on the embedding, by weights of the modality's own. The
// layer norm makes up for the number of summands.
type gatedFusion struct {
	hidden  int
	dropout float64
	all     bool // the gates see all embeddings
}

// Fuse returns a hidden layer over the gated sum.
func (f gatedFusion) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	if f.all {
		return f.unit(g, parts)
	}
	passed := make([]nn.Tensor, len(parts))
	for k, x := range parts {
		gate := g.Linear(fmt.Sprintf("fusion/gate%d", k+1), x.Width(), nn.Sigmoid, x)
		passed[k] = g.Mul(gate, x)
	}
	s := g.Tokens("fusion", nn.Masked, passed...)
	g.Output(passedOutput, s.Tensor)
	x := g.LayerNorm("fusion/norm", g.Sum(s))
	return g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, x))
}

// unit is the gated multimodal unit: the sum of bounded embeddings, each number
// of which is multiplied by a gate that sees all of them.
func (f gatedFusion) unit(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	bounded, passed := make([]nn.Tensor, len(parts)), make([]nn.Tensor, len(parts))
	for k, x := range parts {
		bounded[k] = g.Activate(nn.Tanh, x)
	}
	seen := g.Flatten(g.Tokens("fusion/seen", nn.Zero, bounded...))
	for k, x := range bounded {
		whole := g.Flatten(g.Tokens(fmt.Sprintf("fusion/whole%d", k+1), nn.Zero, x))
		passed[k] = g.Mul(g.Linear(fmt.Sprintf("fusion/gate%d", k+1), x.Width(), nn.Sigmoid, seen), whole)
	}
	s := g.Tokens("fusion", nn.Zero, passed...)
	g.Output(passedOutput, s.Tensor)
	return g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, g.Sum(s)))
}

const passedOutput = "what passes the gates"

// Explanations names what passes the gates.
func (gatedFusion) Explanations() []string { return []string{passedOutput} }

// Shares returns the sum of the absolute numbers that pass from each modality.
func (gatedFusion) Shares(dst []float64, outputs [][]float32) {
	width := len(outputs[0]) / len(dst)
	for k := range dst {
		dst[k] = 0
		for _, x := range outputs[0][k*width : (k+1)*width] {
			dst[k] += math.Abs(float64(x))
		}
	}
}
