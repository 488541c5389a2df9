package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lacuna/dataset"
)

var near = cmpopts.EquateApprox(0, 1e-9)

func TestColourStaysColour(t *testing.T) {
	d := decode(t, map[string]string{"a.png": pngFile(patch(2, red, green, blue, white)), "b.png": pngFile(patch(2, black, black, black, green))}, Options{})
	if diff := cmp.Diff([]int{2, 2, 3}, d.Modality.Shape); diff != "" || d.Modality.Kind != dataset.Image {
		t.Fatal(d.Modality.Kind, diff)
	}
	if diff := cmp.Diff([]float64{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1}, row(t, d, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"y0x0r", "y0x0g", "y0x0b", "y0x1r"}, d.Modality.Columns[:4]); diff != "" {
		t.Error(diff)
	}
	if len(d.Problems) > 0 {
		t.Error(d.Problems)
	}
}

// Grey images stay grey, also those that are stored in colour.
func TestGreyImages(t *testing.T) {
	grey := patch(2, color.Gray{Y: 51}, color.Gray{Y: 102}, black, white)
	d := decode(t, map[string]string{"a.png": pngFile(grey), "b.png": pngFile(ramp(2, 2))}, Options{})
	if diff := cmp.Diff([]int{2, 2}, d.Modality.Shape); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff([]float64{0.2, 0.4, 0, 1}, row(t, d, 0), near); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"y0x0", "y0x1", "y1x0", "y1x1"}, d.Modality.Columns); diff != "" {
		t.Error(diff)
	}
}

// The majority decides on colour, and what happens to the others is said.
func TestMixedColours(t *testing.T) {
	colour, grey := pngFile(patch(2, red, green)), pngFile(ramp(2, 1))
	d := decode(t, map[string]string{"a.png": colour, "b.png": colour + " ", "c.png": grey}, Options{})
	if diff := cmp.Diff([]float64{0, 0, 0, 1, 1, 1}, row(t, d, 2)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "1 image in grey among others in colour, for example c.png", "red, green and blue")
	d = decode(t, map[string]string{"a.png": grey, "b.png": grey + " ", "c.png": colour}, Options{})
	if diff := cmp.Diff([]float64{0.299, 0.587}, row(t, d, 2), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "1 image in colour among others in grey, for example c.png", "the colour is left out")
}

