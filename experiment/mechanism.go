package experiment

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Mechanisms lists all mechanisms but FromFile.
func Mechanisms() []Mechanism {
	return []Mechanism{Natural, MCAR, MAR, MNAR, ByLabel, ByGroup, InOrder, Leaves}
}

// law is a way to draw a mask.
type law interface {
	Mask(d *dataset.Dataset, seed rng.Seed) (*dataset.Mask, error)
}

// law returns the way of a mechanism whose rates are those of modalities or, of
// Leaves, of records.
func (s MaskSpec) law(d *dataset.Dataset) (law, error) {
	if s.Mechanism != Leaves && s.Kind != "" && s.Kind != dataset.ModalityRate {
		return nil, say.Errorf("the rate of mechanism %q is the share of records that lose a modality; use the rate kind %s", s.Mechanism, dataset.ModalityRate)
	}
	tilt := dataset.Tilt{On: dataset.Dependence(s.Mechanism), Rates: s.rates(d), By: s.By, Strength: s.Strength}
	switch s.Mechanism {
	case MAR, ByGroup:
		if s.By == "" {
			return nil, say.Errorf("mechanism %q needs to know by what: a modality for %s, a column for %s", s.Mechanism, MAR, ByGroup)
		}
		return tilt, nil
	case MNAR, ByLabel:
		return tilt, nil
	case InOrder:
		return dataset.Outage{Rates: s.rates(d)}, nil
	case Leaves:
		switch {
		case len(s.Patterns) > 0 && len(s.Left) > 0:
			return nil, say.Errorf("mechanism %q takes one pattern that is left or several with their shares, not both", Leaves)
		case len(s.Patterns) > 0:
			return dataset.Painted{Shares: s.Patterns}, nil
		case len(s.Left) == 0:
			return nil, say.Errorf("mechanism %q needs the modalities that are left", Leaves)
		}
		left, err := s.left(d)
		return dataset.Leaving{Modalities: left, Rate: s.Rate}, err
	}
	var names []string
	for _, m := range append(Mechanisms(), FromFile) {
		names = append(names, string(m))
	}
	return nil, say.Errorf("no mechanism %q; there are %s", s.Mechanism, strings.Join(names, ", "))
}

// left returns the modalities that are left. A name may hold + signs, where
// somebody who did not know the data has divided it.
func (s MaskSpec) left(d *dataset.Dataset) ([]string, error) {
	if !slices.ContainsFunc(s.Left, func(name string) bool { return !slices.Contains(d.Names(), name) }) {
		return s.Left, nil
	}
	p, err := dataset.ParsePattern(strings.Join(s.Left, "+"), d.Names())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Leaves, err)
	}
	return p.Names(d.Names()), nil
}

// rates returns the rate of each modality to hide: those that are given, or the
// one rate for the named modality or for all but the one that tells what is hidden.
func (s MaskSpec) rates(d *dataset.Dataset) map[string]float64 {
	if len(s.Rates) > 0 {
		return s.Rates
	}
	rates := map[string]float64{}
	for _, name := range d.Names() {
		if s.Modality == name || s.Modality == "" && (s.Mechanism != MAR || name != s.By) {
			rates[name] = s.Rate
		}
	}
	if s.Modality != "" && !slices.Contains(d.Names(), s.Modality) {
		rates[s.Modality] = s.Rate // the law names what there is instead
	}
	return rates
}
