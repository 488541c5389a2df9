package experiment

import (
	"context"
	"fmt"

	"lacuna/dataset"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Repetition returns the node of the seed tree that everything of one
// repetition grows from.
func (s Spec) Repetition(seed int) rng.Seed {
	return rng.New(s.Root).Child(fmt.Sprintf("seed=%d", seed))
}

// Draw makes the mask of one repetition over all records; where it applies is
// a matter of On and of the split. The reader is asked for FromFile only and
// may be nil otherwise.
func (s MaskSpec) Draw(d *dataset.Dataset, repetition rng.Seed, read MaskReader) (*dataset.Mask, error) {
	return s.drawUntil(context.Background(), d, repetition, read)
}

// drawUntil is Draw for who may no longer want it: of a context that ends before, the
// error is returned within a second.
func (s MaskSpec) drawUntil(ctx context.Context, d *dataset.Dataset, repetition rng.Seed, read MaskReader) (*dataset.Mask, error) {
	switch s.Mechanism {
	case "", Natural:
		return dataset.NewMask(string(Natural), d.Records(), len(d.Blocks), func(int, int) bool { return false }), nil
	case MCAR:
		kind := s.Kind
		if kind == "" {
			kind = dataset.CellRate
		}
		law := dataset.MCAR{Kind: kind, Rate: s.Rate, Modality: s.Modality, Rates: s.Rates}
		return law.MaskUntil(ctx, d, repetition.Child(fmt.Sprintf("mask/mcar/%g", s.Rate)))
	case FromFile:
		return s.fromFile(d, read)
	}
	law, err := s.law(d)
	if err != nil {
		return nil, err
	}
	seed := repetition.Child("mask/" + string(s.Mechanism))
	if tilt, ok := law.(dataset.Tilt); ok {
		return tilt.MaskUntil(ctx, d, seed)
	}
	return law.Mask(d, seed)
}

func (s MaskSpec) fromFile(d *dataset.Dataset, read MaskReader) (*dataset.Mask, error) {
	if s.File == "" {
		return nil, say.Error("the mechanism \"file\" needs the name of a mask file")
	}
	if read == nil {
		return nil, say.Errorf("mask file %s cannot be read here", s.File)
	}
	mask, err := read(s.File)
	if err != nil {
		return nil, say.Errorf("mask file %s: %w", s.File, err)
	}
	if mask.Records() != d.Records() || mask.Modalities() != len(d.Blocks) {
		return nil, say.Errorf("mask file %s covers %d records × %d modalities, the dataset has %d × %d",
			s.File, mask.Records(), mask.Modalities(), d.Records(), len(d.Blocks))
	}
	return mask, nil
}

// on restricts a mask to the parts of a split that On names. Training and
// validation records go together: whatever is fitted may learn from both, so a
// modality that one of them shows has been seen.
func (s MaskSpec) on(mask *dataset.Mask, split dataset.Split) (*dataset.Mask, error) {
	switch s.On {
	case "", OnBoth:
		return mask, nil
	case OnTrain:
		return mask.On(split.Development()), nil
	case OnTest:
		return mask.On(split.Test), nil
	}
	return nil, say.Errorf("a mask cannot be put on %q; use %s, %s or %s", s.On, OnTrain, OnTest, OnBoth)
}
