package dataset_test

import (
	"context"
	"errors"
	"testing"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// looked is a context that ends when it is looked at for the last time.
type looked struct {
	context.Context
	left int
}

func (l *looked) Err() error {
	if l.left--; l.left < 0 {
		return context.Canceled
	}
	return nil
}

// A mask that nobody wants any more is ended between two records, and not at the end
// of the drawing; one that is wanted is the one that Mask draws.
func TestMaskUntil(t *testing.T) {
	d := normals(t, 17_000) // of which each 2^14th is one to look at: two
	rates := map[string]float64{"m1": 0.2, "m2": 0.3}
	type law interface {
		Mask(d *dataset.Dataset, seed rng.Seed) (*dataset.Mask, error)
		MaskUntil(ctx context.Context, d *dataset.Dataset, seed rng.Seed) (*dataset.Mask, error)
	}
	for name, one := range map[string]law{
		"group":    dataset.Tilt{On: dataset.OnGroup, By: "site", Rates: rates},
		"itself":   dataset.Tilt{On: dataset.OnItself, Rates: rates},
		"cell":     dataset.MCAR{Kind: dataset.CellRate, Rate: 0.2},
		"record":   dataset.MCAR{Kind: dataset.RecordRate, Rate: 0.2},
		"modality": dataset.MCAR{Kind: dataset.ModalityRate, Rate: 0.2},
		"each":     dataset.MCAR{Rates: rates},
	} {
		want, err := one.Mask(d, rng.New(3))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := one.MaskUntil(t.Context(), d, rng.New(3)); err != nil || got.Hash() != want.Hash() {
			t.Errorf("%s: another mask, %v", name, err)
		}
		for left := range 3 {
			ctx := &looked{context.Background(), left}
			if _, err := one.MaskUntil(ctx, d, rng.New(3)); !errors.Is(err, context.Canceled) || ctx.left < -2 {
				t.Errorf("%s: ended at look %d: %v after %d more", name, left, err, -ctx.left-1)
			}
		}
	}
}
