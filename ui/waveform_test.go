package ui

import (
	"image/color"
	"testing"

	"lacuna/ui/vm"
)

// A sample of 1 is at the top, silence in the middle, and a sweep fills its column.
func TestWaveformIsDrawn(t *testing.T) {
	ink := color.NRGBA{1, 2, 3, 255}
	img := waveform(vm.Waveform{Samples: []float64{1, 0, -1}, Rate: 1}, ink)
	for k, y := range []int{0, (waveHeight - 1) / 2, waveHeight - 1} {
		for at := range waveHeight {
			if drawn := img.At(k, at) == ink; drawn != (at == y) {
				t.Errorf("sample %d at height %d: drawn %v", k, at, drawn)
			}
		}
	}
}
