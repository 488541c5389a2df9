package impute

import (
	"math"

	"lacuna/internal/encode"
)

// thumbnail is the size at which networks work on images, smaller by a whole
// factor than that of the data. Larger images need many times the work, and from
// few records networks learn no more of them than noise.
type thumbnail struct {
	from, to encode.CNN
	factor   int
}

// thumbnailOf brings the longer side to at most so many pixels.
func thumbnailOf(image encode.CNN, most int) thumbnail {
	t := thumbnail{from: image, to: image, factor: (max(image.Height, image.Width) + most - 1) / most}
	t.to.Height, t.to.Width = (image.Height+t.factor-1)/t.factor, (image.Width+t.factor-1)/t.factor
	return t
}

func (t thumbnail) cells() int { return t.to.Height * t.to.Width * t.to.Channels }

// colours is the number of channels that are taken apart into brightness and
// two contrasts, red against blue and green against both: the channels of a
// picture go together, and a network that draws each by itself draws them gaudy.
const colours = 3

// contrastUnit is about how far contrasts vary in photographs, in units of the
// brightness: as what is drawn varies alike everywhere at first, they start pale.
const contrastUnit = 0.25

// apart brings the channels of a pixel to brightness and contrasts.
func apart(p []float32) {
	r, g, b := float64(p[0]), float64(p[1]), float64(p[2])
	p[0] = float32((r + g + b) / math.Sqrt(3))
	p[1] = float32((r - b) / math.Sqrt2 / contrastUnit)
	p[2] = float32((2*g - r - b) / math.Sqrt(6) / contrastUnit)
}

// channel brings brightness and contrasts back to a channel.
func channel(p [colours]float64, k int) float64 {
	light, red, green := p[0]/math.Sqrt(3), p[1]*contrastUnit/math.Sqrt2, p[2]*contrastUnit/math.Sqrt(6)
	return [colours]float64{light + red - green, light + 2*green, light - red - green}[k]
}

// shrink writes the mean of the pixels that each pixel stands for.
func (t thumbnail) shrink(dst []float32, pixel func(j int) float32) {
	c := t.to.Channels
	for i := range t.to.Height {
		for j := range t.to.Width {
			high, right := min((i+1)*t.factor, t.from.Height), min((j+1)*t.factor, t.from.Width)
			for k := range c {
				var sum float32
				for y := i * t.factor; y < high; y++ {
					for x := j * t.factor; x < right; x++ {
						sum += pixel((y*t.from.Width+x)*c + k)
					}
				}
				dst[(i*t.to.Width+j)*c+k] = sum / float32((high-i*t.factor)*(right-j*t.factor))
			}
			if c == colours {
				apart(dst[(i*t.to.Width+j)*c : (i*t.to.Width+j+1)*c])
			}
		}
	}
}

// at returns a pixel of the image at its full size, between its neighbours in
// the small one.
func (t thumbnail) at(small []float64, j int) float64 {
	c := t.to.Channels
	y, x, k := j/c/t.from.Width, j/c%t.from.Width, j%c
	top, bottom, down := between(y, t.factor, t.to.Height)
	left, right, along := between(x, t.factor, t.to.Width)
	pixel := func(i, j int) float64 {
		at := (i*t.to.Width + j) * c
		if c == colours {
			return channel([colours]float64(small[at:at+colours]), k)
		}
		return small[at+k]
	}
	return (1-down)*((1-along)*pixel(top, left)+along*pixel(top, right)) + down*((1-along)*pixel(bottom, left)+along*pixel(bottom, right))
}

// between returns the two small pixels whose middles lie about that of a large
// one, and how far it is on the way from the first to the second.
func between(at, factor, small int) (first, second int, way float64) {
	place := (float64(at)+0.5)/float64(factor) - 0.5
	if place <= 0 {
		return 0, 0, 0
	}
	first = min(int(place), small-1)
	return first, min(first+1, small-1), place - float64(first)
}
