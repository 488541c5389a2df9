package table

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lacuna/internal/say"
)

// parseOdd reads numbers as people write them beside the usual ways: powers of
// ten, fractions, a sign behind, something about the value before or behind.
func parseOdd(text string, decimal byte) reading {
	if rest, ok := strings.CutPrefix(text, "'"); ok {
		return noted(parseOwn(rest, decimal), apostrophe)
	}
	if rest := cutAbout(text); rest != text {
		return noted(parseSigned(rest, decimal), inexact)
	}
	if first, _ := utf8.DecodeRuneInString(text); !unicode.IsDigit(first) && !strings.ContainsRune("-+.,", first) {
		return word
	}
	for _, try := range []func(string, byte) reading{parseSignBehind, parsePower, parseSpread} {
		if r := try(text, decimal); r.class == aNumber {
			return r
		}
	}
	return parseVulgar(text)
}

// noted adds a notation to a number.
func noted(r reading, n notation) reading {
	if r.class == aWord {
		return word
	}
	r.notes |= n
	return r
}

// cutAbout removes what says that a value is not exact.
func cutAbout(text string) string {
	lower := strings.ToLower(text)
	for _, sign := range []string{"~", "≈", "≅", "circa ", "approx. ", "approx ", "about ", "ca. ", "ca.", "ca "} {
		if strings.HasPrefix(lower, sign) && len(lower) == len(text) {
			return strings.TrimLeft(text[len(sign):], " ")
		}
	}
	return text
}

// parseSignBehind reads 12-, as mainframes write −12.
func parseSignBehind(text string, decimal byte) reading {
	rest, ok := strings.CutSuffix(text, "-")
	if !ok {
		return word
	}
	r := parseSigned(strings.TrimRight(rest, " "), decimal)
	if r.class != aNumber || r.prefix+r.suffix != "" || r.x < 0 || text[0] == '+' || r.notes&accounting != 0 {
		return word
	}
	r.x = -r.x
	return noted(r, signBehind)
}

// powerOfTen is a power of ten as people write it: ×10^5, 10⁵, 10**-3.
var powerOfTen = regexp.MustCompile(`^ ?(?:[xX×*·∙•] ?)?10 ?(?:(?:\^|\*\*) ?[({]?([-+]?\d+)[)}]?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))$`)

// raised are superscripts as they stand on a line.
var raised = strings.NewReplacer("⁻", "-", "⁺", "", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")

// parsePower reads 3.5×10^3 and 10^3.
func parsePower(text string, decimal byte) reading {
	core, rest := splitCore(strings.TrimLeft(text, "-+"))
	sign := text[:len(text)-len(core)-len(rest)]
	if strings.HasPrefix(text, "10") && powerOfTen.MatchString(text) {
		sign, core, rest = "", "1", text
	}
	m := powerOfTen.FindStringSubmatch(rest)
	if m == nil || len(sign) > 1 || core == "" || strings.ContainsAny(core, "eEdDxX") || core != "1" && !strings.ContainsAny(rest[:2], "xX×*·∙•") && rest[0] != ' ' {
		return word
	}
	exponent := strings.TrimPrefix(m[1]+raised.Replace(m[2]), "+")
	return noted(parseSigned(sign+core+"e"+exponent, decimal), powers)
}

// inBrackets is what a value can have behind it in brackets: numbers alone.
var inBrackets = regexp.MustCompile(`^(.*\d) ?(?:\([^()\[\]\pL]*\d[^()\[\]\pL]*\)|\[[^()\[\]\pL]*\d[^()\[\]\pL]*\])$`)

// parseSpread reads 3±0.5, 3 (2-4) and 3 [2, 4]: the value alone is taken.
func parseSpread(text string, decimal byte) reading {
	value, unit := "", ""
	for _, sign := range []string{"±", "+/-", "+-"} {
		if before, after, ok := strings.Cut(text, sign); ok {
			r := parseSigned(strings.TrimSpace(after), decimal)
			if r.class != aNumber || r.prefix != "" || r.x < 0 {
				return word
			}
			value, unit = strings.TrimSpace(before), r.suffix
		}
	}
	if value == "" {
		m := inBrackets.FindStringSubmatch(text)
		if m == nil {
			return word
		}
		value = m[1]
	}
	r := parseSigned(value, decimal)
	if r.class != aNumber || r.notes&accounting != 0 {
		return word
	}
	r.suffix = cmp.Or(r.suffix, unit)
	return noted(r, withSpread)
}

// vulgarFractions are fractions of one character.
var vulgarFractions = map[rune]float64{
	'½': 1. / 2, '⅓': 1. / 3, '⅔': 2. / 3, '¼': 1. / 4, '¾': 3. / 4, '⅕': 1. / 5, '⅖': 2. / 5, '⅗': 3. / 5, '⅘': 4. / 5,
	'⅙': 1. / 6, '⅚': 5. / 6, '⅐': 1. / 7, '⅛': 1. / 8, '⅜': 3. / 8, '⅝': 5. / 8, '⅞': 7. / 8, '⅑': 1. / 9, '⅒': 1. / 10,
}

func isVulgar(r rune) bool { return vulgarFractions[r] != 0 }

// parseVulgar reads ½ and 1½.
func parseVulgar(text string) reading {
	digits, negative := cutSign(text)
	last, size := utf8.DecodeLastRuneInString(digits)
	x, ok := vulgarFractions[last]
	if !ok {
		return word
	}
	if digits = strings.TrimRight(digits[:len(digits)-size], " "); digits != "" {
		whole, err := strconv.ParseUint(digits, 10, 32)
		if err != nil {
			return word
		}
		x += float64(whole)
	}
	if negative {
		x = -x
	}
	return reading{x: x, class: aNumber, notes: withMark | vulgar, decimals: -1}
}

// isScriptDigit says whether a character is a digit of another script than
// Latin, of any width.
func isScriptDigit(r rune) bool { return r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r) }

