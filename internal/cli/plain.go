package cli

import (
	"fmt"
	"strings"
	"unicode"
)

// plain makes text safe to show on a terminal: names of files and columns are
// anybody's, and one with an escape sequence could rewrite what is on the
// screen. Line ends and tabs stay.
func plain(s string) string {
	odd := func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || turns(r) || r == unicode.ReplacementChar)
	}
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !odd(r):
			b.WriteRune(r)
		case r == unicode.ReplacementChar:
			b.WriteByte('?') // what is no UTF-8 is that, too
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// turns says whether a character turns the direction of those around it.
func turns(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// plainLine is plain for a cell of a table: one line, no tab.
func plainLine(s string) string {
	return strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(plain(s))
}
