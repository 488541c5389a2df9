// Package encode holds the parts of networks that read or write one modality:
// encoders, from its features to an embedding, which robust models and
// generators share, and decoders, from a hidden layer to the features.
package encode

import "lacuna/internal/nn"

// Encoder builds the part of a network that turns the features of one modality
// into an embedding. It runs on the records that have the modality and on no
// others. Its parameters are named name/….
type Encoder interface {
	// Shape is that of the features of one record.
	Shape() []int
	// Encode returns one row of o.Width numbers for each row of features.
	Encode(g *nn.Graph, name string, features nn.Tensor, o Encoding) nn.Tensor
}

// Encoding is what an encoder is told about its size and regularisation.
type Encoding struct {
	Hidden       int     // width of the hidden layer; 0 for none
	Width        int     // of the embedding
	InputDropout float64 // share of the features hidden while training
	Dropout      float64 // share of the hidden units hidden while training
}
