package models

import "lacuna/internal/param"

var _ = register(Info{
	Name:   "token",
	Title:  "Missing tokens",
	Help:   "An encoder per modality; their embeddings side by side, with a learned vector in the place of an absent modality.",
	Paper:  "Yun et al., Flex-MoE, NeurIPS 2024 (learned stand-ins)",
	Kind:   Robust,
	Params: robustParams(absentSpec("token")),
	New: func(p param.Values) Model {
		return newRobust("token", p, concatFusion{absent: absentFrom(p), hidden: p.Int("hidden"), dropout: p.Float("dropout")})
	},
})
