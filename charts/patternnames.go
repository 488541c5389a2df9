package charts

import (
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// patternNames writes names of patterns into widths: where one has no room, the names
// of its modalities are shortened, so that it still says which these are, and where
// that is not enough, it says how many are lacking.
type patternNames struct {
	p     canvas.Pen
	size  float64
	lists [][]string // the names of the modalities, whole and then shorter and shorter
}

// Shortened names are narrower by a step each, down to a few letters' width.
const (
	nameStep    = 0.85
	leastOfName = 2.2 // times the height of letters
)

func newPatternNames(p canvas.Pen, modalities []string, size float64) *patternNames {
	n := &patternNames{p, size, [][]string{modalities}}
	for room := p.Widest(size, modalities...) * nameStep; room >= leastOfName*size; room *= nameStep {
		n.lists = append(n.lists, p.Begins(modalities, size, room))
	}
	return n
}

// in is the name of a pattern in a width.
func (n *patternNames) in(pattern dataset.Pattern, room float64) string {
	for _, names := range n.lists {
		if words := patternName(pattern, names); n.p.Width(words, n.size) <= room {
			return words
		}
	}
	return n.p.Clip(say.Form("%d lacking", len(pattern)-pattern.Count()), n.size, room)
}
