package format

import (
	"context"
	"fmt"

	"lacuna/dataset"
	"lacuna/dataset/format/media"
)

// Sound decodes a sound of a dataset for display: its samples, −1…1 with the
// channels averaged, and how many there are a second. file is one of
// Block.Files; a file that is not there gives fs.ErrNotExist.
func Sound(ctx context.Context, d *dataset.Dataset, file string) (samples []float64, rate int, err error) {
	if d.Media == nil {
		return nil, 0, fmt.Errorf("the dataset %s has no media files, so %s cannot be heard", d.Name, file)
	}
	s, err := media.LoadSound(ctx, d.Media, file)
	return s.Samples, s.Rate, err
}
