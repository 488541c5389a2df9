package table

import (
	"strings"
	"time"
	"unicode"
)

// monthWords are the names of months in other languages than English, as they
// stand in tables: German, French, Spanish, Italian, Dutch and Portuguese.
var monthWords = monthsOf(
	"januar janvier enero gennaio januari janeiro", "februar février fevrier febrero febbraio februari fevereiro", "märz maerz mars marzo maart março marco",
	"avril abril aprile", "mai mayo maggio mei maio", "juni juin junio giugno junho", "juli juillet julio luglio julho", "août aout agosto augustus",
	"septembre septiembre setiembre settembre setembro", "oktober octobre octubre ottobre outubro", "novembre noviembre novembro", "dezember décembre decembre diciembre dicembre dezembro",
)

var shortMonthWords = monthsOf("janv ene gen", "févr fevr fev", "mär mrz mrt", "avr abr", "mag", "giu", "juil lug", "ago", "sept set", "okt ott out", "", "dez déc dic")

func monthsOf(lists ...string) map[string]time.Month {
	out := map[string]time.Month{}
	for k, list := range lists {
		for _, word := range strings.Fields(list) {
			out[word] = time.Month(k + 1)
		}
	}
	return out
}

// inEnglish writes the name of a month in a date in English; ok is false where
// there is none in another language.
func inEnglish(cell string) (english string, ok bool) {
	start := strings.IndexFunc(cell, unicode.IsLetter)
	if start < 0 {
		return "", false
	}
	lower := strings.ToLower(cell)
	if len(lower) != len(cell) {
		return "", false
	}
	if before, after, found := strings.Cut(lower, " de "); found { // 5 de mayo de 2021
		lower = before + " " + strings.Replace(after, " de ", " ", 1)
	}
	start = strings.IndexFunc(lower, unicode.IsLetter)
	end := start
	for _, r := range lower[start:] {
		if !unicode.IsLetter(r) {
			break
		}
		end += len(string(r))
	}
	name, rest := lower[start:end], lower[end:]
	if m := monthWords[name]; m != 0 {
		return lower[:start] + m.String() + rest, true
	}
	if m := shortMonthWords[name]; m != 0 {
		return lower[:start] + m.String()[:3] + strings.TrimPrefix(rest, "."), true
	}
	return "", false
}
