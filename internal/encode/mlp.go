package encode

import "lacuna/internal/nn"

// MLP is a perceptron with at most one hidden layer. The layer norm at
// its end brings the embeddings of all modalities to one scale, so that none
// drowns the others in the fusion.
type MLP struct{ Columns int }

// Shape is a row of features.
func (e MLP) Shape() []int { return []int{e.Columns} }

// Encode returns an embedding for each row of features.
func (MLP) Encode(g *nn.Graph, name string, x nn.Tensor, o Encoding) nn.Tensor {
	x = g.Dropout(o.InputDropout, x)
	if o.Hidden > 0 {
		x = g.Dropout(o.Dropout, g.Linear(name+"/hidden", o.Hidden, nn.ReLU, x))
	}
	return g.LayerNorm(name+"/norm", g.Linear(name+"/embedding", o.Width, nn.Identity, x))
}
