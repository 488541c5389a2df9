package vm

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lacuna/experiment"
	"lacuna/experiment/result"
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

// HiddenWords says in the words of charts what a mask hides: "30 % of each modality
// missing at random". What has rates or patterns of its own is told by these.
func HiddenWords(m experiment.MaskSpec) string {
	parts := []string{MechanismWords(m.Mechanism)}
	switch {
	case m.Mechanism == experiment.FromFile:
		parts = append(parts, m.File)
	case len(m.Rates) > 0:
		parts = append(parts, ratesWords(m.Rates))
	case len(m.Patterns) > 0:
		parts = append(parts, ratesWords(m.Patterns))
	case len(m.Left) > 0:
		parts = append(parts, say.Form("%s of records keep only %s", ofHundred(m.Rate), say.List(m.Left)))
	default:
		return result.HidingWords(m.Words())
	}
	if m.By != "" {
		parts = append(parts, say.Form("by %s", m.By))
	}
	if m.Strength != 0 {
		parts = append(parts, say.Form("strength %g", m.Strength))
	}
	return strings.Join(parts, ", ")
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
