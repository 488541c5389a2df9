package models

import "lacuna/internal/nn"

// concatFusion lays the embeddings of all modalities side by side, with a
// stand-in for the absent ones and an indicator of which they are.
type concatFusion struct {
	absent  nn.Absent
	hidden  int
	dropout float64
}

// Fuse returns a hidden layer over the concatenation.
func (f concatFusion) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	x := g.Activate(nn.ReLU, g.Flatten(g.Tokens("fusion", f.absent, parts...)))
	return g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, x, g.Presence(parts...)))
}
