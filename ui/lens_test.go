package ui

import (
	"context"
	"errors"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lacuna/dataset"
	"lacuna/ui/vm"
)

// A red pixel is shown red, a grey image in grey, and words of a category are
// words.
func TestLensesShowWhatWasRead(t *testing.T) {
	img := pixelPicture([]int{1, 2, 3}, []float64{1, 0, 0, 0, 0, 1}, vm.Tones{White: 1})
	if a, b := img.At(0, 0), img.At(1, 0); a != (color.RGBA{255, 0, 0, 255}) || b != (color.RGBA{0, 0, 255, 255}) {
		t.Errorf("red and blue became %v and %v", a, b)
	}
	if got := pixelPicture([]int{1, 1}, []float64{51}, vm.Tones{White: 255}).At(0, 0); got != (color.RGBA{51, 51, 51, 255}) {
		t.Errorf("grey became %v", got)
	}
	m := dataset.Modality{Fields: []dataset.Field{{Kind: dataset.Category, Levels: []string{"low", "high"}}, {}}}
	if a, b := cellWords(m, 0, 1), cellWords(m, 1, 2.5); a != "high" || b != "2.5" {
		t.Errorf("%q and %q", a, b)
	}
}

// Every modality that is there can be seen large; Escape leaves it.
func TestLensesAreEnlarged(t *testing.T) {
	b := newBench(t)
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	b.frame.bench.Selection.Step(1)
	for _, l := range b.frame.bench.Inspector.Lenses() {
		var large *button
		view, _ := b.lensView(l)
		for _, o := range test.LaidOutObjects(view) {
			if button, ok := o.(*button); ok {
				large = button
			}
		}
		if (large != nil) != l.Present {
			t.Fatalf("%s: present %v, button %v", l.Modality.Name, l.Present, large != nil)
		}
		if large == nil {
			continue
		}
		test.Tap(large)
		if len(b.modals) != 1 {
			t.Fatalf("%s is not shown large", l.Modality.Name)
		}
		b.press(fyne.KeyEscape)
	}
}

// A sound has a button that plays and ends it; why it was not heard stands beside
// it, and is no dialog.
func TestSoundsPlay(t *testing.T) {
	b := newBench(t)
	b.around.Sound = func(context.Context, *dataset.Dataset, string) ([]float64, int, error) {
		return []float64{0, 1}, 2, nil
	}
	b.around.Play = func(context.Context, []float64, int) error { return errors.New("no device") }
	b.openSample()
	b.wait("the sample", func() bool { return b.panes[1].figure != nil })
	l := vm.Lens{Modality: dataset.Modality{Name: "tone", Kind: dataset.Audio, Shape: []int{2, 2}}, Present: true, Row: make([]float64, 4), Sound: "a.wav"}
	if b.playButton(vm.Lens{}, true).Visible() {
		t.Error("what is no sound can be played")
	}
	play := b.playButton(l, true)
	if !play.Visible() || play.Text != "Play" {
		t.Fatalf("%q", play.Text)
	}
	test.Tap(play)
	if got := b.playButton(l, true).Text; got != "Stop" {
		t.Errorf("while it plays: %q", got)
	}
	p := b.frame.bench.Playing
	b.wait("its end", func() bool { return p.Fault() != "" })
	view, _ := b.lensView(l)
	if got := words(view); !strings.Contains(got, "Not played: No device.") || len(b.modals) > 0 {
		t.Errorf("not played: %q", got)
	}
}
