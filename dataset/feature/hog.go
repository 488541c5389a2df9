package feature

import (
	"fmt"
	"math"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// gradients describes an image by histograms of oriented gradients (Dalal and
// Triggs, CVPR 2005): in each cell, how strong edges are in each of nine
// directions; four cells beside each other make a block of length 1, in which
// none counts for more than clip, then all are centred and brought to one
// scale. Of a colour image, each pixel goes by the channel that changes most.
type gradients struct {
	tall, wide, channels int
	down, across         int // cells
	scaling
}

const (
	directions   = 9
	cellPixels   = 8  // of a cell, where the image has enough of them
	fewestCells  = 4  // along the shorter side
	mostCells    = 16 // along either side
	blockCells   = 2  // along either side of a block
	clip         = 0.2
	smallestHOG  = 8 // pixels, along the shorter side
	blockColumns = blockCells * blockCells * directions
)

// HasGradients says whether a modality is images large enough for gradients.
func HasGradients(in dataset.Modality) bool {
	return in.Kind == dataset.Image && (len(in.Shape) == 2 || len(in.Shape) == 3) && min(in.Shape[0], in.Shape[1]) >= smallestHOG
}

func fitGradients(train dataset.View, m int) (transform, []string) {
	g := gradientsOf(train.Modality(m).Shape)
	g.common = true
	out := make([]float64, g.columns())
	never := g.fit(len(out), func(yield func([]float64) bool) {
		for row := range rowsOf(train, m) {
			if g.extract(row, out); !yield(out) {
				return
			}
		}
	})
	if never > 0 {
		return g, []string{say.Mark("no training row has an image; the modality tells nothing")}
	}
	return g, nil
}

// gradientsOf lays out the cells of images of a shape.
func gradientsOf(shape []int) *gradients {
	g := &gradients{tall: shape[0], wide: shape[1], channels: 1}
	if len(shape) == 3 {
		g.channels = shape[2]
	}
	g.down, g.across = cellsAlong(g.tall), cellsAlong(g.wide)
	return g
}

func cellsAlong(pixels int) int { return min(max(pixels/cellPixels, fewestCells), mostCells) }

func (g *gradients) columns() int { return (g.down - 1) * (g.across - 1) * blockColumns }

// extract writes the blocks of one image; a missing pixel has no edge.
func (g *gradients) extract(pixels, out []float64) {
	cells := make([]float64, g.down*g.across*directions)
	for y := range g.tall {
		for x := range g.wide {
			strength, angle := g.edge(pixels, y, x)
			at := ((y*g.down/g.tall)*g.across + x*g.across/g.wide) * directions
			vote(cells[at:at+directions], strength, angle)
		}
	}
	for y := range g.down - 1 {
		for x := range g.across - 1 {
			block := out[:blockColumns:blockColumns]
			out = out[blockColumns:]
			half := blockColumns / blockCells
			copy(block, cells[(y*g.across+x)*directions:][:half])
			copy(block[half:], cells[((y+1)*g.across+x)*directions:][:half])
			tame(block)
		}
	}
}

// edge returns the strength and the direction, 0…π, of the edge at a pixel, in
// the channel where it is strongest.
func (g *gradients) edge(pixels []float64, y, x int) (strength, angle float64) {
	at := func(y, x, c int) float64 {
		y, x = min(max(y, 0), g.tall-1), min(max(x, 0), g.wide-1)
		return pixels[(y*g.wide+x)*g.channels+c]
	}
	for c := range g.channels {
		dy, dx := at(y+1, x, c)-at(y-1, x, c), at(y, x+1, c)-at(y, x-1, c)
		if s := math.Hypot(dx, dy); s > strength {
			strength, angle = s, math.Atan2(dy, dx)
		}
	}
	if angle < 0 {
		angle += math.Pi
	}
	return strength, angle
}

// vote shares the strength of an edge between the two directions beside it.
func vote(histogram []float64, strength, angle float64) {
	place := angle/math.Pi*directions - 0.5
	low := math.Floor(place)
	share := place - low
	histogram[(int(low)+directions)%directions] += strength * (1 - share)
	histogram[(int(low)+1+directions)%directions] += strength * share
}

// tame brings a block to the length 1, twice, with a limit in between, so that
// neither light nor one bright edge decides.
func tame(block []float64) {
	normalise(block)
	for k := range block {
		block[k] = min(block[k], clip)
	}
	normalise(block)
}

func (g *gradients) modality(in dataset.Modality) dataset.Modality {
	in.Kind, in.Shape, in.Fields = dataset.Table, nil, nil
	in.Columns = make([]string, g.columns())
	for k := range in.Columns {
		block := k / blockColumns
		in.Columns[k] = fmt.Sprintf(say.Code("block %d,%d: %d"), block/(g.across-1)+1, block%(g.across-1)+1, k%blockColumns+1)
	}
	return in
}

func (g *gradients) row(v dataset.View, i, m int, out []float64) {
	g.extract(v.Row(i, m), out)
	g.apply(out)
}

func (g *gradients) describe() string {
	return say.Kept("histograms of oriented gradients, %d×%d cells of %d directions, columns centred, one common scale", g.down, g.across, directions)
}
