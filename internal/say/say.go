// Package say holds what people read, in their language. Every room says its
// sentences through it; English is what stands in the source, and a face may
// put another language over it when it starts. Names that data bring, ids,
// flags and the columns of files are no words: they are the same everywhere.
package say

import (
	"fmt"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
)

// Language looks words up: text by what stands in the source, and one of several
// forms by the form for many. Each returns what it was given where it knows
// no better.
type Language struct {
	Tag    string // of BCP 47: "es"
	Text   func(text string) string
	Plural func(many string, n int) string
	// Known is all that it can say, as it stands in the source.
	Known []string

	once   sync.Once
	parted []sentence
	told   sync.Map // what Again has made of a text, by the text
	kept   atomic.Int32
}

var spoken atomic.Pointer[Language]

// Speak puts a language over the English of the source, for all that is said
// after it; nil goes back to English. A face does so once, before it says
// anything.
func Speak(l *Language) { spoken.Store(l) }

// Foreign says whether a language has been put over English.
func Foreign() bool { return spoken.Load() != nil }

// Tag is the language that is spoken, by BCP 47, for files that say what theirs is.
func Tag() string {
	if l := spoken.Load(); l != nil {
		return l.Tag
	}
	return "en"
}

// Text says a text that is as it stands.
func Text(text string) string {
	if l := spoken.Load(); l != nil && text != "" {
		return l.Text(text)
	}
	return text
}

// Form says a sentence with its parts, as fmt.Sprintf writes them. A language
// may order them anew: %[2]s.
func Form(format string, parts ...any) string { return fmt.Sprintf(Text(format), parts...) }

// Mark is a text that is said later, by Text: a title in a table that is made
// before a language is chosen.
func Mark(text string) string { return text }

// Code is a text that is the same in every language: one that is parsed,
// compared or stored.
func Code(text string) string { return text }

// Plural says a noun for a number of things: its form for one, or for many.
func Plural(n int, one, many string) string {
	if l := spoken.Load(); l != nil {
		return l.Plural(many, n)
	}
	if n == 1 {
		return one
	}
	return many
}

// Count says how many things there are: "1 record", "3 records".
func Count(n int, one, many string) string { return Grouped(n) + " " + Plural(n, one, many) }

// Grouped writes a number of things with its thousands apart, by a space at which
// no line is broken: "4 812".
func Grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "\u00a0" + digits[i:]
	}
	return digits
}

// Figure writes a number with so many digits that count; one with more before its point
// has all of these, as Grouped writes them, and no power of ten: "0.0123", "1 235".
// NaN is a dash.
func Figure(x float64, digits int) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.Abs(x) >= math.Pow10(digits)-0.5 && math.Abs(x) < 1e15:
		return Grouped(int(math.Round(x)))
	}
	return strconv.FormatFloat(x, 'g', digits, 64)
}

// Percent is a share in per cent with so many decimals, halves rounded away from
// zero: 0.185 is 19, 0.215 is 22. Printed alone, both would end in an even digit.
func Percent(share float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	x := 100 * scale * share
	return math.Round(x+math.Copysign(1e-9, x)) / scale // 100 * 0.145 is a little less than 14.5
}

// Codes are texts that are the same in every language.
func Codes(texts ...string) []string { return texts }

// List joins words as a sentence does: "a, b and c".
func List(words []string) string {
	if len(words) == 0 {
		return ""
	}
	all := words[0]
	for i, w := range words[1:] {
		if i == len(words)-2 {
			all = Form("%s and %s", all, w)
		} else {
			all += ", " + w
		}
	}
	return all
}
