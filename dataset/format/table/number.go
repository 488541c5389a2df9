package table

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class says what a cell is, read as a number.
type class uint8

const (
	aWord      class = iota // no number
	aNumber                 // a number, perhaps with a unit
	aLimit                  // a limit of detection, such as <5
	anInfinity              // an infinity
)

// notation says how a number is written, where that is worth a word.
type notation uint32

const (
	padded     notation = 1 << iota // zeros in front of a whole number
	lossy                           // whole, with more digits than a float64 holds
	withMark                        // a decimal mark or an exponent: no whole number
	grouped                         // marks between thousands
	eitherWay                       // one mark before three digits, which could be decimals
	programmer                      // 0x1a, 1_000
	shortened                       // 4.00638E+12, as a spreadsheet writes long codes
	accounting                      // (12), which is negative
	signBehind                      // 12-, which is negative
	fortran                         // 1.5D+02
	otherMark                       // the other one of point and comma before decimals
	script                          // digits that are not those of ASCII
	powers                          // 3 × 10^5
	vulgar                          // 1½
	inexact                         // ~5
	apostrophe                      // '5, as spreadsheets write numbers that are to be text
	withSpread                      // 3±0.5 or 3 (2-4): an error or an interval behind
)

// reading is what one cell is, read as a number.
type reading struct {
	x              float64
	class          class
	notes          notation
	limit          limit
	digits         int // of the whole part
	decimals       int // behind the decimal mark; −1 with an exponent
	prefix, suffix string
}

// longest is the most bytes that a number may have with all its signs.
const longest = 100

var word = reading{x: math.NaN()}

// parse reads a trimmed cell as people write numbers. Decimal is the mark of
// decimals; the other one of point and comma, blanks and apostrophes may stand
// between thousands. What can only be read with the other mark is read so.
func parse(cell []byte, decimal byte) reading {
	if len(cell) == 0 || len(cell) > longest {
		return word
	}
	if r, ok := parseSimple(cell, decimal); ok {
		return r
	}
	if inside, ok := bytes.CutPrefix(cell, []byte(`="`)); ok {
		cell = bytes.TrimSuffix(inside, []byte{'"'})
	}
	raw := string(cell)
	text := foldSigns(raw)
	if !strings.ContainsAny(text, "0123456789") {
		if r := parseVulgar(text); r.class != aWord {
			return r
		}
		return parseInfinity(text)
	}
	r := parseText(text, decimal)
	if other := decimalMarks[0] ^ decimalMarks[1] ^ decimal; r.class == aWord && strings.IndexByte(text, other) >= 0 {
		r = parseText(text, other)
		r.notes |= otherMark
	}
	if raw != text && r.class != aWord && strings.ContainsFunc(raw, isScriptDigit) {
		r.notes |= script
	}
	return r
}

// parseText reads a text with digits in ASCII.
func parseText(text string, decimal byte) reading {
	if r := parseOwn(text, decimal); r.class != aWord {
		return r
	}
	return parseOdd(text, decimal)
}

// parseOwn reads a number, perhaps a limit of detection, with nothing behind it
// but a unit.
func parseOwn(text string, decimal byte) reading {
	class := aNumber
	rest, side := cutLimit(text)
	if side != noLimit {
		class, text = aLimit, rest
	}
	r := parseSigned(text, decimal)
	if r.class == aNumber {
		r.class, r.limit = class, side
	}
	return r
}

// parseSimple reads what a computer wrote: digits, a decimal mark, an exponent.
func parseSimple(cell []byte, decimal byte) (reading, bool) {
	var buffer [longest]byte
	r := reading{class: aNumber}
	n, whole, mark := 0, 0, -1
	for i, c := range cell {
		switch {
		case c-'0' < 10:
			if mark < 0 && r.decimals == 0 {
				whole++
			}
		case c == decimal && mark < 0 && r.decimals == 0:
			mark, c = i, '.'
		case c == 'e' || c == 'E' || c == 'd' || c == 'D': // Fortran writes 1.5D+02
			if i == 0 || r.decimals < 0 {
				return word, false
			}
			r.decimals, c = -1, 'e'
		case (c == '-' || c == '+') && (i == 0 || cell[i-1]|0x20 == 'e' || cell[i-1]|0x20 == 'd'):
		default:
			return word, false
		}
		buffer[n] = c
		n++
	}
	x, err := strconv.ParseFloat(string(buffer[:n]), 64)
	if err != nil && !math.IsInf(x, 0) || n == 0 {
		return word, false
	}
	if math.IsInf(x, 0) {
		return reading{x: math.NaN(), class: anInfinity}, true
	}
	r.x, r.digits = x, whole
	switch {
	case r.decimals < 0:
		r.notes = withMark
		if bytes.ContainsAny(cell, "dD") {
			r.notes |= fortran
		}
		if len(cell) <= len("4.00638E+12") && bytes.Contains(cell, []byte("E+1")) && math.Abs(x) >= 1e11 {
			r.notes |= shortened
		}
	case mark >= 0:
		r.decimals, r.notes = n-mark-1, withMark
	default:
		r.notes = wholeNotes(buffer[:n], x)
	}
	return r, true
}

// wholeNotes says of a whole number whether it is padded or loses digits.
func wholeNotes(text []byte, x float64) (notes notation) {
	text = bytes.TrimLeft(text, "+-")
	if len(text) > 1 && text[0] == '0' {
		notes |= padded
	}
	if math.Abs(x) >= 1<<53 && strconv.FormatFloat(math.Abs(x), 'f', -1, 64) != string(bytes.TrimLeft(text, "0")) {
		notes |= lossy
	}
	return notes
}

