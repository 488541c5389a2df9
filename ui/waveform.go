package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// A waveform is drawn with so many points, and stretched to its room.
const waveWidth, waveHeight = 600, 120

// soundView shows a sound as the methods see it, its spectrogram, below its
// waveform where the file can be heard. Both run over the same time.
// Of a stand-in the sound is made from the spectrogram.
func soundView(l vm.Lens, real bool, in *vm.Inspector, ink color.NRGBA) fyne.CanvasObject {
	row, can := l.Row, l.Sound != ""
	if !real {
		row, can = l.Standin.Row, in.CanMake(l)
	}
	seen := picture(spectrogram(l.Modality.Shape, row, ink), canvas.ImageFillStretch)
	if !can {
		return seen
	}
	wave := canvas.NewImageFromImage(image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	length := quiet("")
	in.Hear(l, real, func(w vm.Waveform) {
		if len(w.Samples) == 0 {
			length.SetText(say.Text("its file cannot be read now"))
			return
		}
		wave.Image = waveform(w, ink)
		wave.Refresh()
		words := say.Form("%.2f s, %s samples a second", w.Seconds(), vm.Grouped(w.Rate))
		if !real {
			words = say.Form("%.2f s, made from its spectrogram", w.Seconds())
		}
		length.SetText(words)
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
