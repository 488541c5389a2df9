package format

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // decodes .gif
	_ "image/jpeg" // decodes .jpg
	_ "image/png"  // decodes .png
	"io/fs"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// Sizes of images in a modality.
const (
	keepSize   = 64        // images of one size up to this keep it
	commonSize = 28        // others are brought to this height and width
	mostPixels = 100 << 20 // larger images are refused unread
)

// errEmptyFile says why a file of length zero cannot be decoded.
var errEmptyFile = errors.New("the file is empty")

// LoadImage decodes the image of modality m of a record, for display. It fails
// with fs.ErrNotExist where the record has no file.
func LoadImage(d *dataset.Dataset, m, record int) (image.Image, error) {
	data, err := loadFile(d, m, record)
	if err != nil {
		return nil, err
	}
	return decodeImage(data)
}

func loadFile(d *dataset.Dataset, m, record int) ([]byte, error) {
	files := d.Blocks[m].Files
	if d.Media == nil || files == nil || files[record] == "" {
		return nil, fmt.Errorf("record %s has no file of %s: %w", d.IDs[record], d.Blocks[m].Modality.Name, fs.ErrNotExist)
	}
	return fs.ReadFile(d.Media, files[record])
}

func decodeImage(data []byte) (img image.Image, err error) {
	defer calm(&err)
	size, err := imageSize(data)
	if err != nil {
		return nil, err
	}
	if size.X*size.Y > mostPixels {
		return nil, fmt.Errorf("%d×%d pixels are too many", size.X, size.Y)
	}
	img, _, err = image.Decode(bytes.NewReader(data))
	return img, err
}

// calm turns a decoder's panic over a broken file into an error.
func calm(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the decoder gave up: %v", r)
	}
}

func imageSize(data []byte) (size image.Point, err error) {
	defer calm(&err)
	if len(data) == 0 {
		return size, errEmptyFile
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err == nil && (c.Width <= 0 || c.Height <= 0) {
		err = errors.New("the image has no pixels")
	}
	return image.Pt(c.Width, c.Height), err
}

// images decodes image files to grey values of one common size.
type images struct {
	size    image.Point
	resized bool
}

// survey finds the common size: that of the images if it is small and the same
// for all, else commonSize.
func (g *images) survey(heads []mediaHead) {
	for _, h := range heads {
		if h.err != nil {
			continue
		}
		if g.size == (image.Point{}) {
			g.size = h.size
		}
		if h.size != g.size || h.size.X > keepSize || h.size.Y > keepSize {
			g.size, g.resized = image.Pt(commonSize, commonSize), true
			return
		}
	}
	if g.size == (image.Point{}) {
		g.size = image.Pt(commonSize, commonSize)
	}
}

func (g *images) head(data []byte) (h mediaHead) {
	h.size, h.err = imageSize(data)
	return h
}

func (g *images) decode(data []byte) ([]float64, error) {
	img, err := decodeImage(data)
	if err != nil {
		return nil, err
	}
	return feature.Grey(img, g.size.Y, g.size.X), nil
}

func (g *images) describe(m *dataset.Modality) {
	m.Kind, m.Shape = dataset.Image, []int{g.size.Y, g.size.X}
	for y := range g.size.Y {
		for x := range g.size.X {
			m.Columns = append(m.Columns, fmt.Sprintf("y%dx%d", y, x))
		}
	}
}

func (g *images) note() (what, done string) {
	if !g.resized {
		return "", ""
	}
	return fmt.Sprintf("the images differ in size or are larger than %d×%d", keepSize, keepSize),
		fmt.Sprintf("models see all at %d×%d, in grey", g.size.X, g.size.Y)
}
