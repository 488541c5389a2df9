package table

import (
	"strings"

	"lacuna/internal/say"
)

// unitBase is a unit without a prefix: what it measures, and how many of the
// first unit of that kind it is.
type unitBase struct {
	measures string
	size     float64
	mega     bool // a prefix above kilo is in use, so that M is none for milli
}

var unitBases = map[string]unitBase{
	"g": {"mass", 1, false}, "l": {"volume", 1, false}, "L": {"volume", 1, false}, "m": {"length", 1, false}, "mol": {"amount", 1, false},
	"s": {"time", 1, false}, "sec": {"time", 1, false}, "min": {"time", 60, false}, "h": {"time", 3600, false}, "hr": {"time", 3600, false},
	"Pa": {"pressure", 1, true}, "Hz": {"frequency", 1, true}, "V": {"voltage", 1, true}, "A": {"current", 1, false}, "W": {"power", 1, true},
	"J": {"energy", 1, true}, "Bq": {"activity", 1, true}, "Gy": {"dose", 1, false}, "Sv": {say.Code("dose equivalent"), 1, false}, "IU": {say.Code("international units"), 1, false}, "U": {say.Code("enzyme units"), 1, false},
}

// unitPrefixes are those before a unit, longer ones first.
var unitPrefixes = []struct {
	text string
	size float64
}{
	{"mc", 1e-6}, {"da", 10}, {"M", 1e6}, {"G", 1e9}, {"k", 1e3}, {"h", 100}, {"d", 0.1}, {"c", 0.01}, {"m", 1e-3}, {"µ", 1e-6}, {"u", 1e-6}, {"n", 1e-9}, {"p", 1e-12}, {"f", 1e-15},
}

// siUnit reads a unit such as mg or µmol/l: what it measures, and how many of
// the unit without prefixes it is. Case counts only where it must, since Kg and
// ML are written for kg and ml.
func siUnit(text string) (measures string, size float64, ok bool) {
	above, below, per := strings.Cut(foldMicro(strings.TrimSpace(text)), "/")
	measures, size, ok = simpleUnit(above)
	if !ok || !per {
		return measures, size, ok
	}
	divisor, part, ok := simpleUnit(below)
	return measures + " per " + divisor, size / part, ok
}

func simpleUnit(text string) (string, float64, bool) {
	for _, form := range []string{text, strings.ToLower(text)} {
		if b, ok := unitBases[form]; ok {
			return b.measures, b.size, true
		}
		for _, p := range unitPrefixes {
			rest, ok := strings.CutPrefix(form, p.text)
			if b, known := unitBases[rest]; ok && known && (p.size < 1e6 || b.mega) && b.size == 1 {
				return b.measures, b.size * p.size, true
			}
		}
	}
	return "", 0, false
}

// foldMicro writes the two signs for micro as one.
func foldMicro(unit string) string { return strings.ReplaceAll(unit, "\u03bc", "\u00b5") }

// multipliers are letters behind a number that say how many of it are meant.
var multipliers = map[string]float64{
	"k": 1e3, "K": 1e3, "Tsd": 1e3, "Tsd.": 1e3, "M": 1e6, "Mio": 1e6, "Mio.": 1e6, "mln": 1e6, "million": 1e6, "B": 1e9, "bn": 1e9, "Mrd": 1e9, "Mrd.": 1e9, "billion": 1e9,
}
