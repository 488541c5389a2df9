package table

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Currencies as they stand before a number, longer ones first.
var currencies = strings.Fields("US$ CA$ A$ C$ R$ HK$ NZ$ CHF USD EUR GBP JPY CNY RMB INR SEK NOK DKK PLN CZK AUD CAD Fr. Rs. Rs kr $ € £ ¥ ₹ ₽ ₩ ₪ ₺ ₴ ¢")

// cutCurrency removes a currency, which may have blanks behind it, and returns
// it with those.
func cutCurrency(text string) (rest, prefix string) {
	for _, c := range currencies {
		if rest, ok := strings.CutPrefix(text, c); ok {
			trimmed := strings.TrimLeft(rest, " ")
			return trimmed, c + strings.Repeat(" ", min(1, len(rest)-len(trimmed)))
		}
	}
	return text, ""
}

// unitWithDigits are the digits that units have: kg/m2, 10^9/l, mmH2O.
var unitWithDigits = regexp.MustCompile(`[/^*]|m[23]$|[HC]?O2|H2O`)

// isUnit says whether what stands behind a number can be a unit or a mark: it
// is short and begins with no sign that could belong to the number.
func isUnit(suffix string) bool {
	const most = 16
	if suffix == "" {
		return true
	}
	unit := strings.TrimLeft(suffix, " ")
	if unit == "" || utf8.RuneCountInString(unit) > most || strings.Count(unit, " ") > 1 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(unit)
	if strings.ContainsAny(unit, "0123456789") && !unitWithDigits.MatchString(unit) {
		return false
	}
	if (first == '(' || first == '[') && strings.ContainsAny(unit, "0123456789") || powerOfTen.MatchString(unit) {
		return false
	}
	return !unicode.IsDigit(first) && !isVulgar(first) && !strings.ContainsRune("±⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", first) && !strings.ContainsRune("-/:;.,_+=<>|\\#&~^\"'", first)
}

// numberish says whether a cell is a number under one decimal mark or the
// other.
func numberish(cell string) bool { return parse([]byte(cell), '.').class != aWord }
