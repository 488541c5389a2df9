package models

import (
	"fmt"

	"lacuna/internal/nn"
	"lacuna/internal/say"
)

// attentionFusion is a transformer encoder over a class token and one token per
// modality, normalised before each step. Absent modalities are no keys, unless
// a token or zeros stand in for them.
type attentionFusion struct {
	absent  nn.Absent
	heads   int
	layers  int
	dropout float64
}

// Fuse returns what the class token has become. In the last layer only that
// token is fed forward.
func (f attentionFusion) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	s := g.ClassToken("fusion", g.Tokens("fusion", f.absent, parts...))
	for l := 1; l < f.layers; l++ {
		s = f.attend(g, l, s)
		s = s.With(f.feed(g, l, s.Tensor))
	}
	class := g.TokenAt(0, f.attend(g, f.layers, s))
	return g.LayerNorm("fusion/norm", f.feed(g, f.layers, class))
}

func (f attentionFusion) attend(g *nn.Graph, l int, s nn.Sequence) nn.Sequence {
	name := fmt.Sprintf("fusion/layer%d", l)
	mixed, weights := g.SelfAttention(name, f.heads, s.With(g.LayerNorm(name+"/norm1", s.Tensor)))
	g.Output(attentionOutput(l), weights)
	return s.With(g.Add(s.Tensor, g.Dropout(f.dropout, mixed.Tensor)))
}

func (f attentionFusion) feed(g *nn.Graph, l int, x nn.Tensor) nn.Tensor {
	name := fmt.Sprintf("fusion/layer%d", l)
	h := g.Linear(name+"/mlp1", 2*x.Width(), nn.ReLU, g.LayerNorm(name+"/norm2", x))
	h = g.Linear(name+"/mlp2", x.Width(), nn.Identity, g.Dropout(f.dropout, h))
	return g.Add(x, g.Dropout(f.dropout, h))
}

func attentionOutput(l int) string { return fmt.Sprintf(say.Code("attention of layer %d"), l) }

// Explanations names the attention weights of each layer.
func (f attentionFusion) Explanations() []string {
	names := make([]string, f.layers)
	for l := range names {
		names[l] = attentionOutput(l + 1)
	}
	return names
}

// Shares follows the attention of the class token down to the modalities: in
// each layer half of what is at a token stays there (the residual connection)
// and half goes where the token attends to, averaged over the heads (attention
// rollout, Abnar and Zuidema, ACL 2020).
func (f attentionFusion) Shares(dst []float64, outputs [][]float32) {
	tokens := len(dst) + 1
	flow, next := make([]float64, tokens), make([]float64, tokens)
	flow[0] = 1
	for l := f.layers - 1; l >= 0; l-- {
		for j, x := range flow {
			next[j] = x / 2
		}
		for h := range f.heads {
			for i, x := range flow {
				row := outputs[l][(h*tokens+i)*tokens:][:tokens]
				for j, w := range row {
					next[j] += x * float64(w) / float64(2*f.heads)
				}
			}
		}
		flow, next = next, flow
	}
	copy(dst, flow[1:])
}
