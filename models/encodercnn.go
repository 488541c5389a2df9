package models

import (
	"fmt"

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
type cnnEncoder struct{ height, width int }

// Shape is an image of one channel.
func (e cnnEncoder) Shape() []int { return []int{e.height, e.width, 1} }

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
