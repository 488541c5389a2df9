package dataset

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// RateKind says what a missing rate is a share of.
type RateKind string

// The three missing rates; see Rates.
const (
	CellRate     RateKind = "cell"
	RecordRate   RateKind = "record"
	ModalityRate RateKind = "modality"
)

// MCAR hides modalities completely at random, on top of what is naturally
// absent. Every record keeps at least one of the modalities that it has.
//
// Rate is a share of what is there: of all present (record, modality) pairs
// for CellRate, hidden exactly as in CPM-Nets (Zhang et al. 2019); of the
// records that have two modalities or more for RecordRate, each losing a
// random proper subset; of the records that have it for ModalityRate, for one
// named modality or, with an empty name, for each in turn. Rates, where given,
// are shares of their own for the modalities that they name, in place of Kind,
// Rate and Modality.
type MCAR struct {
	Kind     RateKind
	Rate     float64            // 0…1
	Modality string             // ModalityRate only
	Rates    map[string]float64 // by modality, 0…1
}

// Mask draws the mask for a dataset. The same seed gives the same mask. A
// rate that cannot be reached is an error that names the highest possible.
func (c MCAR) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	return c.MaskUntil(context.Background(), d, seed)
}

// MaskUntil is Mask for who may no longer want it: of a context that ends before, the
// error is returned within a second.
func (c MCAR) MaskUntil(ctx context.Context, d *Dataset, seed rng.Seed) (*Mask, error) {
	if math.IsNaN(c.Rate) || c.Rate < 0 || c.Rate > 1 {
		return nil, say.Errorf("mcar: rate %g is outside 0 to 1", c.Rate)
	}
	if c.Modality != "" && c.Kind != ModalityRate {
		return nil, say.Errorf("mcar: a %s rate is one of all modalities together, not of %q alone; use the rate kind %s", c.Kind, c.Modality, ModalityRate)
	}
	draw := mcarDraw{ctx: ctx, p: d.Presence, rows: d.ByID(), order: d.byName(), rand: seed.Rand(), hidden: make([][]bool, len(d.Blocks))}
	for m := range draw.hidden {
		draw.hidden[m] = make([]bool, d.Records())
	}
	if err := draw.law(d, c); err != nil {
		return nil, say.Errorf("mcar: %w", err)
	}
	return NewMask(c.name(), d.Records(), len(d.Blocks), func(i, m int) bool { return draw.hidden[m][i] }), nil
}

func (c MCAR) name() string {
	switch {
	case len(c.Rates) > 0:
		return "mcar " + RateWords(c.Rates)
	case c.Modality != "":
		return fmt.Sprintf(say.Code("mcar %s %g %s"), c.Kind, c.Rate, c.Modality)
	}
	return fmt.Sprintf(say.Code("mcar %s %g"), c.Kind, c.Rate)
}

type mcarDraw struct {
	ctx    context.Context // once it has ended, an error says so
	p      *Presence
	rows   []int // in the order in which they are drawn
	order  []int // of the modalities
	rand   *rand.Rand
	hidden [][]bool // by modality and record
}

func (d *mcarDraw) law(data *Dataset, c MCAR) error {
	switch {
	case len(c.Rates) > 0:
		return d.each(data, c.Rates)
	case c.Kind == CellRate:
		return d.cells(c.Rate)
	case c.Kind == RecordRate:
		return d.records(c.Rate)
	case c.Kind == ModalityRate:
		return d.modalities(data, c)
	}
	return say.Errorf("unknown rate kind %q; use cell, record or modality", c.Kind)
}

// each hides every modality that is named at its own rate.
func (d *mcarDraw) each(data *Dataset, rates map[string]float64) error {
	targets, err := rated(data, rates)
	for _, t := range targets {
		if err == nil {
			err = d.modality(t.modality, MCAR{Rate: t.rate, Modality: data.Blocks[t.modality].Modality.Name})
		}
	}
	return err
}

// cells keeps one random modality of each record and hides exactly the wanted
// number of the other pairs.
func (d *mcarDraw) cells(rate float64) error {
	var free [][2]int
	present := 0
	for k, i := range d.rows {
		if err := every(d.ctx, k); err != nil {
			return err
		}
		have := d.present(i)
		present += len(have)
		if len(have) < 2 {
			continue
		}
		keep := have[d.rand.IntN(len(have))]
		for _, m := range have {
			if m != keep {
				free = append(free, [2]int{i, m})
			}
		}
	}
	want := int(math.Round(rate * float64(present)))
	if want > len(free) {
		return say.Errorf("cell rate %g cannot be reached while every record keeps one modality: at most %.3g",
			rate, float64(len(free))/float64(present))
	}
	d.rand.Shuffle(len(free), func(a, b int) { free[a], free[b] = free[b], free[a] })
	if err := d.ctx.Err(); err != nil {
		return err
	}
	for _, pair := range free[:want] {
		d.hidden[pair[1]][pair[0]] = true
	}
	return nil
}

// records picks the share of records and hides a random non-empty proper
// subset of what each has.
func (d *mcarDraw) records(rate float64) error {
	var able []int
	for k, i := range d.rows {
		if err := every(d.ctx, k); err != nil {
			return err
		}
		if len(d.present(i)) >= 2 {
			able = append(able, i)
		}
	}
	d.rand.Shuffle(len(able), func(a, b int) { able[a], able[b] = able[b], able[a] })
	for k, i := range able[:int(math.Round(rate*float64(len(able))))] {
		if err := every(d.ctx, k); err != nil {
			return err
		}
		have := d.present(i)
		d.rand.Shuffle(len(have), func(a, b int) { have[a], have[b] = have[b], have[a] })
		for _, m := range have[:1+d.rand.IntN(len(have)-1)] {
			d.hidden[m][i] = true
		}
	}
	return nil
}

func (d *mcarDraw) modalities(data *Dataset, c MCAR) error {
	if c.Modality != "" {
		m, err := data.ModalityIndex(c.Modality)
		if err != nil {
			return err
		}
		return d.modality(m, c)
	}
	for _, m := range d.order {
		if err := d.modality(m, MCAR{Rate: c.Rate, Modality: data.Blocks[m].Modality.Name}); err != nil {
			return err
		}
	}
	return nil
}

// modality hides one modality in the share of its records, among those that
// keep another one.
func (d *mcarDraw) modality(m int, c MCAR) error {
	var able []int
	for k, i := range d.rows {
		if err := every(d.ctx, k); err != nil {
			return err
		}
		if d.p.Has(i, m) && len(d.present(i)) >= 2 {
			able = append(able, i)
		}
	}
	want := int(math.Round(c.Rate * float64(d.p.Count(m))))
	if want > len(able) {
		return say.Errorf("modality rate %g of %q cannot be reached while every record keeps one modality: at most %.3g",
			c.Rate, c.Modality, float64(len(able))/float64(max(1, d.p.Count(m))))
	}
	d.rand.Shuffle(len(able), func(a, b int) { able[a], able[b] = able[b], able[a] })
	for _, i := range able[:want] {
		d.hidden[m][i] = true
	}
	return nil
}

// present lists the modalities of record i that are neither absent nor
// already hidden.
func (d *mcarDraw) present(i int) []int {
	have := make([]int, 0, d.p.Modalities())
	for _, m := range d.order {
		if d.p.Has(i, m) && !d.hidden[m][i] {
			have = append(have, m)
		}
	}
	return slices.Clip(have)
}
