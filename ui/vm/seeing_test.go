package vm

import (
	"context"
	"errors"
	"image"
	"testing"

	"lacuna/dataset"
)

// TestPicturesAreSeenAsTheyAre: a picture is decoded once, beside the event
// goroutine; one that cannot be decoded any more is none.
func TestPicturesAreSeenAsTheyAre(t *testing.T) {
	k := newDesk(t)
	decoded := 0
	k.around.Picture = func(_ context.Context, _ *dataset.Dataset, file string) (image.Image, error) {
		decoded++
		if file == "gone.png" {
			return image.NewGray(image.Rect(0, 0, 1, 1)), errors.New("gone")
		}
		return image.NewRGBA(image.Rect(0, 0, 3, 2)), nil
	}
	see := func(file string) (img image.Image) {
		ended := false
		k.Inspector.See(Lens{Picture: file}, func(got image.Image) { img, ended = got, true })
		k.wait("the picture", func() bool { return ended })
		return img
	}
	for range 2 {
		if img := see("a.png"); img == nil || img.Bounds().Dx() != 3 {
			t.Fatalf("saw %v", img)
		}
	}
	if see("gone.png") != nil {
		t.Error("a picture that is gone is seen")
	}
	if decoded != 2 {
		t.Errorf("decoded %d times", decoded)
	}
}
