package format

import (
	"math"
	"strconv"
)

// exactPowers are the powers of ten that a float64 holds exactly.
var exactPowers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// plainNumber reads a decimal number at the start of b and returns it with the
// number of bytes read. It returns 0 bytes where the short way is not exact:
// then parseNumber must decide. A mantissa below 2⁵³ times or over an exact
// power of ten is rounded once, hence correctly (Clinger 1990).
func plainNumber(b []byte) (x float64, n int) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		n = 1
	}
	mantissa, start, exponent := uint64(0), n, 0
	for n < len(b) && b[n]-'0' < 10 {
		mantissa = mantissa*10 + uint64(b[n]-'0')
		n++
	}
	digits := n - start
	if n < len(b) && b[n] == '.' {
		n++
		point := n
		for n < len(b) && b[n]-'0' < 10 {
			mantissa = mantissa*10 + uint64(b[n]-'0')
			n++
		}
		exponent = point - n
		digits += n - point
	}
	if digits == 0 || digits > 19 || mantissa >= 1<<53 || -exponent >= len(exactPowers) {
		return 0, 0
	}
	x = float64(mantissa)
	if exponent < 0 {
		x /= exactPowers[-exponent]
	}
	if negative {
		x = -x
	}
	return x, n
}

// cellKind says what parseNumber made of a cell.
type cellKind uint8

const (
	isNumber cellKind = iota
	isMissing
	isInfinite
	isText
)

// parseNumber reads one trimmed cell. Decimal says which byte marks decimals;
// hexadecimal numbers and underscores are text.
func parseNumber(cell []byte, decimal byte) (float64, cellKind) {
	if len(cell) == 0 {
		return math.NaN(), isMissing
	}
	if len(cell) > 400 { // no float64 needs so many digits
		return math.NaN(), isText
	}
	text := string(cell)
	if decimal != '.' {
		text = decimalPoint(text, decimal)
	}
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil && missingNumber(cell), math.IsNaN(x):
		return math.NaN(), isMissing
	case math.IsInf(x, 0):
		return math.NaN(), isInfinite
	case err != nil, hexadecimal(text):
		return math.NaN(), isText
	}
	return x, isNumber
}

// hexadecimal says whether a number, signed or not, begins with 0x.
func hexadecimal(text string) bool {
	if text[0] == '-' || text[0] == '+' {
		text = text[1:]
	}
	return len(text) > 1 && (text[1] == 'x' || text[1] == 'X')
}

// decimalPoint replaces a single decimal comma by a point; other text, such
// as numbers with separated thousands, stays as it is.
func decimalPoint(text string, decimal byte) string {
	at := -1
	for i := range len(text) {
		if text[i] == '.' || (text[i] == decimal && at >= 0) {
			return text
		}
		if text[i] == decimal {
			at = i
		}
	}
	if at < 0 {
		return text
	}
	return text[:at] + "." + text[at+1:]
}

// missingWords are the strings that pandas reads as missing.
var missingWords = map[string]bool{
	"": true, "#N/A": true, "#N/A N/A": true, "#NA": true, "-1.#IND": true, "-1.#QNAN": true, "-NaN": true, "-nan": true,
	"1.#IND": true, "1.#QNAN": true, "<NA>": true, "N/A": true, "NA": true, "NULL": true, "NaN": true, "None": true,
	"n/a": true, "nan": true, "null": true,
}

// missingText says whether a cell of a text column stands for nothing.
func missingText(cell string) bool { return missingWords[cell] }

// missingNumber says whether a cell of a numeric column stands for nothing;
// there a lone ? or . does, too.
func missingNumber(cell []byte) bool {
	return missingWords[string(cell)] || len(cell) == 1 && (cell[0] == '?' || cell[0] == '.')
}
