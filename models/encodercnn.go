package models

import (
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/nn"
)

// smallestImage is the side, in pixels, below which pixels are better taken as
// they are.
const smallestImage = 8

// Numbers of filters of the first convolution and of the last ones.
const (
	firstFilters = 16
	mostFilters  = 64
)

// cnnEncoder is a small convolutional network for images and spectrograms: 3×3
// convolutions with rectifier and 2×2 pooling, each with twice the filters of
// the last, until the image is small, and a perceptron on what they found
// (after LeNet: LeCun et al., Proc. IEEE 1998).
type cnnEncoder struct{ height, width, channels int }

// mostChannels is that of colours with transparency.
const mostChannels = 4

// cnnFor returns the encoder of images and sounds whose columns are all their
// pixels: of one channel, or of several, which stand together pixel by pixel.
func cnnFor(m dataset.Modality, columns int) (cnnEncoder, bool) {
	if m.Kind != dataset.Image && m.Kind != dataset.Audio || len(m.Shape) != 2 && len(m.Shape) != 3 {
		return cnnEncoder{}, false
	}
	e := cnnEncoder{m.Shape[0], m.Shape[1], 1}
	if len(m.Shape) == 3 {
		e.channels = m.Shape[2]
	}
	fits := min(e.height, e.width) >= smallestImage && e.channels >= 1 && e.channels <= mostChannels
	return e, fits && e.height*e.width*e.channels == columns
}

// Shape is an image.
func (e cnnEncoder) Shape() []int { return []int{e.height, e.width, e.channels} }

// Encode returns an embedding for each image.
func (e cnnEncoder) Encode(g *nn.Graph, name string, x nn.Tensor, o Encoding) nn.Tensor {
	filters := firstFilters
	for stage, side := 1, min(e.height, e.width); side >= smallestImage; stage, side = stage+1, side/2 {
		c := nn.Conv{Channels: filters, Pad: 1}
		x = g.MaxPool(g.Conv2D(fmt.Sprintf("%s/conv%d", name, stage), c, nn.ReLU, x))
		filters = min(2*filters, mostFilters)
	}
	return mlpEncoder{}.Encode(g, name, x, o)
}
