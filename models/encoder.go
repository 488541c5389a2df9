package models

import (
	"lacuna/dataset"
	"lacuna/internal/encode"
)

// encoderFor chooses the encoder of a modality by its nature: convolutions for
// images and sounds whose features are their pixels, vectors of words for texts
// that are read word by word, a perceptron for all else.
func encoderFor(m dataset.Modality, b block) encode.Encoder {
	if b.text.length > 0 {
		return textEncoder(b.text)
	}
	if e, ok := encode.CNNFor(m, b.width()); ok {
		return e
	}
	return encode.MLP{Columns: b.width()}
}

// scaledDropout returns the dropout of a modality's features. It grows from
// nothing, where records are many, to most, where columns are many: wide and
// few is where a network learns by heart.
func scaledDropout(most float64, columns, records int) float64 {
	return most * float64(columns) / float64(columns+records)
}
