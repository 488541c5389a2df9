package format

import (
	"context"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
	"lacuna/internal/say"
)

// Sound decodes a sound of a dataset for display: its samples, −1…1 with the
// channels averaged, and how many there are a second. file is one of
// Block.Files; a file that is not there gives fs.ErrNotExist.
func Sound(ctx context.Context, d *dataset.Dataset, file string) (samples []float64, rate int, err error) {
	if d.Media == nil {
		return nil, 0, say.Errorf("the dataset %s has no media files, so %s cannot be heard", d.Name, file)
	}
	s, err := media.LoadSound(ctx, d.Media, file)
	return s.Samples, s.Rate, err
}

// MadeSound makes a sound from a spectrogram, bands × frames, that stands in for
// modality m of some record: at the rate of the sounds that are there, and as long
// as the one in the middle (Griffin and Lim, 1984). Its phases are made up.
func MadeSound(ctx context.Context, d *dataset.Dataset, m int, row []float64) (samples []float64, rate int, err error) {
	about := d.Blocks[m].Modality
	if len(about.Shape) != 2 || len(row) != about.Shape[0]*about.Shape[1] {
		return nil, 0, say.Errorf("modality %q holds no spectrograms", about.Name)
	}
	s := soundsOf(ctx, d.All(), d.Media, m)
	return s.made(about, row), s.rate, ctx.Err()
}