// foldSigns writes the many forms of digits, blanks, dashes and apostrophes as
// those of ASCII.
func foldSigns(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	return strings.Map(foldSign, s)
}

func foldSign(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case r >= 0xff01 && r <= 0xff5e: // fullwidth
		return r - 0xfee0
	case r == 0x2212 || r >= 0x2010 && r <= 0x2015 || r == 0xfe63:
		return '-'
	case r == 0x2019 || r == 0x2018 || r == 0x02bc || r == 0x00b4:
		return '\''
	case r == 0x066b:
		return '.'
	case unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.Is(unicode.Mn, r), unseen(r):
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + digitOf(r)
	}
	return r
}

// digitOf returns the value of a decimal digit: in every script they stand in
// tens, zero first.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

func parseInfinity(text string) reading {
	switch strings.ToLower(strings.TrimLeft(text, "+-")) {
	case "inf", "infinity", "infinite", "∞", "1.#inf":
		return reading{x: math.NaN(), class: anInfinity}
	}
	return word
}

// parseSigned reads a number with a sign or in parentheses, a currency before
// it and a unit behind it.
func parseSigned(text string, decimal byte) reading {
	if inside, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inside, ")") {
		r := parseSigned(strings.TrimSuffix(inside, ")"), decimal)
		if r.class != aNumber || r.x < 0 {
			return word
		}
		r.x, r.notes = -r.x, r.notes|accounting
		return r
	}
	text, negative := cutSign(text)
	rest, prefix := cutCurrency(text)
	if prefix != "" && !negative {
		rest, negative = cutSign(rest)
	}
	core, suffix := splitCore(rest)
	if core == "" || !isUnit(suffix) {
		return word
	}
	r := parseCore(core, decimal)
	if r.class != aNumber {
		return word
	}
	if negative {
		r.x = -r.x
	}
	r.prefix, r.suffix = prefix, suffix
	return r
}

func cutSign(text string) (string, bool) {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return strings.TrimLeft(rest, " "), true
	}
	return strings.TrimPrefix(text, "+"), false
}

// splitCore cuts a text behind its number: digits, marks between them, an
// exponent. Blanks and apostrophes belong to it where three digits follow.
func splitCore(text string) (core, rest string) {
	if len(text) > 2 && text[0] == '0' && text[1]|0x20 == 'x' {
		n := 2
		for n < len(text) && strings.IndexByte("0123456789abcdefABCDEF", text[n]) >= 0 {
			n++
		}
		return text[:n], text[n:]
	}
	n := 0
	for n < len(text) {
		c := text[n]
		if c-'0' < 10 || (c == '.' || c == ',') && n+1 <= len(text) || n > 0 && strings.IndexByte(" '_", c) >= 0 && threeDigits(text[n+1:]) {
			n++
			continue
		}
		break
	}
	if e := exponent(text[n:]); n > 0 {
		n += e
	}
	return text[:n], text[n:]
}

// threeDigits says whether exactly three digits follow.
func threeDigits(text string) bool {
	n := 0
	for n < len(text) && text[n]-'0' < 10 {
		n++
	}
	return n == 3
}

// exponent returns the length of the exponent that text begins with, or 0.
func exponent(text string) int {
	if len(text) < 2 || text[0]|0x20 != 'e' && text[0]|0x20 != 'd' {
		return 0
	}
	n := 1
	if text[1] == '-' || text[1] == '+' {
		n++
	}
	start := n
	for n < len(text) && text[n]-'0' < 10 {
		n++
	}
	if n == start {
		return 0
	}
	return n
}

// parseCore reads digits with marks. Between thousands stands one kind of
// mark, in groups of three (or as in India).
func parseCore(core string, decimal byte) reading {
	if len(core) > 2 && core[0] == '0' && core[1]|0x20 == 'x' {
		x, err := strconv.ParseUint(core[2:], 16, 53)
		if err != nil {
			return word
		}
		return reading{x: float64(x), class: aNumber, notes: programmer, digits: len(core)}
	}
	whole, behind := core, ""
	if k := strings.LastIndexByte(core, decimal); k >= 0 {
		whole, behind = core[:k], core[k:]
	} else if k := strings.IndexAny(core, "eEdD"); k >= 0 {
		whole, behind = core[:k], core[k:]
	}
	if strings.ContainsAny(behind[min(1, len(behind)):], ".,' _") {
		return word
	}
	digits, notes, ok := ungroup(whole, decimal)
	if !ok {
		return word
	}
	r, ok := parseSimple([]byte(digits+behind), decimal)
	if !ok {
		return word
	}
	if behind != "" {
		notes &^= eitherWay
	}
	r.notes |= notes
	return r
}

// ungroup removes the marks between thousands.
func ungroup(whole string, decimal byte) (digits string, notes notation, ok bool) {
	k := strings.IndexAny(whole, ".,' _")
	if k < 0 {
		return whole, 0, true
	}
	mark := whole[k]
	if mark == decimal {
		return "", 0, false
	}
	groups := strings.Split(whole, string(mark))
	last := len(groups) - 1
	if len(groups[0]) == 0 || len(groups[0]) > 3 || groups[0][0] == '0' || len(groups[last]) != 3 {
		return "", 0, false
	}
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || i > 0 && i < last && len(g) != 3 && (mark != ',' || len(g) != 2 || len(groups[0]) > 2) {
			return "", 0, false
		}
	}
	notes = grouped
	if len(groups) == 2 && (mark == '.' || mark == ',') {
		notes |= eitherWay
	}
	if mark == '_' {
		notes |= programmer
	}
	return strings.Join(groups, ""), notes, true
}
