package vm

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
)

// mechanismWords say in the window how modalities are hidden.
var mechanismWords = map[experiment.Mechanism]string{
	experiment.Natural:  say.Mark("nothing more"),
	experiment.MCAR:     say.Mark("completely at random (MCAR)"),
	experiment.MAR:      say.Mark("depending on another modality (MAR)"),
	experiment.MNAR:     say.Mark("depending on what is hidden (MNAR)"),
	experiment.ByLabel:  say.Mark("depending on the class"),
	experiment.ByGroup:  say.Mark("depending on a column"),
	experiment.InOrder:  say.Mark("a run of records, in their order"),
	experiment.Leaves:   say.Mark("down to patterns that are painted"),
	experiment.FromFile: say.Mark("as a mask file says"),
}

// MechanismWords says how modalities are hidden, as lists in the window name it.
func MechanismWords(m experiment.Mechanism) string { return say.Text(mechanismWords[m]) }

// HiddenWords says in the words of the window what a mask hides: "completely at
// random (MCAR), 30 % of all modalities".
func HiddenWords(m experiment.MaskSpec) string {
	parts := []string{MechanismWords(m.Mechanism)}
	if how := rateWords(m); how != "" {
		parts = append(parts, how)
	}
	if m.By != "" {
		parts = append(parts, say.Form("by %s", m.By))
	}
	if m.Strength != 0 {
		parts = append(parts, say.Form("strength %g", m.Strength))
	}
	return strings.Join(parts, ", ")
}

// rateWords say how much is hidden, and of what.
func rateWords(m experiment.MaskSpec) string {
	rate := ofHundred(m.Rate)
	switch {
	case m.Mechanism == experiment.FromFile:
		return m.File
	case len(m.Rates) > 0:
		return ratesWords(m.Rates)
	case len(m.Patterns) > 0:
		return ratesWords(m.Patterns)
	case len(m.Left) > 0:
		return say.Form("%s of records keep only %s", rate, say.List(m.Left))
	case m.Modality != "":
		return say.Form("%s of records lose %s", rate, m.Modality)
	case m.Kind == dataset.RecordRate:
		return say.Form("%s of records lose a modality", rate)
	case m.Kind == dataset.ModalityRate || m.Mechanism != experiment.MCAR:
		return say.Form("%s of records lose each modality", rate)
	}
	return say.Form("%s of all modalities", rate)
}

func ratesWords(rates map[string]float64) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		words = append(words, name+" "+ofHundred(rates[name]))
	}
	return strings.Join(words, ", ")
}

// ofHundred writes a rate as it was typed: "30 %", "12.5 %".
func ofHundred(rate float64) string {
	return strconv.FormatFloat(100*rate, 'g', 6, 64) + " %"
}

// hidingWords says what is hidden from imputers: numbers, or whole modalities.
func hidingWords(h experiment.Hiding) string {
	if h.Cells > 0 {
		return say.Form("%s of single numbers", ofHundred(h.Cells))
	}
	return HiddenWords(h.Mask)
}