// What compression leaves between the channels of a grey photo is no colour.
func TestGreyPhotosInColour(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		v := uint8(i)
		img.Set(i%16, i/16, color.RGBA{v, v, v ^ 1, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	d := decode(t, map[string]string{"a.jpg": b.String()}, Options{})
	if diff := cmp.Diff([]int{16, 16}, d.Modality.Shape); diff != "" {
		t.Error(diff)
	}
}

// 16 bits stay 16 bits, in one range for all.
func TestDeepImages(t *testing.T) {
	deep := func(values ...uint16) string {
		img := image.NewGray16(image.Rect(0, 0, len(values), 1))
		for x, v := range values {
			img.SetGray16(x, 0, color.Gray16{Y: v})
		}
		return pngFile(img)
	}
	d := decode(t, map[string]string{"a.png": deep(0, 1, 4095), "b.png": deep(1000, 1001, 1060)}, Options{})
	if diff := cmp.Diff([]float64{0, 1. / 4095, 1}, row(t, d, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{1000. / 4095, 1001. / 4095, 1060. / 4095}, row(t, d, 1)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "2 images of 16 bits with values up to 4095 only", "divided by 4095")
	d = decode(t, map[string]string{"a.png": deep(0, 1, 65535), "b.png": deep(1, 2, 3), "c.png": pngFile(ramp(3, 1))}, Options{})
	if diff := cmp.Diff([]float64{0, 1. / 65535, 1}, row(t, d, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{0, 127. / 255, 1}, row(t, d, 2)); diff != "" {
		t.Error(diff)
	}
	wantProblem(t, d, "1 image of 16 bits that use less than an eighth of the range up to 65535", "b.png")
	colour := image.NewRGBA64(image.Rect(0, 0, 1, 2))
	colour.Set(0, 0, color.RGBA64{R: 40000, G: 1, B: 0, A: 65535})
	colour.Set(0, 1, color.RGBA64{R: 1, G: 2, B: 3, A: 65535})
	d = decode(t, map[string]string{"a.png": pngFile(colour)}, Options{})
	if diff := cmp.Diff([]float64{40000. / 65535, 1. / 65535, 0, 1. / 65535, 2. / 65535, 3. / 65535}, row(t, d, 0)); diff != "" {
		t.Error(diff)
	}
}

// A black drawing on transparent ground is laid on white, a white one on black.
func TestTransparency(t *testing.T) {
	half := color.NRGBA{A: 51}
	hidden := patch(2, color.NRGBA{R: 255, G: 255, B: 255}, color.NRGBA{})
	palette := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.NRGBA{}, black})
	palette.Pix[1] = 1
	d := decode(t, map[string]string{
		"a.png": pngFile(patch(2, black, clear)), "b.png": pngFile(patch(2, white, clear)), "c.png": pngFile(patch(2, half, black)),
		"d.png": pngFile(hidden), "e.png": pngFile(palette), "f.png": pngFile(patch(2, clear, clear)),
	}, Options{})
	for i, want := range [][]float64{{0, 1}, {1, 0}, {0.8, 0}, {1, 0}, {1, 0}, {1, 1}} {
		if diff := cmp.Diff(want, row(t, d, i)); diff != "" {
			t.Errorf("%s: %s", string(rune('a'+i)), diff)
		}
	}
	wantProblem(t, d, "4 images with transparent parts, for example a.png", "laid on white")
	wantProblem(t, d, "1 image with transparent parts that nothing is left of on white, for example b.png", "laid on black")
	wantProblem(t, d, "1 image with nothing but transparent parts, for example d.png", "opaque")
	wantProblem(t, d, "1 image of one value throughout", "f.png")
}

func TestSizes(t *testing.T) {
	sized := func(w, h int) string { return pngFile(ramp(w, h)) }
	for _, c := range []struct {
		name  string
		files []string
		size  int
		shape []int
		says  []string
	}{
		{"one size", []string{sized(5, 4), sized(5, 4) + " "}, 0, []int{4, 5}, nil},
		{"most of one size", []string{sized(5, 4), sized(5, 4) + " ", sized(6, 4)}, 0, []int{4, 5}, []string{"1 image of another size than 5×4, for example 2.png", "resized to 5×4", "proportion"}},
		{"half", []string{sized(5, 5), sized(6, 6)}, 0, []int{28, 28}, []string{"2 images that differ in size", "resized to 28×28"}},
		{"large", []string{sized(100, 50), sized(100, 50) + " "}, 0, []int{28, 28}, []string{"2 images of 100×50 pixels", "28×28", "proportion"}},
		{"chosen", []string{sized(5, 5)}, 3, []int{3, 3}, []string{"1 image of 5×5 pixels", "3×3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{}
			for i, f := range c.files {
				files[fmt.Sprintf("%d.png", i)] = f
			}
			d := decode(t, files, Options{ImageSize: c.size})
			if diff := cmp.Diff(c.shape, d.Modality.Shape); diff != "" {
				t.Error(diff)
			}
			if c.says != nil {
				wantProblem(t, d, c.says...)
			} else if len(d.Problems) > 0 {
				t.Error(d.Problems)
			}
		})
	}
}

// Resizing keeps what is even, the mean, and the order of brightness.
func TestResizing(t *testing.T) {
	half := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range half.Pix {
		if i%40 >= 20 {
			half.Pix[i] = 255
		}
	}
	d := decode(t, map[string]string{"a.png": pngFile(half)}, Options{ImageSize: 4})
	for y := range 4 {
		got := row(t, d, 0)[4*y : 4*y+4]
		if got[0] > 0.01 || got[3] < 0.99 || got[1] > 0.1 || got[2] < 0.9 || got[1]+got[2] < 0.999 || got[1]+got[2] > 1.001 {
			t.Errorf("row %d: %v", y, got)
		}
	}
	d = decode(t, map[string]string{"a.png": pngFile(ramp(2, 2))}, Options{ImageSize: 8})
	for x := 1; x < 8; x++ {
		if r := row(t, d, 0); r[x] < r[x-1] || r[0] != 0 || r[7] != 1 {
			t.Errorf("%v", r[:8])
		}
	}
}

// A checkerboard becomes even when it shrinks: that is not the file's fault.
func TestLostImages(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 80, 80))
	for i := range img.Pix {
		img.Pix[i] = uint8(255 * ((i%80 + i/80) % 2))
	}
	d := decode(t, map[string]string{"a.png": pngFile(img)}, Options{ImageSize: 1})
	wantProblem(t, d, "1 image that show nothing once they have 1×1 pixels")
	for _, p := range d.Problems {
		if strings.Contains(p.What, "of one value throughout") {
			t.Errorf("the file is blamed: %v", p)
		}
	}
}
