package canvas

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// drawn says whether the font of charts draws a character by itself. What runs
// from right to left it has, but in the wrong order. A font that cannot be asked
// has all.
var drawn = func() func(r rune) bool {
	var lock sync.Mutex
	known := map[rune]bool{}
	var scratch sfnt.Buffer
	return func(r rune) bool {
		if r < 0x80 {
			return true
		}
		lock.Lock()
		defer lock.Unlock()
		has, ok := known[r]
		if !ok {
			g, err := (Pen{}).face(fontSize, false).Face.GlyphIndex(&scratch, r)
			has = (err != nil || g != 0) && !leftward(r)
			known[r] = has
		}
		return has
	}
}()

// fontSize is any: which characters there are does not depend on it.
const fontSize = 12

// leftward says whether a character belongs to a script that runs from right
// to left.
func leftward(r rune) bool {
	return r >= 0x590 && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// part is a stretch of a text that one font draws.
type part struct {
	text    string   // in the font of charts
	outline *outline // of other characters; nil where text is drawn
}

// parts divides a text among the font of charts, the outlines of other fonts,
// and codes like [U+1F600] for what no font has: nothing at all, or a box, would
// make two names look alike.
func parts(text string) []part {
	if strings.IndexFunc(text, func(r rune) bool { return !drawn(r) }) < 0 {
		return []part{{text: text}}
	}
	runes := []rune(norm.NFC.String(text))
	var out []part
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && drawn(runes[to]) == drawn(runes[from]) {
			to++
		}
		if drawn(runes[from]) {
			out = append(out, part{text: string(runes[from:to])})
		} else {
			for to+1 < len(runes) && runes[to] == ' ' && !drawn(runes[to+1]) { // words of one name stay in their order
				for to++; to < len(runes) && !drawn(runes[to]); to++ {
				}
			}
			out = append(out, outlined.parts(string(runes[from:to]))...)
		}
		from = to
	}
	return out
}

// code is how a character is written that no font at hand draws.
func code(r rune) string { return fmt.Sprintf("[U+%04X]", r) }

// undrawn says whether no font at hand draws a character.
func undrawn(r rune) bool { return !drawn(r) && outlined.source(r) == noFont }

// Scripts names, in the order of their letters, the scripts of those letters that
// no font at hand draws. Signs that are common to all scripts are emoji: the
// others are in every font.
func Scripts(letters []rune) []string {
	var names []string
	for _, r := range slices.Sorted(slices.Values(letters)) {
		if !undrawn(r) {
			continue
		}
		for name, table := range unicode.Scripts {
			if name == "Common" {
				name = "emoji"
			}
			if unicode.Is(table, r) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Lacking lists the characters in the words of a figure that no font at hand
// draws. In pictures each is its code; CSV and text have them. No table is made for
// it that takes long.
func Lacking(f Figure) []rune {
	lacking := map[rune]bool{}
	look := func(text string) {
		for _, r := range norm.NFC.String(text) {
			if undrawn(r) {
				lacking[r] = true
			}
		}
	}
	look(f.Title())
	look(f.Description().Long)
	if slow, ok := f.(Slow); ok && !slow.Tabled() {
		return slices.Sorted(maps.Keys(lacking))
	}
	for _, row := range f.Table().Rows {
		for _, cell := range row {
			look(cell)
		}
	}
	return slices.Sorted(maps.Keys(lacking))
}
