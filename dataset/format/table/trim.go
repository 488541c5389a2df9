package table

import (
	"bytes"
	"strings"
	"unicode"
)

// trim removes blanks of all kinds and marks that nobody sees from both ends.
func trim(s string) string {
	if n := len(s); n == 0 || plainEnd(s[0]) && plainEnd(s[n-1]) {
		return s
	}
	return strings.TrimFunc(s, unseen)
}

func trimBytes(b []byte) []byte {
	if n := len(b); n == 0 || plainEnd(b[0]) && plainEnd(b[n-1]) {
		return b
	}
	return bytes.TrimFunc(b, unseen)
}

// plainEnd says that a cell which begins or ends so has nothing to trim there.
func plainEnd(c byte) bool { return c > ' ' && c < 0x7f }

// unseen says whether a character is blank or invisible: byte order marks, zero
// width spaces and joiners, direction marks, controls.
func unseen(r rune) bool {
	switch r {
	case 0xfeff, 0x2060, 0x180e, 0x00ad, 0x2800, 0x3164:
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.IsControl(r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e
}
