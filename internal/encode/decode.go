package encode

import (
	"fmt"
	"slices"

	"lacuna/internal/nn"
)

// Decode draws images from a hidden layer: a linear layer draws what stands at
// one place in all of them, and upsampling with 3×3 convolutions, each with half
// the filters of the last, what may stand anywhere (after Radford, Metz and
// Chintala, DCGAN, ICLR 2016, with resizing in the place of transposed
// convolutions). Its parameters are named name/….
func (e CNN) Decode(g *nn.Graph, name string, h nn.Tensor) nn.Tensor {
	place := g.Reshape(g.Linear(name+"/place", e.Height*e.Width*e.Channels, nn.Identity, h), e.Height, e.Width, e.Channels)
	sizes, filters := [][2]int{{e.Height, e.Width}}, firstFilters
	for last := sizes[0]; min(last[0], last[1]) >= smallestImage; last = sizes[len(sizes)-1] {
		sizes = append(sizes, [2]int{(last[0] + 1) / 2, (last[1] + 1) / 2})
	}
	for range len(sizes) - 2 {
		filters = min(2*filters, mostFilters)
	}
	slices.Reverse(sizes)
	first := sizes[0]
	x := g.Reshape(g.Linear(name+"/start", first[0]*first[1]*filters, nn.ReLU, h), first[0], first[1], filters)
	for stage, size := range sizes[1:] {
		x = g.Upsample(size[0], size[1], x)
		if c := (nn.Conv{Channels: e.Channels, Pad: 1}); stage == len(sizes)-2 {
			return g.Add(place, g.Conv2D(name+"/draw", c, nn.Identity, x))
		}
		filters = max(filters/2, firstFilters)
		x = g.Conv2D(fmt.Sprintf("%s/conv%d", name, stage+1), nn.Conv{Channels: filters, Pad: 1}, nn.ReLU, x)
	}
	return place
}

// Decode writes a row of features from hidden layers, linearly.
func (e MLP) Decode(g *nn.Graph, name string, hs ...nn.Tensor) nn.Tensor {
	return g.Linear(name+"/out", e.Columns, nn.Identity, hs...)
}
