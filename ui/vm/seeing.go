package vm

import (
	"context"
	"image"

	"lacuna/dataset"
)

// seen is a picture that was asked for.
type seen struct {
	of   *dataset.Dataset
	file string
}

// See decodes the picture of a lens as its file has it, beside the event goroutine,
// and passes it to done on it: nil where it cannot be decoded any more, and the
// lens shows what the methods see.
func (in *Inspector) See(l Lens, done func(image.Image)) {
	what := seen{in.selection.data, l.Picture}
	if img, ok := in.seen.of(what); ok {
		done(img)
		return
	}
	go func() {
		img, err := in.around.Picture(context.Background(), what.of, what.file)
		if err != nil {
			img = nil
		}
		in.around.Do(func() {
			in.seen.keep(what, img)
			done(img)
		})
	}()
}
