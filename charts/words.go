package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// space is a space at which no line is broken.
const space = "\u00a0"

// count writes a number of records with its thousands apart: "4 812".
func count(n int) string { return say.Grouped(n) }

// share writes part of a whole as a percentage, so that what is not quite
// nothing or everything never looks as if it were.
func share(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	p := 100 * float64(part) / float64(whole)
	switch {
	case part > 0 && p < 1:
		return "<1" + space + "%"
	case part < whole && p > 99:
		return ">99" + space + "%"
	}
	return fmt.Sprintf("%.0f"+space+"%%", say.Percent(p/100, 0))
}

// figure3 writes a metric for reading.
func figure3(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.3f", x)
}

// exact writes a number for files: empty where it is undefined.
func exact(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', 8, 64)
}

// plural writes a number with its noun: "1 pattern", "3 patterns".
func plural(n int, one, many string) string { return count(n) + space + say.Plural(n, one, many) }

// patternName names a pattern by whichever is shorter, what it has or what it
// lacks: "complete", "no image", "only text", "table + text".
func patternName(p dataset.Pattern, modalities []string) string {
	has := p.Names(modalities)
	lacks := p.Lacks(modalities)
	switch {
	case len(lacks) == 0:
		return say.Text("complete")
	case len(has) == 0:
		return say.Text("nothing")
	case len(lacks) <= len(has):
		return say.Form("no %s", strings.Join(lacks, ", "))
	case len(has) == 1:
		return say.Form("only %s", has[0])
	}
	return strings.Join(has, " + ")
}

// capital makes the first letter of a sentence a capital.
func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// sortedNames joins the keys of a set in order.
func sortedNames(set map[string]bool) string {
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	slices.Sort(names)
	return strings.Join(names, "; ")
}
