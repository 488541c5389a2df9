package models

import (
	"lacuna/dataset"
	"lacuna/internal/nn"
)

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
	Text         string  // how texts are read: a value of textSpec
}

// encoderFor chooses the encoder of a modality by its nature: convolutions for
// images and sounds whose features are their pixels, vectors of words for texts
// that are read word by word, a perceptron for all else.
func encoderFor(m dataset.Modality, b block) Encoder {
	if b.text.length > 0 {
		return textEncoder(b.text)
	}
	if e, ok := cnnFor(m, b.width()); ok {
		return e
	}
	return mlpEncoder{columns: b.width()}
}

// scaledDropout returns the dropout of a modality's features. It grows from
// nothing, where records are many, to most, where columns are many: wide and
// few is where a network learns by heart.
func scaledDropout(most float64, columns, records int) float64 {
	return most * float64(columns) / float64(columns+records)
}
