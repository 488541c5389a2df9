package encode

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

// CNN is a small convolutional network for images and spectrograms: 3×3
// convolutions with rectifier and 2×2 pooling, each with twice the filters of
// the last, until the image is small, and a perceptron on what they found
// (after LeNet: LeCun et al., Proc. IEEE 1998).
type CNN struct{ Height, Width, Channels int }

// mostChannels is that of colours with transparency.
const mostChannels = 4

// CNNFor returns the encoder of images and sounds whose columns are all their
// pixels: of one channel, or of several, which stand together pixel by pixel.
func CNNFor(m dataset.Modality, columns int) (CNN, bool) {
	if m.Kind != dataset.Image && m.Kind != dataset.Audio || len(m.Shape) != 2 && len(m.Shape) != 3 {
		return CNN{}, false
	}
	e := CNN{m.Shape[0], m.Shape[1], 1}
	if len(m.Shape) == 3 {
		e.Channels = m.Shape[2]
	}
	fits := min(e.Height, e.Width) >= smallestImage && max(e.Height, e.Width) <= columns && e.Channels >= 1 && e.Channels <= mostChannels
	return e, fits && e.Height*e.Width*e.Channels == columns
}

// Shape is an image.
func (e CNN) Shape() []int { return []int{e.Height, e.Width, e.Channels} }

// Encode returns an embedding for each image.
func (e CNN) Encode(g *nn.Graph, name string, x nn.Tensor, o Encoding) nn.Tensor {
	return MLP{}.Encode(g, name, e.Convolve(g, name, x), o)
}

// Convolve returns what the last filters find in each image.
func (e CNN) Convolve(g *nn.Graph, name string, x nn.Tensor) nn.Tensor {
	filters := firstFilters
	for stage, side := 1, min(e.Height, e.Width); side >= smallestImage; stage, side = stage+1, side/2 {
		c := nn.Conv{Channels: filters, Pad: 1}
		x = g.MaxPool(g.Conv2D(fmt.Sprintf("%s/conv%d", name, stage), c, nn.ReLU, x))
		filters = min(2*filters, mostFilters)
	}
	return x
}
