package ui

import (
	"context"
	"errors"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/ui/vm"
)

// A sample of 1 is at the top, silence in the middle, and a sweep fills its column.
func TestWaveformIsDrawn(t *testing.T) {
	ink := color.NRGBA{1, 2, 3, 255}
	img := waveform(vm.Waveform{Samples: []float64{1, 0, -1}, Rate: 1}, ink, 1)
	for k, y := range []int{0, (waveHeight - 1) / 2, waveHeight - 1} {
		for at := range waveHeight {
			if drawn := img.At(k, at) == ink; drawn != (at == y) {
				t.Errorf("sample %d at height %d: drawn %v", k, at, drawn)
			}
		}
	}
}

// A real sound and its stand-in stand side by side over the same time and tones,
// each with a button; why nothing is heard stands there, and Space flips the
// stand-in, whatever the Record tab does meanwhile.
func TestSoundsStandSideBySide(t *testing.T) {
	b := newBench(t)
	b.around.Sound = func(context.Context, *dataset.Dataset, string) ([]float64, int, error) {
		return slices.Repeat([]float64{0.5}, 100), 100, nil
	}
	b.around.Made = func(context.Context, *dataset.Dataset, int, []float64) ([]float64, int, error) {
		return slices.Repeat([]float64{0.5}, 200), 100, nil
	}
	b.around.Play = func(context.Context, []float64, int) error { return errors.New("no device") }
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	l := vm.Lens{Modality: dataset.Modality{Name: "tone", Kind: dataset.Audio, Shape: []int{1, 2}}, Present: true, Sound: "a.wav",
		Row: []float64{0, 10}, Standin: &vm.Standin{Row: []float64{0, 5}, By: "knn"}}
	s := newSounds(l, b.frame.bench.Inspector, color.NRGBA{0, 100, 200, 255})
	real, made := &soundView{}, &soundView{}
	for at, v := range []**soundView{&real, &made} {
		s.view(at == 0, b.frame.bench.Inspector)
		*v = s.views[at]
	}
	b.wait("both sounds", func() bool { return s.real.Rate > 0 && s.made.Rate > 0 })
	drawn := func(v *soundView, share float64) color.Color {
		return v.seen.Image.At(int(share*float64(v.seen.Image.Bounds().Dx())), 0)
	}
	if drawn(real, 0.1) != drawn(made, 0.1) || drawn(real, 0.4) == drawn(made, 0.9) || drawn(real, 0.9) != (color.NRGBA{}) {
		t.Errorf("not on one scale: 0 is %v and %v, 10 and 5 are %v and %v, and after its end the real one is %v",
			drawn(real, 0.1), drawn(made, 0.1), drawn(real, 0.4), drawn(made, 0.9), drawn(real, 0.9))
	}
	b.enlarged("tone", l, vm.Versus{Cells: make([]vm.Against, 2)}, true)
	m := b.modals[0]
	var plays []*button
	for _, o := range test.LaidOutObjects(b.win.Canvas().Overlays().Top()) {
		if p, ok := o.(*button); ok && p.Visible() && p.Text != "Close" {
			plays = append(plays, p)
		}
	}
	if len(plays) != 2 {
		t.Fatalf("%d buttons, want one for each sound", len(plays))
	}
	test.Tap(plays[0])
	b.wait("its end", func() bool { return b.frame.bench.Playing.Fault() != "" })
	if got := words(b.win.Canvas().Overlays().Top()); !strings.Contains(got, "Not played: No device.") || !strings.Contains(got, "over 2.00 s") {
		t.Errorf("it says %q", got)
	}
	if b.flipAll(true); !m.flip.real.Visible() || m.flip.generated.Visible() {
		t.Error("Space shows the generated one still")
	}
	if b.flipAll(false); m.flip.real.Visible() {
		t.Error("let go: still the real one")
	}
	b.press(fyne.KeyEscape)
}
