package ui

import (
	"image/color"
	"testing"

	"lacuna/dataset"
	"lacuna/ui/vm"
)

// A red pixel is shown red, a grey image in grey, and words of a category are
// words.
func TestLensesShowWhatWasRead(t *testing.T) {
	red := vm.Lens{Modality: dataset.Modality{Kind: dataset.Image, Shape: []int{1, 2, 3}}, Row: []float64{1, 0, 0, 0, 0, 1}}
	img := pixelPicture(red)
	if a, b := img.At(0, 0), img.At(1, 0); a != (color.RGBA{255, 0, 0, 255}) || b != (color.RGBA{0, 0, 255, 255}) {
		t.Errorf("red and blue became %v and %v", a, b)
	}
	grey := vm.Lens{Modality: dataset.Modality{Kind: dataset.Image, Shape: []int{1, 1}}, Row: []float64{0.2}}
	if got := pixelPicture(grey).At(0, 0); got != (color.RGBA{51, 51, 51, 255}) {
		t.Errorf("grey became %v", got)
	}
	m := dataset.Modality{Fields: []dataset.Field{{Kind: dataset.Category, Levels: []string{"low", "high"}}, {}}}
	if a, b := cellWords(m, 0, 1), cellWords(m, 1, 2.5); a != "high" || b != "2.5" {
		t.Errorf("%q and %q", a, b)
	}
}
