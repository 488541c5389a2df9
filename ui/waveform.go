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

// A waveform is drawn with so many points, a spectrogram as wide, and both are
// stretched to their room.
const waveWidth, waveHeight = 600, 120

// sounds draws the sound of a lens and that of its stand-in, as often as they are
// shown, on the same scales: what is held against what covers the same times,
// amplitudes and powers.
type sounds struct {
	lens       vm.Lens
	ink        color.NRGBA
	real, made vm.Waveform // as far as they have been heard
	views      []*soundView
	scale      *quotable // says the scales
}

// soundView shows a sound as the methods see it, its spectrogram, below its
// waveform where it can be heard. Both run over the same time.
type soundView struct {
	of         *sounds
	real       bool
	wave, seen *canvas.Image
	words      *quotable
}

// newSounds begins to hear what can be heard of a lens. The sound of a stand-in is
// made from its spectrogram.
func newSounds(l vm.Lens, in *vm.Inspector, ink color.NRGBA) *sounds {
	s := &sounds{lens: l, ink: ink, scale: wrapped("")}
	if !l.IsSound() {
		return s
	}
	hear := func(real bool, into *vm.Waveform) {
		if !in.CanHear(l, real) {
			return
		}
		in.Hear(l, real, func(w vm.Waveform) {
			*into = w
			s.draw()
		})
	}
	hear(true, &s.real)
	hear(false, &s.made)
	s.draw()
	return s
}

// view shows the real sound, or the stand-in.
func (s *sounds) view(real bool, in *vm.Inspector) fyne.CanvasObject {
	blank := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	v := &soundView{of: s, real: real, wave: canvas.NewImageFromImage(blank), seen: picture(blank, canvas.ImageFillStretch), words: quiet("")}
	s.views = append(s.views, v)
	v.draw()
	if !in.CanHear(s.lens, real) {
		return v.seen
	}
	return container.NewBorder(v.words, nil, nil, nil, container.NewGridWithRows(2, v.wave, v.seen))
}

func (s *sounds) draw() {
	s.scale.SetText(s.lens.ScaleWords(vm.Longest(s.real, s.made)))
	for _, v := range s.views {
		v.draw()
	}
}

// draw draws what is known by now.
func (v *soundView) draw() {
	l, heard, row := v.of.lens, v.of.real, v.of.lens.Row
	if !v.real {
		heard, row = v.of.made, l.Standin.Row
	}
	along := 1.0
	if most := vm.Longest(v.of.real, v.of.made); most > 0 && len(heard.Samples) > 0 {
		along = heard.Seconds() / most
	}
	v.seen.Image = spectrogram(l.Modality.Shape, row, l.Powers(), v.of.ink, along)
	v.seen.Refresh()
	switch {
	case heard.Rate == 0: // not heard yet, or never
	case len(heard.Samples) == 0:
		v.words.SetText(say.Text("its file cannot be read now"))
	case v.real:
		v.words.SetText(say.Form("%.2f s, %s samples a second", heard.Seconds(), vm.Grouped(heard.Rate)))
	default:
		v.words.SetText(say.Form("%.2f s, made from its spectrogram", heard.Seconds()))
	}
	v.wave.Image = waveform(heard, v.of.ink, along)
	v.wave.Refresh()
}

// waveform draws the envelope of a sound around its middle, in the first share of
// the width.
func waveform(w vm.Waveform, ink color.NRGBA, along float64) image.Image {
	low, high := w.Envelope(max(1, int(along*waveWidth)))
	img := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(len(low))/along)), waveHeight))
	row := func(x float64) int { return int((1 - min(max(x, -1), 1)) / 2 * (waveHeight - 1)) }
	for k := range low {
		for y := row(high[k]); y <= row(low[k]); y++ {
			img.SetNRGBA(k, y, ink)
		}
	}
	return img
}

// spectrogram draws log-mel values, low bands at the bottom, by their tones, in the
// first share of the width.
func spectrogram(shape []int, row []float64, tones vm.Tones, ink color.NRGBA, along float64) image.Image {
	bands, frames := shape[0], shape[1]
	wide := max(1, int(along*waveWidth))
	img := image.NewNRGBA(image.Rect(0, 0, waveWidth, bands))
	for b := range bands {
		for x := range wide {
			img.Set(x, bands-1-b, tint(ink, tones.Brightness(row[b*frames+x*frames/wide])))
		}
	}
	return img
}

// tint is a colour between black and white through ink.
func tint(ink color.NRGBA, share float64) color.RGBA {
	mix := func(v uint8) uint8 {
		if share < 0.5 {
			return uint8(float64(v) * 2 * share)
		}
		return uint8(float64(v) + (255-float64(v))*(2*share-1))
	}
	return color.RGBA{mix(ink.R), mix(ink.G), mix(ink.B), 255}
}
