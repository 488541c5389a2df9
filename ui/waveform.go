package ui

import (
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lacuna/ui/vm"
)

// A waveform is drawn with so many points, and stretched to its room.
const waveWidth, waveHeight = 600, 120

// soundView shows a sound as the methods see it, its spectrogram, below its
// waveform where the file can be heard. Both run over the same time.
func soundView(l vm.Lens, in *vm.Inspector, ink color.NRGBA) fyne.CanvasObject {
	seen := picture(spectrogram(l.Modality.Shape, l.Row, ink), canvas.ImageFillStretch)
	if l.Sound == "" {
		return seen
	}
	wave := canvas.NewImageFromImage(image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	length := quiet("")
	in.Hear(l, func(w vm.Waveform) {
		if len(w.Samples) == 0 {
			length.SetText("its file cannot be read now")
			return
		}
		wave.Image = waveform(w, ink)
		wave.Refresh()
		length.SetText(fmt.Sprintf("%.2f s, %s samples a second", w.Seconds(), vm.Grouped(w.Rate)))
	})
	return container.NewBorder(length, nil, nil, nil, container.NewGridWithRows(2, wave, seen))
}

// waveform draws the envelope of a sound around its middle.
func waveform(w vm.Waveform, ink color.NRGBA) image.Image {
	low, high := w.Envelope(waveWidth)
	img := image.NewNRGBA(image.Rect(0, 0, len(low), waveHeight))
	row := func(x float64) int { return int((1 - min(max(x, -1), 1)) / 2 * (waveHeight - 1)) }
	for k := range low {
		for y := row(high[k]); y <= row(low[k]); y++ {
			img.SetNRGBA(k, y, ink)
		}
	}
	return img
}
