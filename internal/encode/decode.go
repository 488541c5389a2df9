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
	place := e.place(g, name, h)
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
		x = e.enlarge(g, size[0], size[1], x)
		if c := (nn.Conv{Channels: e.Channels, Pad: 1}); stage == len(sizes)-2 {
			return g.Add(place, g.Conv2D(name+"/draw", c, nn.Identity, x))
		}
		filters = max(filters/2, firstFilters)
		x = g.Conv2D(fmt.Sprintf("%s/conv%d", name, stage+1), nn.Conv{Channels: filters, Pad: 1}, nn.ReLU, x)
	}
	return place
}

// place is what stands at one place in all images: of photographs, in which
// nothing does to the pixel, at a quarter of their size.
func (e CNN) place(g *nn.Graph, name string, h nn.Tensor) nn.Tensor {
	height, width := e.Height, e.Width
	if e.photo() {
		height, width = (height+photoShrink-1)/photoShrink, (width+photoShrink-1)/photoShrink
	}
	x := g.Reshape(g.Linear(name+"/place", height*width*e.Channels, nn.Identity, h), height, width, e.Channels)
	if e.photo() {
		return g.Enlarge(e.Height, e.Width, x)
	}
	return x
}

// enlarge brings images to a larger size, photographs without blocks.
func (e CNN) enlarge(g *nn.Graph, height, width int, x nn.Tensor) nn.Tensor {
	if e.photo() {
		return g.Enlarge(height, width, x)
	}
	return g.Upsample(height, width, x)
}

// photo says whether images have colours.
func (e CNN) photo() bool { return e.Channels > 1 }

// photoShrink is how many times smaller the part of photographs is drawn that
// has weights of its own for each place.
const photoShrink = 4

// Decode writes a row of features from hidden layers, linearly.
func (e MLP) Decode(g *nn.Graph, name string, hs ...nn.Tensor) nn.Tensor {
	return g.Linear(name+"/out", e.Columns, nn.Identity, hs...)
}