// toldNotations are the ways to write a number that are worth a remark: how to
// call them, and what was done.
var toldNotations = []struct {
	notation
	one, many, done string
}{
	{programmer, "number is written as programs do", "numbers are written as programs do", "read as numbers"},
	{shortened, "number is written like 4.00638E+12, as spreadsheets shorten long codes", "numbers are written like 4.00638E+12, as spreadsheets shorten long codes", "read as they stand; the digits behind are lost in this file: save codes as text"},
	{accounting, "number stands in brackets", "numbers stand in brackets", "read as negative, as accountants write; without the brackets they are positive"},
	{signBehind, "number has a minus behind it", "numbers have a minus behind them", "read as negative, as some programs write"},
	{fortran, "number has an exponent with D, as Fortran writes", "numbers have an exponent with D, as Fortran writes", "read as powers of ten"},
	{script, "number has digits of another script", "numbers have digits of another script", "read as numbers; written with 0 to 9 where they are written"},
	{powers, "number is written with a power of ten", "numbers are written with a power of ten", "read as numbers"},
	{vulgar, "number is written as a fraction of one sign", "numbers are written as fractions of one sign", "read as numbers"},
	{inexact, "number is said not to be exact", "numbers are said not to be exact", "the number itself is taken"},
	{apostrophe, "number stands as text behind an apostrophe", "numbers stand as text behind an apostrophe", "read as numbers"},
	{withSpread, "number has an error or an interval behind it", "numbers have an error or an interval behind them", "the number is taken, what stands behind it is left out"},
}

// noticed is how often a notation is used, and where first.
type noticed struct {
	n     int
	first example
}

// notice counts the notations of a number.
func (c *scan) notice(r reading, cell []byte, row int) {
	const told = programmer | shortened | accounting | signBehind | fortran | otherMark | script | powers | vulgar | inexact | apostrophe | withSpread | eitherWay
	for notes := r.notes & told; notes != 0; notes &= notes - 1 {
		if c.told == nil {
			c.told = map[notation]noticed{}
		}
		one := notes & -notes
		t := c.told[one]
		if t.n++; t.n == 1 {
			t.first = example{string(cell), row}
		}
		c.told[one] = t
	}
}

// joinNotices takes in what was noticed in another part.
func (c *scan) joinNotices(o *scan) {
	for one, there := range o.told {
		if c.told == nil {
			c.told = map[notation]noticed{}
		}
		t := c.told[one]
		if t.n == 0 || there.first.row < t.first.row {
			t.first = there.first
		}
		t.n += there.n
		c.told[one] = t
	}
}

// sayNotations tells of numbers that were not written as usual.
func (c *typing) sayNotations() {
	told := c.scan.told
	for _, k := range toldNotations {
		if t, ok := told[k.notation]; ok {
			c.problem(t.first.row, say.Kept("%s, such as %q", say.KeptCount(t.n, k.one, k.many), t.first.cell), k.done)
		}
	}
	own := string(c.scan.mark)
	if t, ok := told[otherMark]; ok {
		c.problem(t.first.row, say.Kept("%s another decimal mark than the %q of this column, such as %q", say.KeptCount(t.n, "number has", "numbers have"), own, t.first.cell), say.Mark("each is read by its own mark"))
	}
	if t, ok := told[eitherWay]; ok && !c.table.marked && c.scan.grouped == t.n {
		other := map[string]string{".": ",", ",": "."}[own]
		c.problem(t.first.row, say.Kept("%s a %q before three digits, such as %q", say.KeptCount(t.n, "number has", "numbers have"), other, t.first.cell),
			say.Kept("taken to separate thousands, since decimals have a %q; --decimal %q says otherwise", own, other))
	}
}
