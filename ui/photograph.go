package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// photograph shows a picture as its file has it, and says what the methods see of
// it; what has no file, or one that cannot be read any more, as the methods see it.
func (f *frame) photograph(l vm.Lens) fyne.CanvasObject {
	shown := canvas.NewImageFromImage(pixelPicture(l.Shape, l.Row, l.Tones))
	shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	if l.Picture == "" {
		return shown
	}
	words := quiet("")
	f.bench.Inspector.See(l, func(img image.Image) {
		if img == nil {
			words.SetText(say.Text("its file cannot be read now"))
			return
		}
		shown.Image, shown.ScaleMode = img, canvas.ImageScaleFastest
		shown.Refresh()
		words.SetText(methodsSee(l))
	})
	return container.NewBorder(words, nil, nil, nil, shown)
}

// methodsSee says what of a picture the methods see.
func methodsSee(l vm.Lens) string {
	shape := l.Modality.Shape
	if len(l.Row) == 3*shape[0]*shape[1] {
		return say.Form("The file; the methods see %d × %d pixels", shape[1], shape[0])
	}
	return say.Form("The file; the methods see %d × %d pixels in grey", shape[1], shape[0])
}
