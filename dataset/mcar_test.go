package dataset_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/internal/rng"
)

// drawMCAR draws a mechanism that may be impossible for the dataset.
func drawMCAR(t *rapid.T, d *dataset.Dataset) dataset.MCAR {
	c := dataset.MCAR{Rate: rapid.Float64Range(0, 1).Draw(t, "rate")}
	c.Kind = rapid.SampledFrom([]dataset.RateKind{dataset.CellRate, dataset.RecordRate, dataset.ModalityRate}).Draw(t, "kind")
	if c.Kind == dataset.ModalityRate && rapid.Bool().Draw(t, "one") {
		c.Modality = rapid.SampledFrom(d.Names()).Draw(t, "modality")
	}
	return c
}

// Whatever is hidden was there, every record keeps one of its modalities, and
// the rate is met to the nearest whole number.
func TestMCAR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDataset(t)
		c := drawMCAR(t, d)
		mask, err := c.Mask(d, rng.New(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			if !strings.Contains(err.Error(), "at most") {
				t.Fatal(err)
			}
			return
		}
		left := mask.Apply(d.Presence)
		pairs, able, hit := 0, 0, 0
		for i := range d.Records() {
			have := d.Presence.Pattern(i).Count()
			pairs += have
			if have > 0 && left.Pattern(i).Count() == 0 {
				t.Fatalf("record %d has lost everything", i)
			}
			if have >= 2 {
				able++
			}
			if left.Pattern(i) != d.Presence.Pattern(i) {
				hit++
			}
			for m := range d.Blocks {
				if mask.Hides(i, m) && !d.Presence.Has(i, m) {
					t.Fatalf("record %d never had modality %d", i, m)
				}
			}
		}
		switch c.Kind {
		case dataset.CellRate:
			wantCount(t, "cells", mask.Count(), c.Rate, pairs)
		case dataset.RecordRate:
			wantCount(t, "records", hit, c.Rate, able)
		case dataset.ModalityRate:
			for m, name := range d.Names() {
				if c.Modality == "" || c.Modality == name {
					wantCount(t, name, d.Presence.Count(m)-left.Count(m), c.Rate, d.Presence.Count(m))
				} else if left.Count(m) != d.Presence.Count(m) {
					t.Fatalf("%s was hidden, too", name)
				}
			}
		}
	})
}

func wantCount(t *rapid.T, what string, got int, rate float64, of int) {
	if want := int(math.Round(rate * float64(of))); got != want {
		t.Fatalf("%s: %d of %d hidden, want %d", what, got, of, want)
	}
}

func TestMCARIsSeeded(t *testing.T) {
	d := complete(t, 3, 50, 50)
	for _, kind := range []dataset.RateKind{dataset.CellRate, dataset.RecordRate, dataset.ModalityRate} {
		c := dataset.MCAR{Kind: kind, Rate: 0.3}
		a, errA := c.Mask(d, rng.New(1))
		b, errB := c.Mask(d, rng.New(1))
		other, errC := c.Mask(d, rng.New(2))
		if errA != nil || errB != nil || errC != nil {
			t.Fatal(errA, errB, errC)
		}
		if a.Hash() != b.Hash() {
			t.Errorf("%s: the same seed gives two masks", kind)
		}
		if a.Hash() == other.Hash() {
			t.Errorf("%s: two seeds give the same mask", kind)
		}
	}
}

func TestMCARRefuses(t *testing.T) {
	d := complete(t, 3, 50, 50)
	for _, c := range []struct {
		mcar dataset.MCAR
		says string
	}{
		{dataset.MCAR{Kind: dataset.CellRate, Rate: 0.7}, "at most 0.667"},
		{dataset.MCAR{Kind: dataset.CellRate, Rate: -0.1}, "outside 0 to 1"},
		{dataset.MCAR{Kind: dataset.CellRate, Rate: math.NaN()}, "outside 0 to 1"},
		{dataset.MCAR{Kind: dataset.ModalityRate, Rate: 0.8}, "at most"},
		{dataset.MCAR{Kind: dataset.ModalityRate, Rate: 0.1, Modality: "m9"}, `no modality "m9"`},
		{dataset.MCAR{Kind: dataset.CellRate, Rate: 0.1, Modality: "m1"}, `not of "m1" alone`},
		{dataset.MCAR{Kind: dataset.RecordRate, Rate: 0.1, Modality: "m1"}, `not of "m1" alone`},
		{dataset.MCAR{Kind: "half", Rate: 0.1}, "unknown rate kind"},
	} {
		if _, err := c.mcar.Mask(d, rng.New(1)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: got %v, want an error saying %q", c.mcar, err, c.says)
		}
	}
	highest := dataset.MCAR{Kind: dataset.CellRate, Rate: 2.0 / 3}
	mask, err := highest.Mask(d, rng.New(1))
	if err != nil || mask.Count() != 200 {
		t.Errorf("the highest rate that can be: %v", err)
	}
}

// Every modality is hidden as often as the others.
func TestMCARIsFair(t *testing.T) {
	d := complete(t, 4, 2000)
	mask, err := dataset.MCAR{Kind: dataset.CellRate, Rate: 0.5}.Mask(d, rng.New(3))
	if err != nil {
		t.Fatal(err)
	}
	for m, r := range mask.Apply(d.Presence).Rates(nil).Modality {
		if math.Abs(r-0.5) > 0.05 {
			t.Errorf("modality %d is hidden in %.3f of the records, want about 0.5", m, r)
		}
	}
}

func TestMaskOnSomeRecords(t *testing.T) {
	d := complete(t, 2, 70)
	mask := dataset.NewMask("all of one", 70, 2, func(_, m int) bool { return m == 1 })
	some := mask.On([]int{0, 69})
	if some.Count() != 2 || !some.Hides(69, 1) || some.Hides(1, 1) || some.Name != mask.Name || mask.Count() != 70 {
		t.Errorf("%d pairs are hidden", some.Count())
	}
	if some.Records() != 70 || some.Modalities() != 2 || some.Hash() == mask.Hash() {
		t.Error("the mask has another shape, or the hash of the other one")
	}
	p := some.Apply(d.Presence)
	if p.Cause(69, 1) != dataset.Masked || d.Presence.Cause(69, 1) != dataset.Present {
		t.Error("the mask changed the dataset, or hides nothing")
	}
}

// What is absent by nature keeps its own cause, hidden or not.
func TestMaskKeepsNaturalCauses(t *testing.T) {
	p := dataset.NewPresence(2, [][]dataset.Cause{{dataset.NoFile, dataset.Present}})
	left := dataset.NewMask("", 2, 1, func(int, int) bool { return true }).Apply(p)
	if left.Cause(0, 0) != dataset.NoFile || left.Cause(1, 0) != dataset.Masked {
		t.Errorf("causes %v and %v", left.Cause(0, 0), left.Cause(1, 0))
	}
}
