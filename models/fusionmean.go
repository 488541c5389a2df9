package models

import "lacuna/internal/nn"

// meanFusion averages the embeddings of the modalities that are there.
type meanFusion struct {
	hidden  int
	dropout float64
}

// Fuse returns a hidden layer over the mean.
func (f meanFusion) Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor {
	x := g.Activate(nn.ReLU, g.Mean(g.Tokens("fusion", nn.Masked, parts...)))
	return g.Dropout(f.dropout, g.Linear("fusion/hidden", f.hidden, nn.ReLU, x))
}
