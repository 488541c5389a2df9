package dataset

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// RateWords writes a rate per modality: "audio=0.5 text=0.1".
func RateWords(rates map[string]float64) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		words = append(words, fmt.Sprintf("%s=%g", name, rates[name]))
	}
	return strings.Join(words, " ")
}

// target is a modality to hide and the share of its records that lose it.
type target struct {
	modality int
	rate     float64
}

// rated looks up the modalities of a rate per modality, in the order of their
// names.
func rated(d *Dataset, rates map[string]float64) ([]target, error) {
	if len(rates) == 0 {
		return nil, say.Error("no modality is to be hidden")
	}
	var out []target
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		rate := rates[name]
		m, err := d.ModalityIndex(name)
		if err != nil {
			return nil, err
		}
		if !(rate >= 0 && rate <= 1) {
			return nil, say.Errorf("rate %g of %q is outside 0 to 1", rate, name)
		}
		out = append(out, target{m, rate})
	}
	return out, nil
}
