package media

import (
	"context"
	"fmt"
	"image"
	"math"
	"math/bits"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Sizes of images in a modality.
const (
	keepSize   = 64 // images most of which have one size up to this keep it
	commonSize = 28 // others are brought to this height and width
)

// How far the channels of a grey image may lie apart, of 255: what lossy
// compression leaves, and what rounding does.
const (
	lossyGrey = 12
	exactGrey = 2
)

// images decodes image files to values of one common size.
type images struct {
	chosen int // height and width, or 0
	size   image.Point
	colour bool
	full   float64 // of the values of deep images
}

// settle finds the common size: that of most images if it is small, else
// commonSize.
func (g *images) settle(files []*file) int {
	g.size = image.Pt(commonSize, commonSize)
	if g.chosen > 0 {
		g.size = image.Pt(g.chosen, g.chosen)
		return g.chosen * g.chosen
	}
	counts := map[image.Point]int{}
	for _, f := range files {
		size := f.head.size()
		if counts[size]++; 2*counts[size] > len(files) && size.X <= keepSize && size.Y <= keepSize {
			g.size = size
		}
	}
	return g.size.X * g.size.Y
}

func (h head) size() image.Point { return image.Pt(h.width, h.height) }

func (g *images) key() string { return fmt.Sprintf(say.Code("image 1 %d×%d"), g.size.X, g.size.Y) }

// read decodes one image at the common size.
func (g *images) read(ctx context.Context, f *file, data []byte) (*content, error) {
	p, err := openPicture(ctx, f.format, data)
	if err != nil {
		return nil, err
	}
	r, ground := groundOf(p.Image)
	size := g.size
	if p.turn >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	var seen survey
	c := &content{notes: p.notes | ground, channels: r.channels, deep: r.deep}
	c.pixels = r.resize(size.Y, size.X, &seen)
	c.top = float64(seen.high)
	if !seen.varies {
		c.notes |= allOne
	}
	if limit := greyLimit(p.lossy, r.deep); c.channels == 3 && seen.spread <= limit {
		c.pixels, c.channels = toGrey(c.pixels), 1
	}
	c.pixels = turnPixels(c.pixels, c.channels, p.turn, g.size)
	return c, nil
}

func greyLimit(lossy, deep bool) float32 {
	limit := float32(exactGrey)
	if lossy {
		limit = lossyGrey
	}
	if deep {
		limit *= 257
	}
	return limit
}

// toGrey returns the brightness of pixels of three channels, as television
// weighs them (BT.601).
func toGrey(pixels []float32) []float32 {
	out := make([]float32, len(pixels)/3)
	for i := range out {
		out[i] = luma(pixels[3*i], pixels[3*i+1], pixels[3*i+2])
	}
	return out
}

func luma(r, g, b float32) float32 {
	if r == g && g == b {
		return r
	}
	return 0.299*r + 0.587*g + 0.114*b
}

// turnPixels turns an image of the common size upright.
func turnPixels(pixels []float32, channels, turn int, size image.Point) []float32 {
	if turn == 1 {
		return pixels
	}
	stored := size.X
	if turn >= 5 {
		stored = size.Y
	}
	out := make([]float32, 0, len(pixels))
	for y := range size.Y {
		for x := range size.X {
			sx, sy := source(turn, x, y, size.X, size.Y)
			at := (sy*stored + sx) * channels
			out = append(out, pixels[at:at+channels]...)
		}
	}
	return out
}

// describe decides on colour and range, and names the columns.
func (g *images) describe(files []*file, m *dataset.Modality) []finding {
	var coloured, grey, deep []*file
	top := 0.0
	for _, f := range files {
		if f.content.channels == 3 {
			coloured = append(coloured, f)
		} else {
			grey = append(grey, f)
		}
		if f.content.deep {
			deep = append(deep, f)
			top = max(top, f.content.top)
		}
	}
	g.colour = len(coloured) > 0 && len(coloured) >= len(grey)
	g.full = float64(uint64(1)<<max(1, bits.Len(uint(top))) - 1)
	m.Shape = []int{g.size.Y, g.size.X}
	if g.colour {
		m.Shape = append(m.Shape, 3)
	}
	m.Columns = g.columns()
	found := append(g.sizes(files), g.colours(coloured, grey)...)
	found = append(found, g.depths(deep, top)...)
	found = append(found, notesOf(files)...)
	return append(found, g.lost(files)...)
}

func (g *images) columns() []string {
	var list []string
	for y := range g.size.Y {
		for x := range g.size.X {
			name := fmt.Sprintf("y%dx%d", y, x)
			if !g.colour {
				list = append(list, name)
				continue
			}
			list = append(list, name+"r", name+"g", name+"b")
		}
	}
	return list
}

// sizes says which images were resized, and whether that stretched them.
func (g *images) sizes(files []*file) []finding {
	var resized, stretched []*file
	first, same := image.Point{}, true
	for i, f := range files {
		size := f.head.size()
		if i == 0 {
			first = size
		}
		same = same && size == first
		if size != g.size {
			resized = append(resized, f)
		}
		if size.X*g.size.Y != size.Y*g.size.X {
			stretched = append(stretched, f)
		}
	}
	if len(resized) == 0 {
		return nil
	}
	what := say.Kept("of another size than %d×%d", g.size.X, g.size.Y)
	switch {
	case len(resized) < len(files):
	case same:
		what = say.Kept("of %d×%d pixels", first.X, first.Y)
	default:
		what = say.Mark("that differ in size")
	}
	done := say.Kept("resized to %d×%d", g.size.X, g.size.Y)
	switch {
	case len(stretched) == len(resized):
		done = say.Kept("%s, which changes the proportion of their sides", done)
	case len(stretched) > 0:
		done = say.Kept("%s, which changes the proportion of the sides of %d", done, len(stretched))
	}
	return []finding{{resized, what, done}}
}

// colours says which images lost their colour, or got none.
func (g *images) colours(coloured, grey []*file) []finding {
	switch {
	case len(coloured) == 0 || len(grey) == 0:
		return nil
	case g.colour:
		return []finding{{grey, say.Mark("in grey among others in colour"), say.Mark("the grey stands for red, green and blue")}}
	}
	return []finding{{coloured, say.Mark("in colour among others in grey"), say.Mark("the colour is left out, as most have none")}}
}

// dim is how many times the range of all images of 16 bits may be that of one
// before it is said.
const dim = 8

// depths says how images of 16 bits were brought to 0…1: by one range for all,
// as 12 bits often come in 16.
func (g *images) depths(deep []*file, top float64) []finding {
	var found []finding
	if len(deep) > 0 && g.full < math.MaxUint16 {
		found = append(found, finding{deep, say.Kept("of 16 bits with values up to %.0f only", top),
			say.Kept("all of 16 bits are divided by %.0f", g.full)})
	}
	var low []*file
	for _, f := range deep {
		if f.content.top*dim < g.full && !f.content.blank() {
			low = append(low, f)
		}
	}
	if low != nil {
		found = append(found, finding{low, say.Kept("of 16 bits that use less than an eighth of the range up to %.0f that others use", g.full),
			say.Kept("divided by %.0f as all of 16 bits, so that values stay comparable", g.full)})
	}
	return found
}

// lost finds the images of which nothing is left after all that was done to
// them: then it is not the file that shows nothing.
func (g *images) lost(files []*file) []finding {
	row := make([]float64, g.size.X*g.size.Y*g.channels())
	var list []*file
	for _, f := range files {
		if f.content.blank() {
			continue
		}
		g.row(f.content, row)
		if g.isEven(row) {
			list = append(list, f)
		}
	}
	if list == nil {
		return nil
	}
	return []finding{{list, say.Kept("that show nothing once they have %d×%d pixels%s", g.size.X, g.size.Y, map[bool]string{false: say.Mark(" in grey")}[g.colour]), "kept"}}
}

func (g *images) isEven(row []float64) bool {
	channels := g.channels()
	for i, x := range row {
		if math.Abs(x-row[i%channels]) > 1e-6 {
			return false
		}
	}
	return true
}

func (g *images) channels() int {
	if g.colour {
		return 3
	}
	return 1
}

// row writes an image with values from 0 to 1.
func (g *images) row(c *content, out []float64) {
	scale := float64(math.MaxUint8)
	if c.deep {
		scale = g.full
	}
	switch {
	case c.channels == 3 && g.colour, c.channels == 1 && !g.colour:
		for i, x := range c.pixels {
			out[i] = float64(x) / scale
		}
	case c.channels == 3:
		for i := range out {
			out[i] = float64(luma(c.pixels[3*i], c.pixels[3*i+1], c.pixels[3*i+2])) / scale
		}
	default:
		for i := range out {
			out[i] = float64(c.pixels[i/3]) / scale
		}
	}
}
