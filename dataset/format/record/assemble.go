package record

import (
	"context"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/media"
)

// Assemble joins what was found to a dataset. The dataset's Import holds every
// decision, those that were given and those that were recognised; its Problems
// are all remarks of all rooms.
func Assemble(ctx context.Context, f *layout.Found, imp dataset.Import, o media.Options) (*dataset.Dataset, error) {
	panic("record.Assemble")
}
