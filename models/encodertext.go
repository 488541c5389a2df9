package models

import (
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/encode"
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// The ways of reading a text, the values of the parameter text.
const (
	readTerms = "terms" // the weights of its terms, as columns
	readBag   = "bag"
	readConv  = "convolution"
)

// textSpec is the parameter that says how a text is read.
func textSpec() param.Spec {
	return param.Spec{
		Name: "text", Title: "Texts", Type: param.Choice, Default: readTerms, Choices: []string{readTerms, readBag, readConv},
		Help: "How a text is read: the weights of its terms (TF-IDF) as columns, the mean of learned vectors of its words (bag), " +
			"or convolutions over those vectors, which see two and three words in a row.",
	}
}

// reading says how the words of a text are laid out: a row of word numbers,
// then padding.
type reading struct {
	vocabulary int
	length     int  // words in a row; the rest of a longer text is left out. 0 where columns are read
	convolve   bool // in their order
}

// mostWords bounds the length of a row.
const mostWords = 256

// readWords makes the block read words in the place of columns, as long as the
// longest text of the training rows. Where there are no words it changes
// nothing.
func (b *block) readWords(v dataset.View, rows []int, way string) {
	longest := 0
	for _, i := range rows {
		longest = max(longest, len(v.Words(i, b.modality)))
	}
	if longest == 0 || way != readBag && way != readConv {
		return
	}
	length := min(max(longest, widestFilter), mostWords)
	b.text = reading{vocabulary: v.Columns(b.modality), length: length, convolve: way == readConv}
}

// row returns the numbers of a row of word numbers: padding is −1.
func (t reading) row(dst []float32, words []int) {
	for k := range dst {
		dst[k] = -1
		if k < len(words) {
			dst[k] = float32(words[k])
		}
	}
}

// textEncoder learns a vector for each word and takes their mean (Joulin et
// al., Bag of tricks for efficient text classification, EACL 2017) or, for each
// of many filters over neighbouring words, the place where it fits best (Kim,
// Convolutional neural networks for sentence classification, EMNLP 2014).
type textEncoder reading

// Sizes of the convolutions: the length of a word's vector, and the words that
// filters see at a time.
const (
	wordWidth      = 32
	narrowFilter   = 2
	widestFilter   = 3
	filtersPerSize = 64
)

// Shape is a row of word numbers.
func (e textEncoder) Shape() []int { return []int{e.length} }

// Encode returns an embedding for each row of words.
func (e textEncoder) Encode(g *nn.Graph, name string, x nn.Tensor, o encode.Encoding) nn.Tensor {
	var found []nn.Tensor
	if e.convolve {
		vectors := g.Dropout(o.Dropout, g.Embedding(name+"/words", e.vocabulary, wordWidth, x))
		for width := narrowFilter; width <= widestFilter; width++ {
			c := nn.Conv{Channels: filtersPerSize, Height: 1, Width: width}
			found = append(found, g.GlobalMax(g.Conv2D(fmt.Sprintf("%s/conv%d", name, width), c, nn.ReLU, vectors)))
		}
	} else {
		found = append(found, g.EmbeddingBag(name+"/words", e.vocabulary, max(o.Hidden, o.Width), x))
	}
	for k := range found {
		found[k] = g.Dropout(o.Dropout, found[k])
	}
	return g.LayerNorm(name+"/norm", g.Linear(name+"/embedding", o.Width, nn.Identity, found...))
}
