package dataset

import (
	"fmt"
	"math"
	"slices"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Outage hides each modality in one run of records, in the order of the
// dataset, as when a sensor fails for a while. Records that would keep nothing
// are passed over.
type Outage struct {
	Rates map[string]float64 // per modality to hide: share of the records that have it, 0…1
}

// Mask draws where each run begins. The rates are met to the nearest whole
// number; one that cannot be is an error that names the highest possible.
func (o Outage) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	targets, err := rated(d, o.Rates)
	if err != nil {
		return nil, say.Errorf("block: %w", err)
	}
	left := d.Presence
	for _, target := range targets {
		m := target.modality
		name := d.Blocks[m].Modality.Name
		var able []int
		for i := range d.Records() {
			if left.Has(i, m) && left.Pattern(i).Count() > 1 {
				able = append(able, i)
			}
		}
		n := int(math.Round(target.rate * float64(d.Presence.Count(m))))
		if n > len(able) {
			return nil, say.Errorf("block: rate %g of %q cannot be reached while every record keeps one modality: at most %.3g",
				target.rate, name, float64(len(able))/float64(d.Presence.Count(m)))
		}
		start := seed.Child(name).Rand().IntN(len(able) - n + 1)
		out := make([]bool, d.Records())
		for _, i := range able[start : start+n] {
			out[i] = true
		}
		left = left.hide(func(i, k int) bool { return k == m && out[i] })
	}
	return NewMask("block "+RateWords(o.Rates), d.Records(), len(d.Blocks), func(i, m int) bool {
		return d.Presence.Has(i, m) && !left.Has(i, m)
	}), nil
}

// Leaving leaves of a share of the records only some modalities, whatever else
// they have. A record that has none of these keeps what it has.
type Leaving struct {
	Modalities []string // those that are left
	Rate       float64  // share of the records that have one of them, 0…1
}

// Mask draws the records, exactly as many as the rate says.
func (l Leaving) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	if !(l.Rate >= 0 && l.Rate <= 1) {
		return nil, say.Errorf("pattern: rate %g is outside 0 to 1", l.Rate)
	}
	if len(l.Modalities) == 0 {
		return nil, say.Error("pattern: nothing would be left, and every record keeps one modality; name those that are left")
	}
	var left []int
	for _, name := range l.Modalities {
		m, err := d.ModalityIndex(name)
		if err != nil {
			return nil, say.Errorf("pattern: %w", err)
		}
		left = append(left, m)
	}
	keep := Only(len(d.Blocks), left...)
	var able []int
	for _, i := range d.ByID() {
		if slices.ContainsFunc(left, func(m int) bool { return d.Presence.Has(i, m) }) {
			able = append(able, i)
		}
	}
	chosen := make([]bool, d.Records())
	order := seed.Rand().Perm(len(able))
	for _, k := range order[:int(math.Round(l.Rate*float64(len(able))))] {
		chosen[able[k]] = true
	}
	name := fmt.Sprintf(say.Code("pattern %s %g"), keep.Label(d.Names()), l.Rate)
	return NewMask(name, d.Records(), len(d.Blocks), func(i, m int) bool {
		return chosen[i] && !keep.Has(m) && d.Presence.Has(i, m)
	}), nil
}
