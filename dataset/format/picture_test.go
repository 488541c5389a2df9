package format_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// A picture is shown in its own colours, and a large one in a size for screens.
func TestPictureForDisplay(t *testing.T) {
	large := image.NewRGBA(image.Rect(0, 0, 4096, 2))
	for x := range 4096 {
		for y := range 2 {
			large.Set(x, y, color.RGBA{200, 10, 10, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, large); err != nil {
		t.Fatal(err)
	}
	d := &dataset.Dataset{Name: "d", Media: fstest.MapFS{"a.png": {Data: b.Bytes()}}}
	img, err := format.Picture(t.Context(), d, "a.png")
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != image.Rect(0, 0, 2048, 1) {
		t.Errorf("%v", img.Bounds())
	}
	if r, g, _, _ := img.At(1000, 0).RGBA(); r>>8 != 200 || g>>8 != 10 {
		t.Errorf("red is %d, green is %d", r>>8, g>>8)
	}
	if _, err := format.Picture(t.Context(), d, "gone.png"); err == nil {
		t.Error("a file that is not there is shown")
	}
	if _, err := format.Picture(t.Context(), &dataset.Dataset{Name: "d"}, "a.png"); err == nil {
		t.Error("a dataset without files shows one")
	}
}
