package dataset

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// RateWords writes a rate per modality: "audio=0.5 text=0.1".
func RateWords(rates map[string]float64) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		words = append(words, fmt.Sprintf("%s=%g", name, rates[name]))
	}
	return strings.Join(words, " ")
}

// rated looks up the modalities of a rate per modality.
func rated(d *Dataset, rates map[string]float64) (map[int]float64, error) {
	if len(rates) == 0 {
		return nil, errors.New("no modality is to be hidden")
	}
	out := map[int]float64{}
	for name, rate := range rates {
		m, err := d.ModalityIndex(name)
		if err != nil {
			return nil, err
		}
		if !(rate >= 0 && rate <= 1) {
			return nil, fmt.Errorf("rate %g of %q is outside 0 to 1", rate, name)
		}
		out[m] = rate
	}
	return out, nil
}
