package canvas

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
)

// box stands in pictures for a character that the font of charts lacks: nothing
// at all would make two names look alike.
const box = '□'

// drawn says whether the font of charts has a character. A font that cannot be
// asked has all.
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
			has = err != nil || g != 0
			known[r] = has
		}
		return has
	}
}()

// fontSize is any: which characters there are does not depend on it.
const fontSize = 12

// boxed replaces what the font lacks by boxes.
func boxed(text string) string {
	return strings.Map(func(r rune) rune {
		if drawn(r) {
			return r
		}
		return box
	}, text)
}

// Lacking lists the characters in the words of a figure that its font lacks. In
// PNG and PDF each is a box; SVG, CSV and text have them.
func Lacking(f Figure) []rune {
	lacking := map[rune]bool{}
	look := func(text string) {
		for _, r := range text {
			if !drawn(r) {
				lacking[r] = true
			}
		}
	}
	look(f.Title())
	look(f.Description().Long)
	for _, row := range f.Table().Rows {
		for _, cell := range row {
			look(cell)
		}
	}
	return slices.Sorted(maps.Keys(lacking))
}
