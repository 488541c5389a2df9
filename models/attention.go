package models

import (
	"lacuna/internal/param"
	"lacuna/internal/say"
)

var _ = register(Info{
	Name:  "attention",
	Title: "Masked attention",
	Help:  "An encoder per modality and multi-head attention over the modalities that a record has; absent ones are bypassed and cost nothing.",
	Paper: "Vaswani et al., Attention is all you need, NeurIPS 2017; Ma et al., Are multimodal transformers robust to missing modality?, CVPR 2022",
	Kind:  Robust,
	Params: robustParams(
		absentSpec("bypass"),
		param.Spec{Name: "heads", Title: "Heads", Type: param.Int, Default: 4, Min: 1, Max: 64, Help: "Attention heads; the width must be a multiple of them."},
		param.Spec{Name: "layers", Title: "Layers", Type: param.Int, Default: 1, Min: 1, Max: 8, Help: "Attention layers."},
	),
	Check: func(p param.Values) error {
		if width, heads := p.Int("width"), p.Int("heads"); width%heads != 0 {
			return say.Errorf("width %d is not a multiple of the %d heads", width, heads)
		}
		return nil
	},
	New: func(p param.Values) Model {
		return newRobust("attention", p, attentionFusion{
			absent: absentFrom(p), heads: p.Int("heads"), layers: p.Int("layers"), dropout: p.Float("dropout"),
		})
	},
})
