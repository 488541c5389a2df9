package experiment

import (
	"context"

	"lacuna/dataset"
)

// First draws what the first job of a comparison would get: the split, and the
// mask on the parts of it that it is for. It does not need a method. When ctx is
// done it ends with its error.
func (s Spec) First(ctx context.Context, d *dataset.Dataset, read MaskReader) (mask *dataset.Mask, split dataset.Split, err error) {
	repetition := s.Repetition(0)
	splits, err := s.Split.Draw(d, repetition.Child("split"))
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		mask, err = s.Mask.drawUntil(ctx, d, repetition, read)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		mask, err = s.Mask.on(mask, splits[0])
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, dataset.Split{}, err
	}
	return mask, splits[0], nil
}
