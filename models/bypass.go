package models

import "lacuna/internal/param"

var _ = register(Info{
	Name:   "bypass",
	Title:  "Bypass and mean",
	Help:   "An encoder per modality, run only where the modality is there; the mean of the embeddings that a record has is classified.",
	Kind:   Robust,
	Params: robustParams(),
	New: func(p param.Values) Model {
		return newRobust("bypass", p, meanFusion{hidden: p.Int("hidden"), dropout: p.Float("dropout")})
	},
})
