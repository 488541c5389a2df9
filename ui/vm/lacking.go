package vm

import (
	"maps"
	"slices"
	"strings"

	"lacuna/internal/param"
	"lacuna/internal/say"
)

// leaveOut takes out of the rates of the mask what names a modality or column that
// these data lack, and keeps the names: a study can be set up for other data.
func (d *Design) leaveOut() {
	m := &d.spec.Mask
	for _, name := range slices.Sorted(maps.Keys(d.rates)) {
		if !slices.Contains(d.data.Names(), name) {
			d.lacked = append(d.lacked, name)
			delete(d.rates, name)
		}
	}
	if by := d.Sources(m.Mechanism); len(by) > 0 && m.By != "" && !slices.Contains(by, m.By) {
		d.lacked, m.By = append(d.lacked, m.By), by[0]
	}
	if names := d.Hideable(); m.Modality != "" && len(names) > 0 && !slices.Contains(d.data.Names(), m.Modality) {
		d.lacked, m.Modality = append(d.lacked, m.Modality), names[0]
	}
}

// Lacked says what the mask that was set up names and these data lack; "" where
// there is nothing. It is told until another way of hiding is chosen.
func (d *Design) Lacked() string {
	if len(d.lacked) == 0 {
		return ""
	}
	return say.Form("These data lack what the mask names, and it is left out: %s.", say.List(d.lacked))
}

// Settle forgets what was typed and cannot be: the fields are shown anew.
func (d *Design) Settle() {
	if len(d.faults) > 0 {
		clear(d.faults)
		d.again()
	}
}

// each reads the rates of the modalities.
func (d *Design) each() (map[string]float64, error) {
	rates := map[string]float64{}
	for _, name := range d.Hideable() {
		text := strings.TrimSpace(d.rates[name])
		if text == "" {
			continue
		}
		rate, err := param.Number(text)
		if err != nil || !(rate >= 0 && rate <= 1) {
			return nil, say.Errorf("%s: %q is no rate between 0 and 1", name, text)
		}
		rates[name] = rate
	}
	if len(rates) == 0 {
		return nil, say.Error("write a rate for one modality or more")
	}
	return rates, nil
}
