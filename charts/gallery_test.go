package charts

import (
	"flag"
	"image/png"
	"lacuna/charts/canvas"
	"os"
	"path/filepath"
	"testing"
)

var gallery = flag.String("gallery", "", "folder to which TestGallery writes a picture of every chart")

// TestGallery draws every chart at the sizes of the window's panes, light and
// dark, and as print, for people to look at.
func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given: go test ./charts -run Gallery -gallery DIR")
	}
	in, full := small(), crowded()
	full.Selected = []uint64{0xFFFF, 0, 0xFF00FF, 1}
	full.Order = ByLabel
	matrix, err := NewPresence(in)
	if err != nil {
		t.Fatal(err)
	}
	show(t, matrix.Zoom(425, 24), "presence-zoomed", 456, 370, canvas.Light())
	for _, info := range All() {
		f, err := New(info.Name, full)
		if err != nil {
			t.Fatal(err)
		}
		show(t, f, info.Name+"-crowded", 691, 510, canvas.Light())
		f, err = New(info.Name, in)
		if err != nil {
			t.Fatal(err)
		}
		show(t, f, info.Name+"-456-light", 456, 370, canvas.Light())
		show(t, f, info.Name+"-456-dark", 456, 370, canvas.Dark())
		show(t, f, info.Name+"-691-light", 691, 510, canvas.Light())
		for _, format := range canvas.Formats() {
			if err := canvas.Export(filepath.Join(*gallery, info.Name+"."+string(format)), f, canvas.Page{}); err != nil {
				t.Error(err)
			}
		}
	}
}

func show(t *testing.T, f canvas.Figure, name string, w, h int, s canvas.Style) {
	t.Helper()
	img, _ := canvas.Render(f, w, h, 1, s, nil)
	file, err := os.Create(filepath.Join(*gallery, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
}
